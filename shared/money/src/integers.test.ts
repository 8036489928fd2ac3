import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { distribute, share, sumOf } from './integers.ts';

describe('a share', () => {
  it.each([
    [100, 19_000, 100_000, 19],
    [50, 19_000, 100_000, 10],
    [49, 19_000, 100_000, 9],
    [30, 24_000, 100_000, 7],
    [1, 1, 2, 1],
    [Number.MAX_SAFE_INTEGER, 99_999, 100_000, 9_007_109_182_748_444],
  ])('of %d × %d / %d is %d, half up', (amount, numerator, denominator, result) => {
    expect(share(amount, numerator, denominator)).toBe(result);
  });

  it.each([
    [-1, 1, 2],
    [0.5, 1, 2],
    [1, 0.5, 2],
    [1, -1, 2],
    [1, 1, 0],
    [Number.MAX_SAFE_INTEGER, 2, 1],
  ])('of %d × %d / %d is refused', (amount, numerator, denominator) => {
    expect(() => share(amount, numerator, denominator)).toThrow();
  });
});

describe('what is distributed', () => {
  const amount = fc.integer({ min: 0, max: 1e9 });

  it('is all there, and nobody is a whole minor unit from a fair share', () => {
    fc.assert(
      fc.property(amount, fc.array(amount, { minLength: 1, maxLength: 40 }), (total, weights) => {
        const shares = distribute(total, weights);
        const all = weights.reduce((sum, weight) => sum + weight, 0);
        expect(shares.reduce((sum, one) => sum + one, 0)).toBe(total);
        for (const [at, one] of shares.entries()) {
          const off = BigInt(one) * BigInt(all) - BigInt(total) * BigInt(weights[at]!);
          if (all > 0) expect(off < BigInt(all) && off > -BigInt(all)).toBe(true);
        }
      }),
    );
  });

  it('goes to the first where nothing has a weight', () => {
    expect(distribute(5, [0, 0])).toEqual([5, 0]);
  });

  it('gives the odd unit to who lost most, and to the first of equals', () => {
    expect(distribute(10, [1, 1, 1])).toEqual([4, 3, 3]);
    expect(distribute(10, [1, 2, 3])).toEqual([2, 3, 5]);
  });
});

it('a sum beyond 2^53 is refused', () => {
  expect(() => sumOf([Number.MAX_SAFE_INTEGER, 1], (one) => one)).toThrow('at most 2^53');
});
