import type { Fault, FaultKind } from '@orderwire/local-cloud/simulator/faults';
import type { Job, SeedResult } from '../job.ts';

/** Places are named `function/Operation`, `function/end`, and `post/path` for a webhook. */
const KINDS = (site: string): readonly FaultKind[] => {
  if (site.endsWith('/end')) return ['crash-unacknowledged'];
  if (site.startsWith('post/')) return ['crash-before', 'crash-after'];
  return /\/[A-Z]\w+$/.test(site) ? ['crash-before', 'crash-after'] : [];
};

/**
 * Every single crash that can happen in a run: at each call of each function before and after it, and at each end; of each
 * place at most the first `most`.
 */
const crashPointsOf = ({ passed = {} }: SeedResult, most: number): readonly Fault[] =>
  Object.entries(passed).flatMap(([site, times]) =>
    KINDS(site).flatMap((kind) =>
      Array.from({ length: Math.min(times, most) }, (_, nth): Fault => ({ site, nth, kind, value: 0.5 })),
    ),
  );

export interface CrashPoints {
  readonly points: number;
  /** `function/Operation`, in the order of their names. */
  readonly sites: readonly string[];
}

/**
 * Plays one run without faults, and then once more for each point at which it can crash.
 * @param most of each place only the first so many crashes
 * @param onRun hears of every run; @returns what was covered
 */
export const playCrashPoints = async (
  run: (job: Job) => Promise<SeedResult>,
  base: Job,
  most: number,
  onRun: (result: SeedResult, done: number, of: number) => boolean,
): Promise<CrashPoints> => {
  const points = crashPointsOf(await run({ ...base, plan: [], counted: true }), most);
  let done = 0;
  let goOn = true;
  await Promise.all(
    points.map(async (point) => {
      if (!goOn) return;
      const result = await run({ ...base, plan: [point] });
      done += 1;
      goOn = onRun(result, done, points.length) && goOn;
    }),
  );
  return { points: done, sites: [...new Set(points.map(({ site }) => site))].sort() };
};
