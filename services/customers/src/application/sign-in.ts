import { type Clock, isoTime } from '@orderwire/kernel/clock';
import { ok, type Result } from '@orderwire/kernel/result';
import { firstProfile } from '../domain/profile.ts';
import type { Customers, SignInRefusal, Tokens, Users } from './ports.ts';

export type SignIn = (email: string, password: string, requestId: string) => Promise<Result<Tokens, SignInRefusal>>;

/**
 * Signs in and makes sure that the customer has a profile. It is done here and not in a trigger of the user pool, so that
 * it heals itself: whoever holds our tokens has a profile, even if the table was down at the first try.
 */
export const makeSignIn =
  (deps: { readonly users: Pick<Users, 'signIn'>; readonly customers: Customers; readonly clock: Clock }): SignIn =>
  async (email, password, requestId) => {
    const { users, customers, clock } = deps;
    const signedIn = await users.signIn(email, password);
    if (!signedIn.ok) return signedIn;
    const { identity, tokens } = signedIn.value;
    const profile = await customers.find(identity.customerId);
    if (!profile) await customers.register(firstProfile(identity, isoTime(clock())), requestId);
    return ok(tokens);
  };
