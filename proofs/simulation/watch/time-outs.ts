import type { Fault } from '@orderwire/local-cloud/simulator/faults';
import type { Run } from '@orderwire/local-cloud/simulator/observer';
import type { Watch } from './watch.ts';

/** What the SDK's own retries answer: they must leave a function time enough to end by itself. */
const RETRIED = new Set<string>(['throttle', 'unavailable']);

/** A function that meets nothing worse than throttles is not cut short: it would leave effects that nobody knows of. */
export const watchTimeOuts = ({ checks }: Watch) => {
  /** Runs under way that met a fault → whether one was worse than what the SDK retries. */
  const met = new Map<Run, boolean>();
  return {
    onFault: ({ kind }: Fault, run: Run | undefined): void => {
      if (run !== undefined) met.set(run, met.get(run) === true || !RETRIED.has(kind));
    },
    onEnd: (run: Run, why: string | undefined): void => {
      const worse = met.get(run);
      if (worse === undefined) return;
      met.delete(run);
      if (worse) return;
      const isCutShort = why?.startsWith('Sandbox.Timedout') === true;
      checks.that('15-bounds', !isCutShort, () => `${run.functionName} met throttles only and ran out of time`);
    },
  };
};
