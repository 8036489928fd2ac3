import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { SignUp } from '../../application/sign-up.ts';
import { addressOf, signUpBody } from './bodies.ts';
import { CODE_NOT_SENT, EMAIL_REFUSED, PASSWORD_TOO_WEAK, TOO_MANY_ATTEMPTS, weakAt } from './refusals.ts';

/** The same answer for every address: it does not tell whether the address has an account. */
export const signUp = route({
  method: 'POST',
  paths: ['/signup', '/users/signup'],
  callers: 'anyone',
  body: signUpBody,
  answers: { 202: z.strictObject({ status: z.literal('confirmation_required') }) },
  refusals: {
    CODE_NOT_SENT,
    EMAIL_REFUSED,
    PASSWORD_TOO_WEAK,
    TOO_MANY_ATTEMPTS,
  },
}).handledBy(async (deps: { readonly signUp: SignUp }, { body }) => {
  const { password, name } = body;
  const signedUp = await deps.signUp({ email: addressOf(body), password, ...(name !== undefined && { name }) });
  if (signedUp.ok) return { status: 202, body: { status: 'confirmation_required' } };
  const { code, faults } = signedUp.error;
  return { refusal: code, ...weakAt('#/password', faults) };
});
