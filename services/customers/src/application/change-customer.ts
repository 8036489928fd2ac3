import type { Clock } from '@orderwire/kernel/clock';
import { AGAIN, untilDecided } from '@orderwire/kernel/decide';
import { ok, refuse, type Result } from '@orderwire/kernel/result';
import { type Changed, changeProfile, type ProfileChange, type VatIdInvalid } from '../domain/change-profile.ts';
import type { Profile } from '../domain/profile.ts';
import type { By, Customers } from './ports.ts';

export interface CustomerNotFound {
  readonly code: 'CUSTOMER_NOT_FOUND';
}

interface Deps {
  readonly customers: Pick<Customers, 'find' | 'replace'>;
  readonly clock: Clock;
}

/** Writers of one row at a time. */
const MAX_ROUNDS = 5;

/** Decides on the profile as it is, and writes if nobody has since. What is decided to be as it was is not written. */
export const makeChangeKnown =
  ({ customers, clock }: Deps) =>
  <Refusal>(
    customerId: string,
    by: By,
    decide: (profile: Profile) => Result<Changed, Refusal>,
  ): Promise<Result<Profile, Refusal | CustomerNotFound>> =>
    untilDecided<Result<Profile, Refusal | CustomerNotFound>>(customerId, MAX_ROUNDS, async () => {
      const known = await customers.find(customerId);
      if (!known) return refuse({ code: 'CUSTOMER_NOT_FOUND' });
      const decided = decide(known.profile);
      if (!decided.ok) return decided;
      const { profile, changed } = decided.value;
      if (changed.length === 0) return ok(known.profile);
      const isWritten = await customers.replace({ profile, version: known.version + 1 }, changed, clock(), by);
      return isWritten ? ok(profile) : AGAIN;
    });

export interface EmailNeedsCode {
  readonly code: 'EMAIL_NEEDS_CODE';
}

export type ChangeCustomer = (
  customerId: string,
  change: ProfileChange & { readonly email?: string | undefined },
  by: By,
) => Promise<Result<Profile, EmailNeedsCode | VatIdInvalid | CustomerNotFound>>;

/** Changes what the customer, or staff, says of the customer. The address for mail is another only with a code. */
export const makeChangeCustomer = (deps: Deps): ChangeCustomer => {
  const changeKnown = makeChangeKnown(deps);
  return (customerId, { email, ...change }, by) =>
    changeKnown(customerId, by, (profile): Result<Changed, EmailNeedsCode | VatIdInvalid> =>
      email === undefined || email === profile.email
        ? changeProfile(profile, change)
        : refuse({ code: 'EMAIL_NEEDS_CODE' }),
    );
};
