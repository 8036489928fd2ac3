import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { Users } from '../../application/ports.ts';
import { addressOf, confirmSignUpBody } from './bodies.ts';
import { CODE_INVALID, TOO_MANY_ATTEMPTS } from './refusals.ts';

/** With the code from the mail. */
export const confirmSignUp = route({
  method: 'POST',
  paths: ['/confirm-signup', '/users/confirm'],
  callers: 'anyone',
  body: confirmSignUpBody,
  answers: { 200: z.strictObject({ status: z.literal('confirmed') }) },
  refusals: {
    CODE_INVALID,
    TOO_MANY_ATTEMPTS,
  },
}).handledBy(async ({ users }: { readonly users: Pick<Users, 'confirm'> }, { body }) => {
  const confirmed = await users.confirm(addressOf(body), body.code);
  return confirmed.ok ? { status: 200, body: { status: 'confirmed' } } : { refusal: confirmed.error };
});
