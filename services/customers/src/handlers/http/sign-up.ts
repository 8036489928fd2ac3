import type { makeEndpoints } from '@orderwire/http/endpoint';
import type { makeSignUp } from '../../application/sign-up.ts';
import { addressOf, signUpBody } from './bodies.ts';
import { problemOf } from './problems.ts';

/** `POST /signup`: the same answer for every address. */
export const makeSignUpEndpoint = (deps: {
  readonly endpoints: ReturnType<typeof makeEndpoints>;
  readonly signUp: ReturnType<typeof makeSignUp>;
}) =>
  deps.endpoints.open({ body: signUpBody }, async ({ body }) => {
    const { password, name } = body;
    const signedUp = await deps.signUp({ email: addressOf(body), password, ...(name !== undefined && { name }) });
    if (!signedUp.ok) return problemOf(signedUp.error.code, signedUp.error.faults);
    return { status: 202, body: { status: 'confirmation_required' } };
  });
