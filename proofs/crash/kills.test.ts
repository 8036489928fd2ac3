import { describe, expect, it } from '@jest/globals';
import { CRASH_POINTS } from '@orderwire/local-cloud/server/journal/crash-points';
import { NAMES, planOf, sentWith } from './courses.ts';
import { nameOf, nextKill } from './kills.ts';
import { makeRandom } from './random.ts';

const killsOf = (seed: number, count: number) => {
  const random = makeRandom(seed);
  return Array.from({ length: count }, () => nextKill(random));
};

describe('two hundred kills', () => {
  const kills = killsOf(1, 200);

  it('are the same for the same seed, and others for another', () => {
    expect(killsOf(1, 200)).toEqual(kills);
    expect(killsOf(2, 200)).not.toEqual(kills);
  });

  it('come at every named point, at any moment, during the start, and twice in a row', () => {
    expect(new Set(kills.map(nameOf))).toEqual(new Set([...CRASH_POINTS, 'moment', 'starting', 'at-once']));
  });

  it('come at named points half of the time', () => {
    const named = kills.filter(({ kind }) => kind === 'point').length;
    expect(named).toBeGreaterThan(75);
    expect(named).toBeLessThan(125);
  });
});

describe('an order of the load', () => {
  const plans = Array.from({ length: 400 }, (_, index) => planOf(7, index, ['mug', 'cup', 'pot']));

  it('is the same for the same seed', () => {
    expect(planOf(7, 3, ['mug', 'cup', 'pot'])).toEqual(plans[3]);
  });

  it.each([1, 7, 8])('goes every course before any is gone twice (seed %d)', (seed) => {
    const first = NAMES.map((_, index) => planOf(seed, index, ['mug', 'cup', 'pot']).course);
    expect(first.sort()).toEqual([...NAMES].sort());
  });

  it('has a piece for each of its parcels, and a discount code now and then', () => {
    const parted = plans.filter(({ course }) => course === 'two-parcels' || course === 'one-parcel-back');
    expect(parted.every(({ wishes: [first] }) => first?.count === 2)).toBe(true);
    expect(new Set(plans.map((plan) => sentWith(plan).discountCode))).toEqual(new Set([undefined, 'CRASH10']));
  });

  it('wants each item once, and more than there is only when it is to fail', () => {
    for (const { wishes, course } of plans) {
      expect(new Set(wishes.map(({ id }) => id)).size).toBe(wishes.length);
      expect(wishes.some(({ id }) => id === 'limited-sampler')).toBe(course === 'sell-out');
    }
  });
});
