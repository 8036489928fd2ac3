import { route } from '@orderwire/http/route';
import type { ConfirmEmail } from '../../application/change-email.ts';
import { accessTokenIn } from './access-token.ts';
import { confirmEmailBody } from './bodies.ts';
import { customerView, viewOf } from './customer-view.ts';
import { CODE_INVALID, PROFILE_MISSING, SESSION_ENDED, TOO_MANY_ATTEMPTS } from './refusals.ts';

/** From here on the new address counts: to sign in, and for mails of orders that are placed from now on. */
export const confirmEmail = route({
  method: 'POST',
  paths: ['/users/me/email/confirmation'],
  callers: 'signedIn',
  right: null,
  body: confirmEmailBody,
  answers: { 200: customerView },
  refusals: { CODE_INVALID, PROFILE_MISSING, SESSION_ENDED, TOO_MANY_ATTEMPTS },
}).handledBy(async (deps: { readonly confirmEmail: ConfirmEmail }, { body, headers, caller, requestId }) => {
  const accessToken = accessTokenIn(headers);
  const { customerId } = caller;
  const confirmed = await deps.confirmEmail({ customerId, accessToken, code: body.code, requestId });
  return confirmed.ok ? { status: 200, body: viewOf(confirmed.value) } : { refusal: confirmed.error };
});
