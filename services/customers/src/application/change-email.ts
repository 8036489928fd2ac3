import type { Clock } from '@orderwire/kernel/clock';
import { ok, refuse, type Result } from '@orderwire/kernel/result';
import { makeChangeKnown } from './change-customer.ts';
import type { ChangeEmailRefusal, ConfirmRefusal, Customers, Users } from './ports.ts';
import type { Profile } from '../domain/profile.ts';

export type ChangeEmail = (wish: {
  readonly customerId: string;
  readonly accessToken: string;
  readonly email: string;
  readonly password: string;
}) => Promise<Result<undefined, ChangeEmailRefusal | 'PASSWORD_WRONG' | 'PROFILE_MISSING'>>;

/**
 * Mails a code to the new address. The password is asked for once more: whoever found a browser open, or a token, does not get the
 * account by it.
 */
export const makeChangeEmail =
  (deps: {
    readonly users: Pick<Users, 'changeEmail' | 'signIn' | 'signOut'>;
    readonly customers: Pick<Customers, 'find'>;
  }): ChangeEmail =>
  async ({ customerId, accessToken, email, password }) => {
    const known = await deps.customers.find(customerId);
    if (!known) return refuse('PROFILE_MISSING');
    const proven = await deps.users.signIn(known.profile.email, password);
    if (!proven.ok) return refuse(proven.error === 'TOO_MANY_ATTEMPTS' ? proven.error : 'PASSWORD_WRONG');
    const { refreshToken } = proven.value.tokens;
    if (refreshToken !== undefined) await deps.users.signOut(refreshToken);
    return deps.users.changeEmail(accessToken, email);
  };

export type ConfirmEmail = (given: {
  readonly customerId: string;
  readonly accessToken: string;
  readonly code: string;
  readonly requestId: string;
}) => Promise<Result<Profile, ConfirmRefusal | 'PROFILE_MISSING' | 'SESSION_ENDED'>>;

/** The user pool has the new address first. Where the profile could not follow, the next sign-in or refresh writes it. */
export const makeConfirmEmail =
  (deps: {
    readonly users: Pick<Users, 'confirmEmail'>;
    readonly customers: Pick<Customers, 'find' | 'replace'>;
    readonly clock: Clock;
  }): ConfirmEmail =>
  async ({ customerId, accessToken, code, requestId }) => {
    const confirmed = await deps.users.confirmEmail(accessToken, code);
    if (!confirmed.ok) return confirmed;
    const changed = await makeChangeKnown(deps)(
      customerId,
      { type: 'customer', id: customerId, requestId },
      (profile) => ok({ profile: { ...profile, email: confirmed.value }, changed: ['email'] }),
    );
    return changed.ok ? changed : refuse('PROFILE_MISSING');
  };
