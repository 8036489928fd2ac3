import { FAULT_KINDS } from '@orderwire/local-cloud/simulator/faults';
import type { FaultKind, FaultRates } from '@orderwire/local-cloud/simulator/faults';
import { makeRandom } from '@orderwire/local-cloud/simulator/random';
import { ONCE } from './world/operators.ts';

/** What has one chance or few in a run must take it now and then. */
const OFTEN = new Set<FaultKind>([...ONCE, 'partner-early', 'late-ttl', 'stream-trim', 'clock-skew']);

/**
 * How often each kind of fault strikes in this run. Each run has its own mixture: what always happens together hides what
 * happens alone.
 */
export const ratesOf = (seed: number, kinds: readonly FaultKind[] | undefined): FaultRates => {
  const random = makeRandom(seed, 'rates');
  const strength = random.pick([0, 0.3, 1, 1, 3]);
  return Object.fromEntries(
    FAULT_KINDS.map((kind) => {
      const draws = random.chance(0.45);
      const rate = OFTEN.has(kind) ? 0.3 : 0.002 + random.next() ** 2 * 0.04;
      // Who names the kinds wants them often.
      if (kinds !== undefined) return [kind, kinds.includes(kind) ? rate * 2.5 : 0];
      return [kind, draws ? rate * strength : 0];
    }),
  );
};
