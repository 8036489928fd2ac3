import { describe, expect, it } from '@jest/globals';
import { command } from '@orderwire/local-cloud/dev/testing/command';

interface Summary {
  readonly seeds: number;
  readonly violations: readonly unknown[];
  readonly faults: Readonly<Record<string, number>>;
  readonly invariants: Readonly<Record<string, number>>;
  readonly repeated: number;
  readonly states: Readonly<Record<string, number>>;
}

/** On a machine that is full of other work; alone it takes a quarter of that. */
const LIMIT_MS = 300_000;

const simulate = async (
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly summary: unknown }> => {
  // One thread: each warms up by itself, and the other processor has other tests to run.
  const all = ['simulate', '--json', '--workers', '1', ...args];
  const run = command(process.cwd(), process.execPath, 'scripts/run.mjs', ...all);
  run.runsOn();
  const { code, stdout, stderr } = await run.ended;
  if (!stdout.startsWith('{')) throw new Error(stderr);
  return { code, summary: JSON.parse(stdout) };
};

describe('the simulator', () => {
  it(
    'finds no broken promise in the first seeds, with every kind of fault and every check',
    async () => {
      // .ci/full plays 2,000.
      const { code, summary } = await simulate('--seeds', '60');
      const { seeds, violations, faults, invariants, repeated } = summary as Summary;
      expect(violations).toEqual([]);
      expect([code, seeds]).toEqual([0, 60]);
      expect(repeated).toBeGreaterThan(0);
      expect(Object.entries(faults).filter(([, times]) => times === 0)).toEqual([]);
      expect(Object.entries(invariants).filter(([, checks]) => checks === 0)).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    'finds no broken promise at the first crash of each place, before and after its call',
    async () => {
      // .ci/full crashes at every call of each place.
      const { code, summary } = await simulate('--crash-points', '--seed', '34', '--times', '1');
      const { seeds, violations, states } = summary as Summary;
      expect(violations).toEqual([]);
      expect(code).toBe(0);
      expect(seeds).toBeGreaterThan(100);
      // A seed in which an order is cancelled and one goes all the way: so each step has its crash.
      expect([states['cancelled'], states['delivered']]).not.toContain(undefined);
    },
    LIMIT_MS,
  );
});
