import { type Clock, isoTime } from '@orderwire/kernel/clock';
import { ok, refuse, type Result } from '@orderwire/kernel/result';
import { passwordFaults } from '../domain/password.ts';
import { firstProfile, type Identity } from '../domain/profile.ts';
import { makeChangeKnown } from './change-customer.ts';
import type { Administration, Customers, RefreshRefusal, SignedIn, SignInRefusal, Tokens, Users } from './ports.ts';

interface Deps {
  readonly users: Pick<Users, 'signIn' | 'refresh' | 'signOut'>;
  readonly customers: Customers;
  readonly administration: Pick<Administration, 'remove'>;
  readonly clock: Clock;
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** Instead of a temporary one. */
  readonly newPassword?: string;
}

export interface SignInRefused {
  readonly code: SignInRefusal;
  readonly faults?: readonly string[];
}

export type SignIn = (credentials: Credentials, requestId: string) => Promise<Result<Tokens, SignInRefused>>;
export type Refresh = (refreshToken: string, requestId: string) => Promise<Result<Tokens, RefreshRefusal>>;

/**
 * Makes sure that whoever holds our tokens has a profile, with the address that the user pool has confirmed. It is done here and
 * not in a trigger of the user pool, so that it heals itself, even if the table was down at the first try. False for somebody
 * who was erased while the pool could not be reached: the user goes now.
 */
const makeWelcome =
  ({ customers, administration, clock }: Deps) =>
  async (identity: Identity, requestId: string): Promise<boolean> => {
    const { customerId, email } = identity;
    const by = { type: 'customer', id: customerId, requestId } as const;
    const known = await customers.find(customerId);
    if (known?.profile.email === email) return true;
    if (known) {
      const changeKnown = makeChangeKnown({ customers, clock });
      await changeKnown(customerId, by, (profile) => ok({ profile: { ...profile, email }, changed: ['email'] }));
      return true;
    }
    if ((await customers.register(firstProfile(identity, isoTime(clock())), by)) !== 'erased') return true;
    await administration.remove(customerId);
    return false;
  };

/** Signs in; somebody who was invited replaces the temporary password with it. */
export const makeSignIn = (deps: Deps): SignIn => {
  const welcome = makeWelcome(deps);
  return async ({ email, password, newPassword }, requestId) => {
    const faults = newPassword === undefined ? [] : passwordFaults(newPassword);
    if (faults.length > 0) return refuse({ code: 'PASSWORD_TOO_WEAK', faults });
    const signedIn = await deps.users.signIn(email, password, newPassword);
    if (!signedIn.ok) return refuse({ code: signedIn.error });
    const { identity, tokens }: SignedIn = signedIn.value;
    return (await welcome(identity, requestId)) ? ok(tokens) : refuse({ code: 'CREDENTIALS_WRONG' });
  };
};

/** New access and id tokens for a refresh token. */
export const makeRefresh = (deps: Deps): Refresh => {
  const welcome = makeWelcome(deps);
  return async (refreshToken, requestId) => {
    const refreshed = await deps.users.refresh(refreshToken);
    if (!refreshed.ok) return refreshed;
    const { identity, tokens } = refreshed.value;
    return (await welcome(identity, requestId)) ? ok(tokens) : refuse('REFRESH_TOKEN_INVALID');
  };
};
