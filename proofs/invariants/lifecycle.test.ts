import { describe, expect, it } from '@jest/globals';
import { canBecome, isFinal, NEXT } from './lifecycle.ts';

describe('where an order can come from a status', () => {
  it.each([
    { from: 'placed', can: ['delivered', 'cancelled'], cannot: [] },
    { from: 'confirmed', can: ['cancelled'], cannot: ['placed', 'rejected'] },
    { from: 'shipped', can: ['shipped'], cannot: ['cancelled'] },
    { from: 'delivery_failed', can: ['shipped'], cannot: ['packed'] },
    { from: 'delivered', can: [], cannot: ['shipped'] },
  ])('from $from: to $can, not to $cannot', ({ from, can, cannot }) => {
    expect([...can, ...cannot].filter((to) => canBecome(from, to))).toEqual(can);
  });

  it('nowhere once it is final', () => {
    expect(Object.keys(NEXT).filter(isFinal)).toEqual(['delivered', 'rejected', 'cancelled', 'returned']);
  });
});
