import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { SignIn } from '../../application/sign-in.ts';
import { addressOf, signInBody } from './bodies.ts';
import { TOO_MANY_ATTEMPTS } from './refusals.ts';

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
      refreshToken: z.string(),
      /** Seconds. */
      expiresIn: z.int(),
      tokenType: z.string(),
    }),
  },
  refusals: {
    // The same for an unknown address: nothing tells who has an account.
    CREDENTIALS_WRONG: { status: 401, detail: 'The address or the password is wrong.' },
    PASSWORD_RESET_REQUIRED: { status: 403, detail: 'The password has to be reset before signing in.' },
    SIGN_IN_UNFINISHED: { status: 403, detail: 'A temporary password has to be replaced before signing in here.' },
    TOO_MANY_ATTEMPTS,
    USER_NOT_CONFIRMED: { status: 403, detail: 'Confirm the address first, with the code from the mail.' },
  },
}).handledBy(async (deps: { readonly signIn: SignIn }, { body, requestId }) => {
  const signedIn = await deps.signIn(addressOf(body), body.password, requestId);
  return signedIn.ok ? { status: 200, body: signedIn.value } : { refusal: signedIn.error };
});
