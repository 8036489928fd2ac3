import { describe, expect, it } from '@jest/globals';
import { drawFaults, planFaults } from './faults.ts';
import type { Faults, FaultKind } from './faults.ts';

const KINDS: readonly FaultKind[] = ['throttle', 'crash-before'];
const RATES = { throttle: 0.2, 'crash-before': 0.1 };

const pass = (faults: Faults, site: string, times: number): void => {
  for (let time = 0; time < times; time += 1) faults.at(site, KINDS);
};

describe('drawn faults', () => {
  it('are the same for the same seed, and others for another', () => {
    const struck = [7, 7, 8].map((seed) => {
      const faults = drawFaults(seed, RATES);
      pass(faults, 'orders/PutItem', 200);
      return faults.struck;
    });
    expect(struck[0]).toEqual(struck[1]);
    expect(struck[0]).not.toEqual(struck[2]);
  });

  it('strike about as often as their rates say, each kind for itself', () => {
    const faults = drawFaults(1, RATES);
    pass(faults, 'orders/PutItem', 10_000);
    const count = (kind: FaultKind): number => faults.struck.filter((fault) => fault.kind === kind).length;
    expect(count('throttle')).toBeGreaterThan(1_800);
    expect(count('throttle')).toBeLessThan(2_200);
    expect(count('crash-before')).toBeGreaterThan(850);
    expect(count('crash-before')).toBeLessThan(1_150);
  });

  it('do not depend on what was passed elsewhere before', () => {
    const alone = drawFaults(3, RATES);
    pass(alone, 'stock/PutItem', 50);
    const among = drawFaults(3, RATES);
    pass(among, 'orders/PutItem', 20);
    pass(among, 'stock/PutItem', 50);
    expect(among.struck.filter(({ site }) => site === 'stock/PutItem')).toEqual(alone.struck);
  });

  it('strike only where their kind can', () => {
    const faults = drawFaults(1, { conflict: 1 });
    pass(faults, 'orders/GetItem', 10);
    expect(faults.struck).toEqual([]);
  });
});

describe('a plan', () => {
  it('strikes exactly at its places, and nowhere else', () => {
    const plan = [{ site: 'orders/PutItem', nth: 2, kind: 'throttle', value: 0.5 }] as const;
    const faults = planFaults(plan);
    expect(['orders/PutItem', 'orders/GetItem'].map((site) => faults.at(site, KINDS))).toEqual([undefined, undefined]);
    pass(faults, 'orders/PutItem', 5);
    expect(faults.struck).toEqual(plan);
    expect(faults.passed.get('orders/PutItem')).toBe(6);
  });

  it('of all that struck makes the same faults again', () => {
    const drawn = drawFaults(5, RATES);
    pass(drawn, 'orders/PutItem', 100);
    const again = planFaults(drawn.struck);
    pass(again, 'orders/PutItem', 100);
    expect(again.struck).toEqual(drawn.struck);
  });
});
