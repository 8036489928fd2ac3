import type { makeEndpoints } from '@orderwire/http/endpoint';
import type { makeSignIn } from '../../application/sign-in.ts';
import { addressOf, signInBody } from './bodies.ts';
import { problemOf } from './problems.ts';

/** `POST /signin`: the tokens; the access token opens this API. */
export const makeSignInEndpoint = (deps: {
  readonly endpoints: ReturnType<typeof makeEndpoints>;
  readonly signIn: ReturnType<typeof makeSignIn>;
}) =>
  deps.endpoints.open({ body: signInBody }, async ({ body, requestId }) => {
    const signedIn = await deps.signIn(addressOf(body), body.password, requestId);
    return signedIn.ok ? { status: 200, body: signedIn.value } : problemOf(signedIn.error);
  });
