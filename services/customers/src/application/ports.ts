import type { Result } from '@orderwire/kernel/result';
import type { Identity, Profile } from '../domain/profile.ts';

/** Why the user pool says no. */
export type SignUpRefusal = 'CODE_NOT_SENT' | 'EMAIL_REFUSED' | 'PASSWORD_TOO_WEAK' | 'TOO_MANY_ATTEMPTS';

export type ConfirmRefusal = 'CODE_INVALID' | 'TOO_MANY_ATTEMPTS';

export type SendRefusal = 'CODE_NOT_SENT' | 'TOO_MANY_ATTEMPTS';

export type ResetRefusal = ConfirmRefusal | 'PASSWORD_TOO_WEAK';

export type SignInRefusal =
  | 'CREDENTIALS_WRONG'
  | 'PASSWORD_RESET_REQUIRED'
  | 'PASSWORD_TOO_WEAK'
  | 'SIGN_IN_UNFINISHED'
  | 'TOO_MANY_ATTEMPTS'
  | 'USER_NOT_CONFIRMED';

export type RefreshRefusal = 'REFRESH_TOKEN_INVALID' | 'TOO_MANY_ATTEMPTS';

export type ChangePasswordRefusal = 'PASSWORD_TOO_WEAK' | 'PASSWORD_WRONG' | 'SESSION_ENDED' | 'TOO_MANY_ATTEMPTS';

export type ChangeEmailRefusal = 'EMAIL_REFUSED' | 'SESSION_ENDED' | SendRefusal;

export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
  /** A refresh gives none: the one that it was asked with stays. */
  readonly refreshToken?: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly tokenType: string;
}

export interface SignedIn {
  readonly tokens: Tokens;
  readonly identity: Identity;
}

type Done<Refusal> = Promise<Result<undefined, Refusal>>;

/** The user pool, as its users reach it. Addresses are in lower case. */
export interface Users {
  /** An address that has an account already is no refusal, and changes nothing. */
  readonly signUp: (user: {
    readonly email: string;
    readonly password: string;
    readonly name?: string;
  }) => Done<SignUpRefusal>;
  readonly confirm: (email: string, code: string) => Done<ConfirmRefusal>;
  /** Mails another code to whoever is not confirmed; nobody else is a refusal. */
  readonly resendCode: (email: string) => Done<SendRefusal>;
  /** @param newPassword for whoever was invited: it replaces the temporary one */
  readonly signIn: (email: string, password: string, newPassword?: string) => Promise<Result<SignedIn, SignInRefusal>>;
  readonly refresh: (refreshToken: string) => Promise<Result<SignedIn, RefreshRefusal>>;
  /** A token that is none is no refusal: nobody is signed in with it. */
  readonly signOut: (refreshToken: string) => Promise<void>;
  /** Mails a code to whoever may choose a new password; nobody else is a refusal. */
  readonly forgotPassword: (email: string) => Done<SendRefusal>;
  readonly resetPassword: (email: string, code: string, password: string) => Done<ResetRefusal>;
  readonly changePassword: (accessToken: string, current: string, wished: string) => Done<ChangePasswordRefusal>;
  /** Mails a code to the new address. One that somebody else has is no refusal, and gets no mail. */
  readonly changeEmail: (accessToken: string, email: string) => Done<ChangeEmailRefusal>;
  /** @returns the address that counts from now on */
  readonly confirmEmail: (
    accessToken: string,
    code: string,
  ) => Promise<Result<string, ConfirmRefusal | 'SESSION_ENDED'>>;
}

/** The user pool, as the shop reaches it. A user is named by the id or by the address. */
export interface Administration {
  /** Makes a user, who gets a temporary password by mail. `new` is false where the address has one. */
  readonly invite: (
    email: string,
    name: string | undefined,
  ) => Promise<
    Result<{ readonly customerId: string; readonly isNew: boolean; readonly isInvited: boolean }, 'EMAIL_REFUSED'>
  >;
  /** Ends every refresh token. Somebody who does not exist has none. */
  readonly signOutEverywhere: (user: string) => Promise<void>;
  /** Somebody who does not exist is removed. */
  readonly remove: (customerId: string) => Promise<void>;
}

export interface KnownProfile {
  readonly profile: Profile;
  /** Of the row: a write names the one that it has seen. */
  readonly version: number;
}

/** Who does it, and for which request. */
export interface By {
  readonly type: 'customer' | 'staff';
  readonly id: string;
  readonly requestId: string;
  /** What staff say of why. */
  readonly reason?: string | undefined;
}

/** The Customers table. */
export interface Customers {
  readonly find: (customerId: string) => Promise<KnownProfile | undefined>;
  readonly findByEmail: (email: string) => Promise<Profile | undefined>;
  /** Newest first. A cursor is where the page before ended. */
  readonly list: (
    limit: number,
    from: ListPosition | undefined,
  ) => Promise<{ readonly profiles: readonly Profile[]; readonly next?: ListPosition }>;
  /** Adds the profile and publishes `CustomerRegistered`; one that is there already stays as it is. `erased`: never again. */
  readonly register: (profile: Profile, by: By) => Promise<'registered' | 'known' | 'erased'>;
  /** Publishes `CustomerUpdated`. False when somebody else has changed the row since. */
  readonly replace: (known: KnownProfile, changed: readonly string[], at: number, by: By) => Promise<boolean>;
  /** Removes the row and publishes `CustomerErased`. False when somebody else has changed the row since. */
  readonly erase: (known: KnownProfile, at: number, by: By) => Promise<boolean>;
  readonly isErased: (customerId: string) => Promise<boolean>;
}

export interface ListPosition {
  readonly customerId: string;
  readonly createdAt: string;
}
