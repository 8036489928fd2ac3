import { refuse, type Result } from '@orderwire/kernel/result';
import { passwordFaults } from '../domain/password.ts';
import type { Administration, ResetRefusal, Users } from './ports.ts';

interface ResetRefused {
  readonly code: ResetRefusal;
  readonly faults?: readonly string[];
}

export type ResetPassword = (email: string, code: string, password: string) => Promise<Result<undefined, ResetRefused>>;

/**
 * Sets a new password with the code from the mail, and signs out everywhere: whoever knew the old one is out. When that fails the
 * new password counts nevertheless, and the code is used up: the caller is told of a failure, and may forget the password again.
 */
export const makeResetPassword =
  (deps: {
    readonly users: Pick<Users, 'resetPassword'>;
    readonly administration: Pick<Administration, 'signOutEverywhere'>;
  }): ResetPassword =>
  async (email, code, password) => {
    const faults = passwordFaults(password);
    if (faults.length > 0) return refuse({ code: 'PASSWORD_TOO_WEAK', faults });
    const reset = await deps.users.resetPassword(email, code, password);
    if (!reset.ok) return refuse({ code: reset.error });
    await deps.administration.signOutEverywhere(email);
    return reset;
  };
