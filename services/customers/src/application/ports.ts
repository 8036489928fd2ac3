import type { Result } from '@orderwire/kernel/result';
import type { Identity, Profile } from '../domain/profile.ts';

/** Why the user pool says no. */
export type SignUpRefusal = 'CODE_NOT_SENT' | 'EMAIL_REFUSED' | 'PASSWORD_TOO_WEAK' | 'TOO_MANY_ATTEMPTS';

export type ConfirmRefusal = 'CODE_INVALID' | 'TOO_MANY_ATTEMPTS';

export type SignInRefusal =
  'CREDENTIALS_WRONG' | 'PASSWORD_RESET_REQUIRED' | 'SIGN_IN_UNFINISHED' | 'TOO_MANY_ATTEMPTS' | 'USER_NOT_CONFIRMED';

export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly tokenType: string;
}

/** The user pool. Addresses are in lower case. */
export interface Users {
  /** An address that has an account already is no refusal, and changes nothing. */
  readonly signUp: (user: {
    readonly email: string;
    readonly password: string;
    readonly name?: string;
  }) => Promise<Result<undefined, SignUpRefusal>>;
  readonly confirm: (email: string, code: string) => Promise<Result<undefined, ConfirmRefusal>>;
  readonly signIn: (
    email: string,
    password: string,
  ) => Promise<Result<{ readonly tokens: Tokens; readonly identity: Identity }, SignInRefusal>>;
}

/** The Customers table. */
export interface Customers {
  readonly find: (customerId: string) => Promise<Profile | undefined>;
  /** Adds the profile and publishes `CustomerRegistered`; a profile that is there already stays as it is. */
  readonly register: (profile: Profile, requestId: string) => Promise<void>;
}
