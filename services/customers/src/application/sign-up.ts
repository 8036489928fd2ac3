import { refuse, type Result } from '@orderwire/kernel/result';
import { passwordFaults } from '../domain/password.ts';
import type { SignUpRefusal, Users } from './ports.ts';

interface SignUpRefused {
  readonly code: SignUpRefusal;
  /** The rules that the password breaks. */
  readonly faults?: readonly string[];
}

export type SignUp = (user: Parameters<Users['signUp']>[0]) => Promise<Result<undefined, SignUpRefused>>;

/** Registers a user, who then gets a code by mail. The answer does not tell whether the address has an account. */
export const makeSignUp =
  ({ users }: { readonly users: Pick<Users, 'signUp'> }): SignUp =>
  async (user) => {
    const faults = passwordFaults(user.password);
    if (faults.length > 0) return refuse({ code: 'PASSWORD_TOO_WEAK', faults });
    const signedUp = await users.signUp(user);
    return signedUp.ok ? signedUp : refuse({ code: signedUp.error });
  };
