import { type Clock, isoTime } from '@orderwire/kernel/clock';
import { ok, type Result } from '@orderwire/kernel/result';
import { firstProfile } from '../domain/profile.ts';
import type { Customers, Tokens, UserRefusal, Users } from './ports.ts';

/**
 * Signs in and makes sure that the customer has a profile. Doing it here, and not in a trigger of the user pool, heals
 * itself: whoever holds tokens of ours has a profile, also when the table was down at the first try.
 */
export const makeSignIn =
  ({ users, customers, clock }: { readonly users: Users; readonly customers: Customers; readonly clock: Clock }) =>
  async (email: string, password: string, requestId: string): Promise<Result<Tokens, UserRefusal>> => {
    const signedIn = await users.signIn(email, password);
    if (!signedIn.ok) return signedIn;
    const { identity, tokens } = signedIn.value;
    const profile = await customers.find(identity.customerId);
    if (!profile) await customers.register(firstProfile(identity, isoTime(clock())), requestId);
    return ok(tokens);
  };
