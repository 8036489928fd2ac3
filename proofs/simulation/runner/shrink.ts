import type { Job, SeedResult } from '../job.ts';

type Fails = (job: Job) => Promise<SeedResult | undefined>;

const without = <T>(list: readonly T[], from: number, count: number): readonly T[] => [
  ...list.slice(0, from),
  ...list.slice(from + count),
];

/**
 * Takes faults away, halves first, as long as the run still breaks the same invariant (delta debugging).
 * @returns the smallest failing run found within the number of tries
 */
export const shrink = async (
  failed: SeedResult,
  job: Job,
  run: (job: Job) => Promise<SeedResult>,
  tries = 200,
): Promise<SeedResult> => {
  const invariant = failed.violations[0]?.invariant;
  let left = tries;
  const attempt: Fails = async (candidate) => {
    left -= 1;
    const result = await run(candidate);
    return result.violations.some((violation) => violation.invariant === invariant) ? result : undefined;
  };

  let smallest = failed;
  const replayed = await attempt({ ...job, plan: failed.faults });
  if (replayed === undefined) return failed;
  smallest = replayed;
  for (let size = Math.ceil(smallest.faults.length / 2); size >= 1 && left > 0; size = Math.floor(size / 2)) {
    for (let from = 0; from < smallest.faults.length && left > 0;) {
      const smaller = await attempt({ ...job, plan: without(smallest.faults, from, size) });
      if (smaller === undefined) from += size;
      else smallest = smaller;
    }
  }
  return smallest;
};
