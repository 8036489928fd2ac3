import { describe, expect, it } from '@jest/globals';
import { canBecome, isFinal, NEXT } from './lifecycle.ts';

describe('where an order can come from a status', () => {
  it.each([
    ['placed', 'delivered'],
    ['confirmed', 'cancelled'],
    ['shipped', 'shipped'],
    ['delivery_failed', 'shipped'],
  ])('from %s to %s', (from, to) => {
    expect(canBecome(from, to)).toBe(true);
  });

  it.each([
    ['confirmed', 'placed'],
    ['confirmed', 'rejected'],
    ['shipped', 'cancelled'],
    ['delivered', 'shipped'],
  ])('not from %s to %s', (from, to) => {
    expect(canBecome(from, to)).toBe(false);
  });

  it('nowhere once it is final', () => {
    expect(Object.keys(NEXT).filter(isFinal)).toEqual(['delivered', 'rejected', 'cancelled', 'returned']);
  });
});
