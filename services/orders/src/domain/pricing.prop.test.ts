import { describe, expect, it } from '@jest/globals';
import * as common from '@orderwire/events-schema/common';
import { VAT_CLASSES } from '@orderwire/money/vat-classes';
import { totalsOf } from '@orderwire/money/totals';
import { fromStored, storedCharges, toStored } from '@orderwire/store/stored-charges';
import fc from 'fast-check';
import { TERMS } from '../testing/builders.ts';
import { type Price, mergeLines, priceLines } from './pricing.ts';

const ITEMS = ['mug', 'cup', 'pot', 'tray'] as const;

const pricesArb = fc
  .tuple(
    ...ITEMS.map((itemId) =>
      fc.record({
        itemId: fc.constant(itemId),
        title: fc.constant(itemId),
        category: fc.constant('kitchen'),
        priceMinor: fc.integer({ min: 0, max: 10_000_000 }),
        vatClass: fc.constantFrom(...VAT_CLASSES),
        currency: fc.constant('EUR'),
      }),
    ),
  )
  .map((list) => new Map<string, Price>(list.map((price) => [price.itemId, price])));

const wantedArb = fc.array(fc.record({ itemId: fc.constantFrom(...ITEMS), count: fc.integer({ min: 1, max: 9 }) }), {
  minLength: 1,
  maxLength: 10,
});

const termsArb = fc
  .record({
    prices: fc.constantFrom('gross' as const, 'net' as const),
    usesOneStopShop: fc.boolean(),
    isSmallBusiness: fc.boolean(),
    flatMinor: fc.integer({ min: 0, max: 100_000 }),
    freeFromMinor: fc.integer({ min: 0, max: 1_000_000 }),
    shippingTax: fc.constantFrom('shared' as const, 'highest' as const),
  })
  .map(({ prices, usesOneStopShop, isSmallBusiness, ...terms }) => ({
    ...terms,
    seller: { ...TERMS.seller, prices, usesOneStopShop, isSmallBusiness },
  }));

const buyerArb = fc.record({
  place: fc.constantFrom(
    { country: 'DE' },
    { country: 'AT' },
    { country: 'CH' },
    { country: 'DE', postalCode: '27498' },
  ),
  vatId: fc.constantFrom(undefined, 'ATU13585627'),
});

describe('whatever is wanted at whatever price', () => {
  it('adds up, in whole minor units: items + tax + shipping = total', () => {
    fc.assert(
      fc.property(wantedArb, pricesArb, termsArb, buyerArb, (wanted, prices, terms, buyer) => {
        const priced = priceLines(wanted, prices, terms, buyer);
        if (!priced.ok) throw new Error(priced.error.code);
        const { lines, charges } = priced.value;
        expect(common.charges.parse(charges)).toEqual(charges);
        const totals = totalsOf(charges);
        const isIncluded = terms.seller.prices === 'gross';
        expect(totals.items + totals.shipping + (isIncluded ? 0 : totals.tax)).toBe(totals.total);
        const listed = lines.reduce((sum, line) => sum + line.unitPrice * line.count, 0);
        const isRelieved = isIncluded && lines.some(({ category }) => category === 'G' || category === 'K');
        if (isRelieved) expect(totals.items).toBeLessThanOrEqual(listed);
        else expect(totals.items).toBe(listed);
        expect(charges.taxes.every(({ category, tax }) => category === 'S' || tax === 0)).toBe(true);
      }),
    );
  });

  it('is kept by a row without the lines of what is charged, and read from it again', () => {
    fc.assert(
      fc.property(wantedArb, pricesArb, termsArb, buyerArb, (wanted, prices, terms, buyer) => {
        const priced = priceLines(wanted, prices, terms, buyer);
        if (!priced.ok) throw new Error(priced.error.code);
        const { lines, charges } = priced.value;
        const stored = toStored({ lines, charges });
        expect(storedCharges.parse(stored.charges)).toEqual(stored.charges);
        expect(fromStored(stored)).toEqual({ lines, charges });
      }),
    );
  });

  it('costs the same in any order', () => {
    fc.assert(
      fc.property(wantedArb, pricesArb, termsArb, buyerArb, (wanted, prices, terms, buyer) => {
        const there = priceLines(wanted, prices, terms, buyer);
        const back = priceLines(wanted.toReversed(), prices, terms, buyer);
        expect(there.ok && totalsOf(there.value.charges)).toEqual(back.ok && totalsOf(back.value.charges));
      }),
      // What shipping cannot be divided by is met rarely by chance.
      { numRuns: 1_000 },
    );
  });

  it('loses no piece when entries of an item are merged, and leaves each item one line', () => {
    fc.assert(
      fc.property(wantedArb, (wanted) => {
        const merged = mergeLines(wanted);
        const pieces = (lines: readonly { readonly count: number }[]) =>
          lines.reduce((sum, { count }) => sum + count, 0);
        expect(pieces(merged)).toBe(pieces(wanted));
        expect(new Set(merged.map(({ itemId }) => itemId)).size).toBe(merged.length);
        expect(merged.flatMap(({ positions }) => positions).sort((a, b) => a - b)).toEqual(
          wanted.map((_, index) => index),
        );
      }),
    );
  });
});
