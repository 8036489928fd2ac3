import { describe, expect, it } from '@jest/globals';
import type { Fault } from '@orderwire/local-cloud/simulator/faults';
import type { Job, SeedResult } from '../job.ts';
import { shrink } from './shrink.ts';

const fault = (nth: number): Fault => ({ site: 'orders/PutItem', nth, kind: 'throttle', value: 0 });
const job: Job = { seed: 1, orders: 20 };

/** A run that breaks when all of these strike. */
const runThatNeeds = (...needed: number[]) => {
  let runs = 0;
  const run = (asked: Job): Promise<SeedResult> => {
    runs += 1;
    const faults = asked.plan ?? [];
    const breaks = needed.every((nth) => faults.some((one) => one.nth === nth));
    const violation = { invariant: '06-stock', detail: '', step: 0, at: 0 } as const;
    return Promise.resolve({ seed: 1, faults, violations: breaks ? [violation] : [] } as unknown as SeedResult);
  };
  return { run, runs: () => runs };
};

describe('shrinking a failure', () => {
  it('keeps the faults that are needed, and only those', async () => {
    const { run } = runThatNeeds(3, 41);
    const plan = Array.from({ length: 64 }, (_, nth) => fault(nth));
    const smallest = await shrink(await run({ ...job, plan }), job, run);
    expect(smallest.faults.map(({ nth }) => nth)).toEqual([3, 41]);
  });

  it('ends after its tries, with what it has', async () => {
    const { run, runs } = runThatNeeds(1, 2, 3, 4, 5, 6, 7, 8);
    const plan = Array.from({ length: 500 }, (_, nth) => fault(nth));
    const smallest = await shrink(await run({ ...job, plan }), job, run, 20);
    expect(smallest.violations).toHaveLength(1);
    expect(runs()).toBeLessThanOrEqual(21);
  });
});
