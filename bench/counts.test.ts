import { describe, expect, it } from '@jest/globals';
import { type Counted, held, LIMITS } from './counts.ts';

const counted = (change: Partial<Counted>): Counted => ({ ...LIMITS, ...change });

describe('a count', () => {
  it('holds up to its limit', () => {
    expect(held(LIMITS).every(({ holds }) => holds)).toBe(true);
  });

  it.each(Object.keys(LIMITS) as (keyof typeof LIMITS)[])('does not hold beyond it: %s', (name) => {
    const broken = held(counted({ [name]: LIMITS[name] + 1 })).filter(({ holds }) => !holds);
    expect(broken.map((count) => count.name)).toEqual([name]);
  });

  it('does not hold when nothing was counted', () => {
    const [first] = held(counted({ 'billable operations of an order, busy': 0 }));
    expect(first?.holds).toBe(false);
  });
});
