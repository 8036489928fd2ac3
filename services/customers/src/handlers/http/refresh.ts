import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { Refresh } from '../../application/sign-in.ts';
import { refreshBody } from './bodies.ts';
import { CSRF_HEADER_MISSING, REFRESH_TOKEN_MISSING, type RefreshCookie } from './refresh-cookie.ts';
import { TOO_MANY_ATTEMPTS } from './refusals.ts';

/** New tokens without a password. The refresh token stays the same. */
export const refresh = route({
  method: 'POST',
  paths: ['/refresh', '/users/refresh'],
  callers: 'anyone',
  body: refreshBody,
  answers: {
    200: z.strictObject({
      accessToken: z.string(),
      idToken: z.string(),
      /** Seconds. */
      expiresIn: z.int(),
      tokenType: z.string(),
    }),
  },
  refusals: {
    CSRF_HEADER_MISSING,
    REFRESH_TOKEN_INVALID: { status: 401, detail: 'This refresh token is none, or none any more. Sign in again.' },
    REFRESH_TOKEN_MISSING,
    TOO_MANY_ATTEMPTS,
  },
}).handledBy(async (deps: { readonly refresh: Refresh; readonly cookie: RefreshCookie }, input) => {
  const token = deps.cookie.tokenIn(input);
  if (!token.ok) return { refusal: token.error };
  const refreshed = await deps.refresh(token.value, input.requestId);
  if (!refreshed.ok) return { refusal: refreshed.error };
  const { refreshToken: _, ...tokens } = refreshed.value;
  return { status: 200, body: tokens };
});
