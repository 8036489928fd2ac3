import { route } from '@orderwire/http/route';
import type { Users } from '../../application/ports.ts';
import { refreshBody } from './bodies.ts';
import { CSRF_HEADER_MISSING, REFRESH_TOKEN_MISSING, type RefreshCookie } from './refresh-cookie.ts';

/** Ends a refresh token, whether it was one or not. Access tokens of it open this API until they expire. */
export const signOut = route({
  method: 'POST',
  paths: ['/signout', '/users/logout'],
  callers: 'anyone',
  body: refreshBody,
  answers: { 204: null },
  refusals: { CSRF_HEADER_MISSING, REFRESH_TOKEN_MISSING },
}).handledBy(async (deps: { readonly users: Pick<Users, 'signOut'>; readonly cookie: RefreshCookie }, input) => {
  const token = deps.cookie.tokenIn(input);
  if (!token.ok) return { refusal: token.error };
  await deps.users.signOut(token.value);
  return { status: 204, headers: deps.cookie.clear() };
});
