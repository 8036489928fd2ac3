import { refuse, type Result } from '@orderwire/kernel/result';
import { passwordFaults } from '../domain/password.ts';
import type { ChangePasswordRefusal, Users } from './ports.ts';

interface ChangePasswordRefused {
  readonly code: ChangePasswordRefusal;
  /** The rules that the new one breaks. */
  readonly faults?: readonly string[];
}

export type ChangePassword = (
  accessToken: string,
  current: string,
  wished: string,
) => Promise<Result<undefined, ChangePasswordRefused>>;

/** A new password for whoever knows the one that counts. */
export const makeChangePassword =
  ({ users }: { readonly users: Pick<Users, 'changePassword'> }): ChangePassword =>
  async (accessToken, current, wished) => {
    const faults = passwordFaults(wished);
    if (faults.length > 0) return refuse({ code: 'PASSWORD_TOO_WEAK', faults });
    const changed = await users.changePassword(accessToken, current, wished);
    return changed.ok ? changed : refuse({ code: changed.error });
  };
