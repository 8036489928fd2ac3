import { describe, expect, it } from '@jest/globals';
import { TERMS } from '../testing/builders.ts';
import { type Price, priceLines } from './pricing.ts';
import { STANDARD } from '@orderwire/testing/taxed';

const HOME = { place: { country: 'DE', postalCode: '10115' } };

const aPrice = (patch: Partial<Price> = {}): Price => ({
  itemId: 'mug',
  title: 'Mug',
  category: 'kitchen',
  priceMinor: 999,
  vatClass: 'standard',
  currency: 'EUR',
  ...patch,
});

const prices = (...list: readonly Price[]) => new Map(list.map((price) => [price.itemId, price]));
const distinct = (count: number) => Array.from({ length: count }, (_, index) => `item-${String(index)}`);

describe('pricing what a customer wants', () => {
  it('freezes what the item is in our own copy: title, price, tax, options, product and cost', () => {
    const variant = { productId: 'mugs', options: { color: 'blue' } };
    const known = prices(aPrice({ ...variant, costMinor: 400 }));
    const priced = priceLines([{ itemId: 'mug', count: 3 }], known, TERMS, HOME);
    expect(priced).toEqual({
      ok: true,
      value: {
        lines: [{ ...variant, itemId: 'mug', title: 'Mug', count: 3, unitPrice: 999, ...STANDARD, cost: 400 }],
        charges: {
          ...{ country: 'DE', prices: 'net', shipping: 490, discount: 0, rounding: 0, total: 4_150, currency: 'EUR' },
          lines: [{ itemId: 'mug', count: 3, category: 'S', rate: 19_000, net: 2_997 }],
          taxes: [{ category: 'S', rate: 19_000, taxable: 3_487, tax: 663 }],
        },
      },
    });
  });

  it('rounds tax half up on the sum of a rate, shipping included, not on each line', () => {
    const cheap = (itemId: string) => aPrice({ itemId, priceMinor: 30, vatClass: 'reduced' });
    const wanted = [
      { itemId: 'a', count: 1 },
      { itemId: 'b', count: 1 },
    ];
    const priced = priceLines(wanted, prices(cheap('a'), cheap('b')), TERMS, HOME);
    expect(priced).toMatchObject({ value: { charges: { taxes: [{ taxable: 550, tax: 39 }] } } });
  });

  it('shares shipping out over the rates of the goods, by their value', () => {
    const wanted = ['mug', 'book'].map((itemId) => ({ itemId, count: 1 }));
    const known = prices(
      aPrice({ priceMinor: 3_000 }),
      aPrice({ itemId: 'book', priceMinor: 1_000, vatClass: 'reduced' }),
    );
    const taxes = [
      { category: 'S', rate: 19_000, taxable: 3_368, tax: 640 },
      { category: 'S', rate: 7_000, taxable: 1_122, tax: 79 },
    ];
    expect(priceLines(wanted, known, TERMS, HOME)).toMatchObject({ value: { charges: { shipping: 490, taxes } } });
  });

  it.each([
    [4_999, 490],
    [5_000, 0],
  ])('charges goods worth %i with %i for shipping, taxed as they are', (price, shipping) => {
    const free = priceLines(
      [{ itemId: 'mug', count: 1 }],
      prices(aPrice({ priceMinor: price, vatClass: 'zero' })),
      TERMS,
      HOME,
    );
    expect(free).toMatchObject({ value: { charges: { shipping, taxes: [{ tax: 0 }], total: price + shipping } } });
    const taxed = priceLines([{ itemId: 'mug', count: 1 }], prices(aPrice({ priceMinor: price })), TERMS, HOME);
    expect(taxed).toMatchObject({ value: { charges: { shipping, taxes: [{ taxable: price + shipping }] } } });
  });

  it('has one line for each item, at the place of its first', () => {
    const wanted = ['mug', 'cup', 'mug'].map((itemId, at) => ({ itemId, count: at + 1 }));
    const priced = priceLines(wanted, prices(aPrice(), aPrice({ itemId: 'cup' })), TERMS, HOME);
    const lines = [
      { itemId: 'mug', count: 4 },
      { itemId: 'cup', count: 2 },
    ];
    expect(priced).toMatchObject({ value: { lines, charges: { lines } } });
  });

  it('allows 40 different items and refuses 41', () => {
    const known = prices(...distinct(41).map((itemId) => aPrice({ itemId })));
    const wanted = (count: number) => distinct(count).map((itemId) => ({ itemId, count: 1 }));
    expect(priceLines(wanted(40), known, TERMS, HOME).ok).toBe(true);
    expect(priceLines(wanted(41), known, TERMS, HOME)).toEqual({ ok: false, error: { code: 'TOO_MANY_LINES' } });
  });

  it('is refused when the warehouse could not be told what to pack', () => {
    const orderOf = (idOf: (index: number) => string) => {
      const itemIds = Array.from({ length: 40 }, (_, index) => idOf(index));
      const options = { color: '色'.repeat(50) };
      const many = prices(...itemIds.map((itemId) => aPrice({ itemId, options, title: '漢'.repeat(200) })));
      return priceLines(
        itemIds.map((itemId) => ({ itemId, count: 99 })),
        many,
        TERMS,
        HOME,
      );
    };
    expect(orderOf((index) => String(index).padStart(200, 'x')).ok).toBe(true);
    expect(orderOf((index) => String(index).padStart(200, '漢'))).toEqual({
      ok: false,
      error: { code: 'ORDER_TOO_LARGE' },
    });
  });

  it('refuses what costs more than a number holds exactly, and charges what is just below', () => {
    const priceOf = (priceMinor: number) =>
      priceLines([{ itemId: 'mug', count: 2 }], prices(aPrice({ priceMinor })), TERMS, HOME);
    const most = (Number.MAX_SAFE_INTEGER - 2 * TERMS.flatMinor) / 4;
    expect(priceOf(Math.floor(most))).toMatchObject({ ok: true });
    const refused = { ok: false, error: { code: 'AMOUNT_TOO_LARGE' } };
    expect([priceOf(Math.ceil(most) + 1), priceOf(Number.MAX_SAFE_INTEGER)]).toEqual([refused, refused]);
  });

  it('allows 99 of one item and refuses more, also when they come in pieces', () => {
    const wanted = (second: number) => [
      { itemId: 'mug', count: 60 },
      { itemId: 'mug', count: second },
    ];
    expect(priceLines(wanted(39), prices(aPrice()), TERMS, HOME).ok).toBe(true);
    expect(priceLines(wanted(40), prices(aPrice()), TERMS, HOME)).toEqual({
      ok: false,
      error: { code: 'COUNT_TOO_LARGE', positions: [0, 1] },
    });
  });

  it('names every place of an item that is not in the catalogue', () => {
    const wanted = ['gone', 'mug', 'lost', 'gone'].map((itemId) => ({ itemId, count: 1 }));
    expect(priceLines(wanted, prices(aPrice()), TERMS, HOME)).toEqual({
      ok: false,
      error: { code: 'ITEM_NOT_FOUND', positions: [0, 3, 2] },
    });
  });

  it('refuses to mix currencies', () => {
    const wanted = ['mug', 'cup'].map((itemId) => ({ itemId, count: 1 }));
    const known = prices(aPrice(), aPrice({ itemId: 'cup', currency: 'USD' }));
    expect(priceLines(wanted, known, TERMS, HOME)).toEqual({
      ok: false,
      error: { code: 'CURRENCIES_DIFFER', currencies: ['EUR', 'USD'] },
    });
  });
});
