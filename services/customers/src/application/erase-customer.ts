import type { Clock } from '@orderwire/kernel/clock';
import { AGAIN, untilDecided } from '@orderwire/kernel/decide';
import { ok, refuse, type Result } from '@orderwire/kernel/result';
import type { CustomerNotFound } from './change-customer.ts';
import type { Administration, By, Customers } from './ports.ts';

export type EraseCustomer = (customerId: string, by: By) => Promise<Result<undefined, CustomerNotFound>>;

/** Somebody else may change the profile while it is to go. */
const MAX_ROUNDS = 5;

/**
 * Erases what this service keeps of a customer: the profile, then the user. The row goes first, with the event in the same
 * write; when the pool cannot be reached after it, the caller is told that it failed and asks again, and whoever still signs
 * in is removed then. Open orders do not hold it back: they have what they need, and forget it when they end.
 */
export const makeEraseCustomer =
  (deps: {
    readonly customers: Pick<Customers, 'find' | 'erase' | 'isErased'>;
    readonly administration: Pick<Administration, 'remove'>;
    readonly clock: Clock;
  }): EraseCustomer =>
  async (customerId, by) => {
    const { customers, administration, clock } = deps;
    const isKnown = await untilDecided(customerId, MAX_ROUNDS, async () => {
      const known = await customers.find(customerId);
      if (!known) return customers.isErased(customerId);
      return (await customers.erase(known, clock(), by)) || AGAIN;
    });
    if (!isKnown) return refuse({ code: 'CUSTOMER_NOT_FOUND' });
    await administration.remove(customerId);
    return ok(undefined);
  };
