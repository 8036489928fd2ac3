import { route } from '@orderwire/http/route';
import type { ResetPassword } from '../../application/reset-password.ts';
import { addressOf, resetPasswordBody } from './bodies.ts';
import { CODE_INVALID, PASSWORD_TOO_WEAK, TOO_MANY_ATTEMPTS, weakAt } from './refusals.ts';

/** A new password, with the code from the mail. Whoever is signed in has to sign in again. */
export const resetPassword = route({
  method: 'POST',
  paths: ['/reset-password', '/users/reset-password'],
  callers: 'anyone',
  body: resetPasswordBody,
  answers: { 204: null },
  refusals: { CODE_INVALID, PASSWORD_TOO_WEAK, TOO_MANY_ATTEMPTS },
}).handledBy(async (deps: { readonly resetPassword: ResetPassword }, { body }) => {
  const reset = await deps.resetPassword(addressOf(body), body.code, body.password);
  return reset.ok ? { status: 204 } : { refusal: reset.error.code, ...weakAt('#/password', reset.error.faults) };
});
