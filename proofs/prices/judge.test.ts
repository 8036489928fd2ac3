import { describe, expect, it } from '@jest/globals';
import { type Basket, type Charges, chargesOf } from '@orderwire/money/charges';
import { NOTHING, partOf, type Taken } from '@orderwire/money/parts';
import { judgeDocument, judgeOrder, judgeParts } from './judge.ts';
import { provePrices } from './prove.ts';

const BASKET: Basket = {
  ...{ country: 'DE', currency: 'EUR', prices: 'gross', shipping: 490, shippingTax: 'shared' },
  lines: [
    { itemId: 'mug', count: 3, unitPrice: 1_999, category: 'S', rate: 19_000, relieved: 0 },
    { itemId: 'tea', count: 2, unitPrice: 999, category: 'S', rate: 7_000, relieved: 0 },
  ],
  discount: { itemIds: new Set(['tea']), off: { percent: 10_000 } },
};
const ORDER = chargesOf(BASKET);
const [mug, tea] = ORDER.lines;
const [high, low] = ORDER.taxes;

/** Everything in an order that can be a minor unit off. */
const OFF: readonly (readonly [string, Charges])[] = [
  ['the total', { ...ORDER, total: ORDER.total + 1 }],
  ['the rounding', { ...ORDER, rounding: 1 }],
  ['the shipping', { ...ORDER, shipping: ORDER.shipping - 1 }],
  ['the discount', { ...ORDER, discount: ORDER.discount + 1 }],
  ['a tax', { ...ORDER, taxes: [{ ...high!, tax: high!.tax + 1 }, low!] }],
  ['what is taxable', { ...ORDER, taxes: [high!, { ...low!, taxable: low!.taxable - 1 }] }],
  ['a gross amount', { ...ORDER, lines: [{ ...mug!, gross: mug!.gross! + 1 }, tea!] }],
  // One may be more, and another one less, where both are rounded.
  ['a net amount', { ...ORDER, lines: [{ ...mug!, net: mug!.net + 2 }, tea!] }],
  ['a line’s discount', { ...ORDER, lines: [mug!, { ...tea!, discount: tea!.discount! - 1 }] }],
];

const all: Taken = { counts: new Map([['mug', 3], ['tea', 2]]), shipping: 490 }; // prettier-ignore

describe('the judge of prices', () => {
  it('finds nothing wrong with an order, and with the order as its own part', () => {
    const whole = { whole: ORDER, parts: [partOf(ORDER, NOTHING, all)] };
    expect([...judgeOrder(BASKET, ORDER), ...judgeDocument(ORDER), ...judgeParts(whole)]).toEqual([]);
  });

  it.each(OFF)('sees that %s is off, in the order and against its parts', (_, off) => {
    expect(judgeParts({ whole: ORDER, parts: [off] })).not.toEqual([]);
    expect([...judgeOrder(BASKET, off), ...judgeDocument(off)]).not.toEqual([]);
  });

  it('refuses as a document what three items of 10 ISK cost at 24 %, taxed one by one', () => {
    const lines = ['a', 'b', 'c'].map((itemId) => ({
      ...{ itemId, count: 1, unitPrice: 10, category: 'S', rate: 24_000, relieved: 0 },
    })) as Basket['lines'];
    const order = chargesOf({ ...BASKET, prices: 'net', currency: 'ISK', lines, shipping: 0, discount: undefined });
    const [tax] = order.taxes;
    expect(judgeDocument(order)).toEqual([]);
    expect(judgeDocument({ ...order, taxes: [{ ...tax!, tax: 6 }], total: 36 })).toEqual([
      'tax is taxable × rate (BR-CO-17, BR-S-09)',
    ]);
  });
});

it('three hundred baskets hold', () => {
  const { holds, report } = provePrices(300, 7);
  expect(report).toMatchObject({ cases: 300, mismatches: [] });
  expect(holds).toBe(true);
});
