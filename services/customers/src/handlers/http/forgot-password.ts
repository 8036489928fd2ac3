import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { Users } from '../../application/ports.ts';
import { addressOf, whoBody } from './bodies.ts';
import { CODE_NOT_SENT, TOO_MANY_ATTEMPTS } from './refusals.ts';

/** Mails a code for a new password. The same answer for every address. */
export const forgotPassword = route({
  method: 'POST',
  paths: ['/forgot-password', '/users/forgot-password'],
  callers: 'anyone',
  body: whoBody,
  answers: { 202: z.strictObject({ status: z.literal('code_required') }) },
  refusals: { CODE_NOT_SENT, TOO_MANY_ATTEMPTS },
}).handledBy(async ({ users }: { readonly users: Pick<Users, 'forgotPassword'> }, { body }) => {
  const sent = await users.forgotPassword(addressOf(body));
  return sent.ok ? { status: 202, body: { status: 'code_required' } } : { refusal: sent.error };
});
