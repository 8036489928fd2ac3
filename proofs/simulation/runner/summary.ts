import { FAULT_KINDS } from '@orderwire/local-cloud/simulator/faults';
import type { SeedResult } from '../job.ts';
import { INVARIANTS } from '../../invariants/claims.ts';
import type { Violation } from '../checks.ts';

/** What `--json` prints. */
export interface Summary {
  readonly seeds: number;
  readonly orders: number;
  readonly deliveries: number;
  readonly violations: readonly (Violation & { readonly seed: number })[];
  /** Kind → how often it struck. */
  readonly faults: Readonly<Record<string, number>>;
  /** Id → how often it was checked. */
  readonly invariants: Readonly<Record<string, number>>;
  readonly seedsPerSecond: number;
  readonly steps: number;
  /** Seeds that were run twice, to the same trace hash. */
  readonly repeated: number;
  /** How many orders came to rest in which state. */
  readonly states: Readonly<Record<string, number>>;
}

export interface Totals {
  readonly add: (result: SeedResult) => void;
  readonly violate: (seed: number, violation: Violation) => void;
  readonly repeat: () => void;
  readonly summary: (elapsedMs: number) => Summary;
  readonly seeds: () => number;
}

const plus = (counts: Record<string, number>, key: string, amount: number): void => {
  counts[key] = (counts[key] ?? 0) + amount;
};

const sorted = (counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(counts).sort(([one], [other]) => (one < other ? -1 : 1)));

export const makeTotals = (): Totals => {
  const sums = { seeds: 0, orders: 0, deliveries: 0, steps: 0, repeated: 0 };
  const faults: Record<string, number> = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0]));
  const invariants: Record<string, number> = Object.fromEntries(Object.keys(INVARIANTS).map((id) => [id, 0]));
  const states: Record<string, number> = {};
  const violations: (Violation & { seed: number })[] = [];
  return {
    seeds: () => sums.seeds,
    repeat: () => {
      sums.repeated += 1;
    },
    violate: (seed, violation) => void violations.push({ seed, ...violation }),
    add: (result) => {
      sums.seeds += 1;
      sums.orders += result.orders;
      sums.deliveries += result.deliveries;
      sums.steps += result.steps;
      for (const { kind } of result.faults) plus(faults, kind, 1);
      for (const [kind, count] of Object.entries(result.consequences)) plus(faults, kind, count);
      for (const [id, count] of Object.entries(result.checks)) plus(invariants, id, count);
      for (const [state, count] of Object.entries(result.states)) plus(states, state, count);
      for (const violation of result.violations) violations.push({ seed: result.seed, ...violation });
    },
    summary: (elapsedMs) => ({
      ...sums,
      violations,
      faults: sorted(faults),
      invariants: sorted(invariants),
      states: sorted(states),
      seedsPerSecond: Math.round((sums.seeds / Math.max(1, elapsedMs)) * 10_000) / 10,
    }),
  };
};
