import { defaultAddress, language } from '@orderwire/events-schema/common';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import type { KnownProfile } from '../application/ports.ts';
import type { Profile } from '../domain/profile.ts';

const address = z.object({ ...defaultAddress.shape });

const { phone: _phone, ...billed } = defaultAddress.shape;

const read = rowReader(
  'customer',
  z.object({
    customerId: z.string(),
    email: z.string(),
    name: z.string(),
    phone: z.exactOptional(z.string()),
    defaultAddress: z.exactOptional(address),
    otherAddresses: z.exactOptional(z.array(address)),
    billingAddress: z.exactOptional(z.object(billed)),
    vatId: z.exactOptional(z.string()),
    language: z.exactOptional(language),
    createdAt: z.string(),
    version: z.int().check(z.positive()),
  }),
);

/** A row of the Customers table. @throws TerminalError that names the attributes that do not fit */
export const readCustomer = (item: Parameters<typeof read>[0]): KnownProfile => {
  const { version, ...profile } = read(item);
  return { profile, version };
};

/** Every profile has it: the key of the index that lists them all. */
export const LIST = 'all';

/** What is written of a profile, before the outbox of the write. */
export const customerRow = ({ profile, version }: { readonly profile: Profile; readonly version: number }) => ({
  ...profile,
  listedIn: LIST,
  version,
});

/** `after` holds what an index's key and the table's are made of. */
export const listKey = (after: { readonly customerId: string; readonly createdAt: string }) => ({
  ...after,
  listedIn: LIST,
});

/**
 * The key of what is left of a customer who was erased: the id and when. Nobody else reads such rows; without it a sign-in
 * that was on its way would make a new profile.
 */
export const erasedKey = (customerId: string) => ({ customerId: `erased/${customerId}` });
