import { describe, expect, it } from '@jest/globals';
import { type Charges, chargesOf } from './charges.ts';
import { NOTHING, partOf, type Taken, together } from './parts.ts';

const orderOf = (prices: Charges['prices'], unitPrice: number, count: number, shipping = 0): Charges =>
  chargesOf({
    ...{ country: 'DE', currency: 'EUR', prices, shipping, shippingTax: 'shared' },
    lines: [{ itemId: 'mug', unitPrice, count, category: 'S', rate: 19_000, relieved: 0 }],
  });

const mugs = (count: number, shipping = 0): Taken => ({ counts: new Map([['mug', count]]), shipping });

describe('a part', () => {
  it('that is the whole costs what the whole costs', () => {
    const order = orderOf('gross', 1_999, 3, 490);
    expect(partOf(order, NOTHING, mugs(3, 490))).toEqual(order);
  });

  it('adds up to the whole with the others: its tax alone would not', () => {
    const order = orderOf('net', 2, 2);
    const parts = [partOf(order, NOTHING, mugs(1)), partOf(order, mugs(1), mugs(1))];
    expect(order.taxes[0]).toMatchObject({ taxable: 4, tax: 1 });
    expect(parts.map(({ total, taxes }) => [taxes[0]?.taxable, taxes[0]?.tax, total])).toEqual([
      [2, 1, 3],
      [2, 0, 2],
    ]);
  });

  it('of gross prices keeps them, and says what it rounds', () => {
    const order = orderOf('gross', 3, 3);
    const parts = [0, 1, 2].map((before) => partOf(order, mugs(before), mugs(1)));
    expect(parts.map(({ total }) => total)).toEqual([3, 3, 3]);
    for (const { taxes, rounding, total } of parts)
      expect(taxes.reduce((sum, { taxable, tax }) => sum + taxable + tax, rounding)).toBe(total);
    expect(parts.reduce((sum, { rounding }) => sum + rounding, 0)).toBe(order.rounding);
  });

  it('can be cut into parts again', () => {
    const shipment = partOf(orderOf('net', 333, 5, 490), mugs(1), mugs(4, 490));
    const refunds = [partOf(shipment, NOTHING, mugs(1)), partOf(shipment, mugs(1), mugs(3, 490))];
    expect(refunds.reduce((sum, { total }) => sum + total, 0)).toBe(shipment.total);
  });

  it('adds up at 100 %, too, where net and tax of an odd price cannot be the same', () => {
    const order = chargesOf({
      ...{ country: 'DE', currency: 'EUR', prices: 'gross', shipping: 0, shippingTax: 'shared' },
      lines: [{ itemId: 'mug', unitPrice: 1, count: 3, category: 'S', rate: 100_000, relieved: 0 }],
    });
    expect(order.taxes).toMatchObject([{ taxable: 2, tax: 1 }]);
    const parts = [0, 1, 2].map((before) => partOf(order, mugs(before), mugs(1)));
    expect(parts.flatMap(({ taxes }) => taxes).reduce((sum, { tax }) => sum + tax, 0)).toBe(1);
    expect(partOf(order, NOTHING, mugs(3))).toEqual(order);
  });

  it('may be shipping alone', () => {
    const order = orderOf('gross', 1_190, 1, 119);
    expect(partOf(order, NOTHING, mugs(0, 119))).toMatchObject({ lines: [], shipping: 119, total: 119 });
  });

  it.each([
    ['more than is left', mugs(2), mugs(2)],
    ['less than nothing', mugs(2), mugs(-1)],
    ['half a piece', NOTHING, mugs(0.5)],
    ['more shipping than there was', mugs(0, 400), mugs(1, 91)],
    ['what was not ordered', NOTHING, { counts: new Map([['cup', 1]]), shipping: 0 }],
  ])('is never %s', (_, before, wanted) => {
    expect(() => partOf(orderOf('net', 100, 3, 490), before, wanted)).toThrow('within its whole');
  });

  it('and a part together are what both took', () => {
    expect(
      together(mugs(1, 5), {
        counts: new Map([
          ['mug', 2],
          ['cup', 1],
        ]),
        shipping: 1,
      }),
    ).toEqual({
      counts: new Map([
        ['mug', 3],
        ['cup', 1],
      ]),
      shipping: 6,
    });
  });
});
