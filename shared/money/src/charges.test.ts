import { describe, expect, it } from '@jest/globals';
import { type Basket, chargesOf, type PricedLine } from './charges.ts';

const line = (itemId: string, unitPrice: number, patch: Partial<PricedLine> = {}): PricedLine => ({
  ...{ itemId, unitPrice, count: 1, category: 'S', rate: 19_000, relieved: 0 },
  ...patch,
});

const basket = (patch: Partial<Basket>): Basket => ({
  ...{ country: 'DE', currency: 'EUR', prices: 'gross', lines: [], shipping: 0, shippingTax: 'shared' },
  ...patch,
});

describe('a basket of a shop with gross prices', () => {
  it('keeps the gross price: 3 × 19.99 are 59.97', () => {
    expect(chargesOf(basket({ lines: [line('mug', 1_999, { count: 3 })] }))).toEqual({
      country: 'DE',
      prices: 'gross',
      lines: [{ itemId: 'mug', count: 3, category: 'S', rate: 19_000, gross: 5_997, net: 5_039 }],
      shipping: 0,
      discount: 0,
      taxes: [{ category: 'S', rate: 19_000, taxable: 5_039, tax: 958 }],
      rounding: 0,
      total: 5_997,
      currency: 'EUR',
    });
  });

  it('takes out tax once per rate, and the net amounts of its lines add up to what is taxable', () => {
    const three = ['a', 'b', 'c'].map((itemId) => line(itemId, 1_999));
    const { lines, taxes } = chargesOf(basket({ lines: three }));
    expect(lines.map(({ net }) => net)).toEqual([1_680, 1_680, 1_679]);
    expect(taxes).toEqual([{ category: 'S', rate: 19_000, taxable: 5_039, tax: 958 }]);
  });

  it('leaves out the tax that an export or a business elsewhere in the union is not charged', () => {
    const relief = { category: 'G', rate: 0, relieved: 19_000 } as const;
    const { lines, total } = chargesOf(basket({ country: 'CH', lines: [line('mug', 11_900, relief)], shipping: 595 }));
    expect(lines[0]).toMatchObject({ gross: 10_000, net: 10_000 });
    expect(total).toBe(10_500);
  });
});

describe('a basket of a shop with net prices', () => {
  it('is taxed once per rate, not per line: three items of 10 ISK at 24 % pay 7', () => {
    const lines = ['a', 'b', 'c'].map((itemId) => line(itemId, 10, { rate: 24_000 }));
    expect(chargesOf(basket({ prices: 'net', currency: 'ISK', lines }))).toMatchObject({
      taxes: [{ taxable: 30, tax: 7 }],
      total: 37,
    });
  });

  it('taxes 20 items of 0.07 at 7 % with 0.10', () => {
    const lines = [line('bag', 7, { count: 20, rate: 7_000 })];
    expect(chargesOf(basket({ prices: 'net', lines })).taxes).toMatchObject([{ taxable: 140, tax: 10 }]);
  });

  it('knows rates finer than basis points: 8.875 % of 80.00 are 7.10', () => {
    const lines = [line('shirt', 8_000, { rate: 8_875 })];
    expect(chargesOf(basket({ prices: 'net', lines })).taxes).toMatchObject([{ tax: 710 }]);
  });

  it('shows no gross amounts', () => {
    expect(chargesOf(basket({ prices: 'net', lines: [line('mug', 100)] })).lines[0]).not.toHaveProperty('gross');
  });
});

describe('shipping', () => {
  const lines = [line('mug', 3_000), line('tea', 1_000, { rate: 7_000 }), line('cup', 0)];

  it('shares the rates of the goods by their value', () => {
    expect(chargesOf(basket({ prices: 'net', lines, shipping: 490 }))).toMatchObject({
      shipping: 490,
      taxes: [
        { rate: 19_000, taxable: 3_368, tax: 640 },
        { rate: 7_000, taxable: 1_122, tax: 79 },
      ],
      total: 3_368 + 640 + 1_122 + 79,
    });
  });

  it('or has the highest of them', () => {
    const { taxes } = chargesOf(basket({ prices: 'net', lines, shipping: 490, shippingTax: 'highest' }));
    expect(taxes.map(({ taxable }) => taxable)).toEqual([3_490, 1_000]);
  });

  it('has the highest of them when the goods cost nothing', () => {
    const free = [line('tea', 0, { rate: 7_000 }), line('mug', 0)];
    expect(chargesOf(basket({ lines: free, shipping: 119 })).taxes).toEqual([
      { category: 'S', rate: 19_000, taxable: 100, tax: 19 },
      { category: 'S', rate: 7_000, taxable: 0, tax: 0 },
    ]);
  });
});

describe('a discount', () => {
  const lines = [line('mug', 1_000), line('cup', 500, { count: 2 }), line('tea', 999, { rate: 7_000 })];
  const itemIds = new Set(['mug', 'cup']);

  it('of a percentage is rounded once, and shared without losing a minor unit', () => {
    const { lines: charged, discount } = chargesOf(basket({ lines, discount: { itemIds, off: { percent: 33_333 } } }));
    expect(discount).toBe(667);
    expect(charged.map((one) => [one.gross, one.discount])).toEqual([
      [667, 333],
      [666, 334],
      [999, undefined],
    ]);
  });

  it('of an amount is never more than the goods cost', () => {
    const { discount, total } = chargesOf(basket({ lines, discount: { itemIds, off: { amount: 5_000 } } }));
    expect([discount, total]).toEqual([2_000, 999]);
  });

  it('gives a minor unit that is left over to the same item in whatever order they come', () => {
    const equal = ['tea', 'cup', 'mug'].map((itemId) => line(itemId, 100));
    const off = { itemIds: new Set(['tea', 'cup', 'mug']), off: { amount: 100 } };
    const there = chargesOf(basket({ lines: equal, discount: off }));
    const back = chargesOf(basket({ lines: equal.toReversed(), discount: off }));
    expect(back).toEqual({ ...there, lines: there.lines.toReversed() });
    expect(there.lines.find(({ discount }) => discount === 34)).toMatchObject({ itemId: 'cup' });
  });

  it('on items that nobody has changes nothing', () => {
    const off = { itemIds: new Set(['pot']), off: { amount: 5_000 } };
    expect(chargesOf(basket({ lines, discount: off }))).toEqual(chargesOf(basket({ lines })));
  });
});

describe('what is no basket', () => {
  it.each([
    ['an item twice', [line('mug', 1), line('mug', 1)]],
    ['a rate over 100 %', [line('mug', 1, { rate: 100_001 })]],
    ['a rate that is no whole number', [line('mug', 1, { rate: 0.5 })]],
    ['half a minor unit', [line('mug', 0.5)]],
    ['less than nothing', [line('mug', -1)]],
    ['more than 2^53', [line('mug', Number.MAX_SAFE_INTEGER, { count: 2 })]],
    ['nothing', []],
  ])('has %s', (_, lines) => {
    expect(() => chargesOf(basket({ lines }))).toThrow();
  });
});
