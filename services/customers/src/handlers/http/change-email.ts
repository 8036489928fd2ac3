import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { ChangeEmail } from '../../application/change-email.ts';
import { accessTokenIn } from './access-token.ts';
import { changeEmailBody } from './bodies.ts';
import {
  CODE_NOT_SENT,
  EMAIL_REFUSED,
  PASSWORD_WRONG,
  PROFILE_MISSING,
  SESSION_ENDED,
  TOO_MANY_ATTEMPTS,
} from './refusals.ts';

/** Mails a code to the new address; the old one counts until the code is given back. The same answer for every address. */
export const changeEmail = route({
  method: 'PUT',
  paths: ['/users/me/email'],
  callers: 'signedIn',
  right: null,
  body: changeEmailBody,
  answers: { 202: z.strictObject({ status: z.literal('confirmation_required') }) },
  refusals: { CODE_NOT_SENT, EMAIL_REFUSED, PASSWORD_WRONG, PROFILE_MISSING, SESSION_ENDED, TOO_MANY_ATTEMPTS },
}).handledBy(async (deps: { readonly changeEmail: ChangeEmail }, { body, headers, caller: { customerId } }) => {
  const accessToken = accessTokenIn(headers);
  const sent = await deps.changeEmail({ customerId, accessToken, ...body });
  if (sent.ok) return { status: 202, body: { status: 'confirmation_required' } };
  return sent.error === 'PASSWORD_WRONG'
    ? { refusal: sent.error, errors: [{ pointer: '#/password', message: 'is wrong' }] }
    : { refusal: sent.error };
});
