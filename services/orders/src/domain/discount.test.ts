import { describe, expect, it } from '@jest/globals';
import { NOW } from '../testing/builders.ts';
import { type Discount, discountCodeOf, takenOff, usable } from './discount.ts';

const aDiscount = (terms: Partial<Discount> = {}): Discount => ({
  ...{ code: 'SUMMER10', off: { percent: 10_000 }, uses: 0, createdAt: NOW },
  ...terms,
});

describe('a code', () => {
  it.each(['SUMMER10', 'summer10', ' Summer 10\t', 's u m m e r 1 0'])('may be written as %j', (text) => {
    expect(discountCodeOf(text)).toBe('SUMMER10');
  });

  it.each(['', ' ', 'A', 'é1', 'A/B', '-A', 'straße', 'A'.repeat(41), 'A\u0000B'])('is not %j', (text) => {
    expect(discountCodeOf(text)).toBeUndefined();
  });
});

describe('a discount', () => {
  it.each([
    ['that nobody made', undefined, 'DISCOUNT_NOT_FOUND'],
    ['that was closed', aDiscount({ closedAt: NOW }), 'DISCOUNT_CLOSED'],
    ['that begins later', aDiscount({ from: NOW + 1 }), 'DISCOUNT_NOT_STARTED'],
    ['that ends now', aDiscount({ until: NOW }), 'DISCOUNT_EXPIRED'],
    ['that is used up', aDiscount({ limit: 3, uses: 3 }), 'DISCOUNT_USED_UP'],
  ])('%s cannot be used', (_what, discount, code) => {
    expect(usable(discount, NOW)).toEqual({ ok: false, error: { code } });
  });

  it.each([
    ['without limits', {}],
    ['from its first moment on', { from: NOW }],
    ['until its last moment', { until: NOW + 1 }],
    ['for its last use', { limit: 3, uses: 2 }],
  ])('can be used %s', (_what, terms) => {
    expect(usable(aDiscount(terms), NOW)).toEqual({ ok: true, value: aDiscount(terms) });
  });
});

describe('what a discount is taken off', () => {
  const goods = [
    { itemId: 'mug', category: 'Kitchen', currency: 'EUR' },
    { itemId: 'phone', category: 'phones', currency: 'EUR' },
  ];
  const itemsOf = (terms: Partial<Discount>) => [...(takenOff(aDiscount(terms), goods)?.itemIds ?? [])];

  it('are all goods, or those of its category', () => {
    expect(itemsOf({})).toEqual(['mug', 'phone']);
    expect(itemsOf({ category: 'kitchen' })).toEqual(['mug']);
    expect(itemsOf({ category: 'toys' })).toEqual([]);
  });

  it('are goods of its own currency, where it is an amount', () => {
    expect(itemsOf({ off: { amount: 500, currency: 'EUR' } })).toEqual(['mug', 'phone']);
    expect(itemsOf({ off: { amount: 500, currency: 'USD' } })).toEqual([]);
  });
});
