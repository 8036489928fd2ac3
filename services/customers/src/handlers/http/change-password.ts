import { route } from '@orderwire/http/route';
import type { Users } from '../../application/ports.ts';
import { passwordFaults } from '../../domain/password.ts';
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
}).handledBy(async ({ users }: { readonly users: Pick<Users, 'changePassword'> }, { body, headers }) => {
  const { currentPassword, newPassword } = body;
  const faults = passwordFaults(newPassword);
  if (faults.length > 0) return { refusal: 'PASSWORD_TOO_WEAK', ...weakAt('#/newPassword', faults) };
  const changed = await users.changePassword(accessTokenIn(headers), currentPassword, newPassword);
  if (changed.ok) return { status: 204 };
  return changed.error === 'PASSWORD_WRONG'
    ? { refusal: changed.error, errors: [{ pointer: '#/currentPassword', message: 'is wrong' }] }
    : { refusal: changed.error };
});
