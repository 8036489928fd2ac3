import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { SignIn } from '../../application/sign-in.ts';
import { addressOf, signInBody } from './bodies.ts';
import { PASSWORD_TOO_WEAK, TOO_MANY_ATTEMPTS, weakAt } from './refusals.ts';
import type { RefreshCookie } from './refresh-cookie.ts';

/** Answers with the tokens; the access token opens this API. */
export const signIn = route({
  method: 'POST',
  paths: ['/signin', '/users/login'],
  callers: 'anyone',
  body: signInBody,
  answers: {
    200: z.strictObject({
      accessToken: z.string(),
      idToken: z.string(),
      /** Absent where it went into the cookie. */
      refreshToken: z.exactOptional(z.string()),
      /** Seconds. */
      expiresIn: z.int(),
      tokenType: z.string(),
    }),
  },
  refusals: {
    // The same for an unknown address: nothing tells who has an account.
    CREDENTIALS_WRONG: { status: 401, detail: 'The address or the password is wrong.' },
    PASSWORD_RESET_REQUIRED: { status: 403, detail: 'The password has to be reset before signing in.' },
    PASSWORD_TOO_WEAK,
    SIGN_IN_UNFINISHED: {
      status: 403,
      detail: 'This password is temporary: send the one to come as newPassword, too.',
    },
    TOO_MANY_ATTEMPTS,
    USER_NOT_CONFIRMED: { status: 403, detail: 'Confirm the address first, with the code from the mail.' },
  },
}).handledBy(async (deps: { readonly signIn: SignIn; readonly cookie: RefreshCookie }, { body, requestId }) => {
  const { password, newPassword } = body;
  const credentials = { email: addressOf(body), password, ...(newPassword !== undefined && { newPassword }) };
  const signedIn = await deps.signIn(credentials, requestId);
  if (!signedIn.ok) return { refusal: signedIn.error.code, ...weakAt('#/newPassword', signedIn.error.faults) };
  const { refreshToken, ...tokens } = signedIn.value;
  if (refreshToken === undefined) return { status: 200, body: tokens };
  return body.refreshToken === 'cookie'
    ? { status: 200, body: tokens, headers: deps.cookie.set(refreshToken) }
    : { status: 200, body: { ...tokens, refreshToken } };
});
