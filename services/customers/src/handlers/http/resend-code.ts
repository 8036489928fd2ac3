import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { Users } from '../../application/ports.ts';
import { addressOf, whoBody } from './bodies.ts';
import { CODE_NOT_SENT, TOO_MANY_ATTEMPTS } from './refusals.ts';

/** Another code for a sign-up. The same answer for every address. */
export const resendCode = route({
  method: 'POST',
  paths: ['/resend-code', '/users/resend-code'],
  callers: 'anyone',
  body: whoBody,
  answers: { 202: z.strictObject({ status: z.literal('confirmation_required') }) },
  refusals: { CODE_NOT_SENT, TOO_MANY_ATTEMPTS },
}).handledBy(async ({ users }: { readonly users: Pick<Users, 'resendCode'> }, { body }) => {
  const sent = await users.resendCode(addressOf(body));
  return sent.ok ? { status: 202, body: { status: 'confirmation_required' } } : { refusal: sent.error };
});
