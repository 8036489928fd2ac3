import { amountMinor, language } from '@orderwire/events-schema/common';
import { billingAddress, shippingAddress } from '@orderwire/http/address';
import { itemOptions } from '@orderwire/http/item-options';
import { line } from '@orderwire/http/text';
import * as z from 'zod/mini';
import type { BillingAddress, ShippingAddress } from '../../domain/recipient.ts';
import { token } from '@orderwire/http/names';

/** Entries of one request, before equal ones are merged. */
const MAX_ENTRIES = 100;

const count = z.int().check(z.minimum(1), z.maximum(99));
const isOneOf = (one: unknown, other: unknown): boolean => (one === undefined) !== (other === undefined);

/** Shops' clients use both names of both fields. Of two at once nobody would know which one counts. */
const entry = z
  .strictObject({
    id: z.optional(line(200)),
    productId: z.optional(line(200)),
    count: z.optional(count),
    quantity: z.optional(count),
    /** The same as `options.color`. */
    color: z.optional(line(50)),
    options: z.optional(itemOptions),
  })
  .check(
    z.refine(({ id, productId }) => isOneOf(id, productId), 'has either id or productId'),
    z.refine(({ count, quantity }) => isOneOf(count, quantity), 'has either count or quantity'),
    z.refine(({ color, options: more }) => color === undefined || more?.['color'] === undefined, {
      error: 'stands beside options.color: name one of the two',
      path: ['color'],
    }),
  );

export const items = z.array(entry).check(z.minLength(1), z.maxLength(MAX_ENTRIES));

export const placeOrderBody = z.strictObject({
  items,
  shippingAddress: z.optional(shippingAddress),
  billingAddress: z.optional(billingAddress),
  discountCode: z.optional(line(100)),
  payment: z.optional(z.strictObject({ method: token(30), token: token(200) })),
  language: z.optional(language),
  /** What the customer was shown as `totals.total`, in minor units: at another total nothing is ordered. */
  expectedTotal: z.optional(amountMinor),
});

export type PlaceOrderBody = z.infer<typeof placeOrderBody>;

type Items = Pick<PlaceOrderBody, 'items'>;

export const wantedOf = ({ items: sent }: Items) =>
  sent.map(({ id, productId, count: counted, quantity, color, options: named }) => ({
    id: id ?? productId ?? '',
    count: counted ?? quantity ?? 0,
    options: { ...(color !== undefined && { color }), ...named },
  }));

/** What the body wishes for, in our own words. */
export const wishOf = (rest: PlaceOrderBody) => ({
  wanted: wantedOf(rest),
  shippingAddress: rest.shippingAddress satisfies ShippingAddress | undefined,
  billingAddress: rest.billingAddress satisfies BillingAddress | undefined,
  payment: rest.payment,
  discountCode: rest.discountCode,
  language: rest.language,
  expectedTotal: rest.expectedTotal,
});

/** JSON pointers to what the customer wrote at these places. */
export const itemPointers = ({ items: sent }: Items, positions: readonly number[]): readonly string[] =>
  positions.map((position) => `#/items/${position}/${sent[position]?.id === undefined ? 'productId' : 'id'}`);

export const countPointers = ({ items: sent }: Items, positions: readonly number[]): readonly string[] =>
  positions.map((position) => `#/items/${position}/${sent[position]?.count === undefined ? 'quantity' : 'count'}`);

/** Where the customer named an option, or could have. */
export const optionPointer = ({ items: sent }: Items, position: number, option: string): string => {
  const named = sent[position];
  if (option === 'id' || (option === 'color' && named?.options?.['color'] === undefined))
    return `#/items/${position}/${option}`;
  return `#/items/${position}/options/${option}`;
};
