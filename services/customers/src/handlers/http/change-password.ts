import { route } from '@orderwire/http/route';
import type { ChangePassword } from '../../application/change-password.ts';
import { accessTokenIn } from './access-token.ts';
import { changePasswordBody } from './bodies.ts';
import { PASSWORD_TOO_WEAK, PASSWORD_WRONG, SESSION_ENDED, TOO_MANY_ATTEMPTS, weakAt } from './refusals.ts';

/** A new password for whoever knows the one that counts. */
export const changePassword = route({
  method: 'PUT',
  paths: ['/users/me/password'],
  callers: 'signedIn',
  right: null,
  body: changePasswordBody,
  answers: { 204: null },
  refusals: { PASSWORD_TOO_WEAK, PASSWORD_WRONG, SESSION_ENDED, TOO_MANY_ATTEMPTS },
}).handledBy(async (deps: { readonly changePassword: ChangePassword }, { body, headers }) => {
  const changed = await deps.changePassword(accessTokenIn(headers), body.currentPassword, body.newPassword);
  if (changed.ok) return { status: 204 };
  const { code, faults } = changed.error;
  return code === 'PASSWORD_WRONG'
    ? { refusal: code, errors: [{ pointer: '#/currentPassword', message: 'is wrong' }] }
    : { refusal: code, ...weakAt('#/newPassword', faults) };
});
