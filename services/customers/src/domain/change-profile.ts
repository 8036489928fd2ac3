import type { DefaultAddress } from '@orderwire/events-schema/common';
import type { Language } from '@orderwire/kernel/languages';
import { ok, refuse, type Result } from '@orderwire/kernel/result';
import { isSame } from '@orderwire/kernel/same';
import { vatIdOf, type VatIdRefusal } from '@orderwire/money/vat-id';
import { addressesOf, type BillingAddress, type Profile } from './profile.ts';

/** What is absent stays, what is `null` goes. */
export interface ProfileChange {
  readonly name?: string | undefined;
  readonly phone?: string | null | undefined;
  /** All of them, the default first. */
  readonly addresses?: readonly DefaultAddress[] | undefined;
  /** Takes the place of the first; the others stay. */
  readonly defaultAddress?: DefaultAddress | null | undefined;
  readonly billingAddress?: BillingAddress | null | undefined;
  /** As somebody writes it. */
  readonly vatId?: string | null | undefined;
  readonly language?: Language | null | undefined;
}

export interface VatIdInvalid extends VatIdRefusal {
  readonly code: 'VAT_ID_INVALID';
}

export interface Changed {
  readonly profile: Profile;
  /** Names of what is another now; empty when nothing is. */
  readonly changed: readonly string[];
}

type Field = 'name' | 'phone' | 'billingAddress' | 'vatId' | 'language';

const FIELDS = ['name', 'phone', 'billingAddress', 'vatId', 'language'] as const satisfies readonly Field[];

const withoutHoles = <T extends object>(value: T): T =>
  Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined && member !== null)
      .map(([name, member]: [string, unknown]) => [
        name,
        typeof member === 'object' && !Array.isArray(member) ? withoutHoles(member as object) : member,
      ]),
  ) as T;

const wishedAddresses = (profile: Profile, { addresses, defaultAddress }: ProfileChange): readonly DefaultAddress[] => {
  const known = addressesOf(profile);
  if (addresses !== undefined) return addresses;
  if (defaultAddress === undefined) return known;
  return defaultAddress === null ? known.slice(1) : [defaultAddress, ...known.slice(1)];
};

/** The profile as it is to be. What stands there already changes nothing. */
export const changeProfile = (profile: Profile, change: ProfileChange): Result<Changed, VatIdInvalid> => {
  const vatId = typeof change.vatId === 'string' ? vatIdOf(change.vatId) : ok(change.vatId);
  if (!vatId.ok) return refuse({ code: 'VAT_ID_INVALID', ...vatId.error });
  const given: ProfileChange = { ...change, vatId: vatId.value };
  const [defaultAddress, ...others] = wishedAddresses(profile, change).map(withoutHoles);
  const fields = Object.fromEntries(
    FIELDS.map((field) => [field, given[field] === undefined ? profile[field] : given[field]]),
  );
  const wished = withoutHoles({
    ...profile,
    ...fields,
    defaultAddress,
    otherAddresses: others.length > 0 ? others : undefined,
  }) as Profile;
  const changed = [
    ...FIELDS.filter((field) => !isSame(wished[field], profile[field])),
    ...(isSame(addressesOf(wished), addressesOf(profile)) ? [] : ['addresses']),
  ];
  return ok({ profile: wished, changed });
};
