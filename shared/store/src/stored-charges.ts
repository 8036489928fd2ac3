import * as events from '@orderwire/events-schema/common';
import { invariant } from '@orderwire/kernel/invariant';
import { perItem } from '@orderwire/money/per-item';
import * as z from 'zod/mini';

/**
 * Charges as a row keeps them beside its lines: only what the lines do not say, for a write is billed by the kilobyte of
 * the whole item. What was rounded is kept, never worked out again.
 */
export const storedCharges = z.object({
  country: events.charges.shape.country,
  shipping: events.amountMinor,
  /** Category, rate, taxable amount and tax: names would take most of the room. */
  taxes: z.array(z.tuple([events.vatCategory, events.vatRate, events.amountMinor, events.amountMinor])),
  total: events.amountMinor,
  currency: events.currency,
});

export type StoredCharges = z.infer<typeof storedCharges>;

/** @throws InvariantError for gross prices, discounts and rounding, which a row cannot keep yet: nothing is lost in silence */
export const toStored = ({
  prices,
  country,
  shipping,
  discount,
  taxes,
  rounding,
  total,
  currency,
}: events.Charges): StoredCharges => {
  invariant(
    prices === 'net' && discount === 0 && rounding === 0,
    'A row keeps charges of net prices without discount.',
  );
  return {
    ...{ country, shipping, total, currency },
    taxes: taxes.map(({ category, rate, taxable, tax }) => [category, rate, taxable, tax]),
  };
};

/**
 * Members come in the order of `chargesOf`: who asks again with the same key gets the same text.
 * @param lines those of the same row
 */
export const fromStored = (
  { country, shipping, taxes, total, currency }: StoredCharges,
  lines: readonly events.Line[],
): events.Charges => ({
  country,
  prices: 'net',
  lines: perItem(lines).map(({ itemId, count, unitPrice, vatRate: rate }) => {
    const category = taxes.find((tax) => tax[1] === rate)?.[0] ?? 'S';
    return { itemId, count, category, rate, net: unitPrice * count };
  }),
  shipping,
  discount: 0,
  taxes: taxes.map(([category, rate, taxable, tax]) => ({ category, rate, taxable, tax })),
  rounding: 0,
  total,
  currency,
});
