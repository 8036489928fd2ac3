import { language } from '@orderwire/events-schema/common';
import { billingAddress, shippingAddress } from '@orderwire/http/address';
import { line } from '@orderwire/http/text';
import { isSame } from '@orderwire/kernel/same';
import * as z from 'zod/mini';
import { email } from './bodies.ts';

/** More than anybody sends to; a row of DynamoDB, which is billed by the kilobyte, holds them all. */
const MAX_ADDRESSES = 20;

const orNone = <S extends z.ZodMiniType>(schema: S) => z.optional(z.nullable(schema));

/** What one may say of a customer. `null` takes away what stands there. */
const fields = {
  name: z.optional(line(100)),
  phone: orNone(line(30)),
  /** All of them; the first is the default. */
  addresses: z.optional(z.array(shippingAddress).check(z.maxLength(MAX_ADDRESSES))),
  /** The first of them, alone. */
  defaultAddress: orNone(shippingAddress),
  billingAddress: orNone(
    billingAddress.check(
      z.refine(({ vatId }) => vatId === undefined, { error: 'stands beside the address here', path: ['vatId'] }),
    ),
  ),
  vatId: orNone(line(30)),
  language: orNone(language),
};

interface Addresses {
  readonly addresses?: readonly unknown[] | undefined;
  readonly defaultAddress?: unknown;
}

const oneDefault = z.refine<Addresses>(
  ({ addresses, defaultAddress }) =>
    addresses === undefined || defaultAddress === undefined || isSame(addresses[0] ?? null, defaultAddress),
  { error: 'is the first of addresses: send one of the two, or both alike', path: ['defaultAddress'] },
);

/** What was read may be sent back: what nobody can change stands there as it is. */
export const changeCustomerBody = z
  .strictObject({
    ...fields,
    customerId: z.optional(z.string()),
    email: z.optional(email),
    createdAt: z.optional(z.string()),
  })
  .check(oneDefault);

/** Who invites somebody says the address. Customers themselves say what they like, or nothing. */
export const createCustomerBody = z.optional(z.strictObject({ ...fields, email: z.optional(email) }).check(oneDefault));
