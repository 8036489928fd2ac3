import { CRASH_POINTS, type CrashPoint } from '@orderwire/local-cloud/server/journal/crash-points';
import type { Random } from './random.ts';

/** How the next life ends. */
export type Kill =
  | { readonly kind: 'moment'; readonly afterMs: number }
  | { readonly kind: 'point'; readonly point: CrashPoint; readonly passing: number }
  /** While it starts: before it has read back what it knows, or in the midst of it. */
  | { readonly kind: 'starting'; readonly afterMs: number }
  /** As soon as it is ready. */
  | { readonly kind: 'at-once' };

/** Times of a load between two kills: long enough to reach every service, short enough to be cut short everywhere. */
const MEAN_LIFE_MS = 900;
const LONGEST_LIFE_MS = 3_500;
const LONGEST_START_MS = 2_500;
/** Writes are more frequent than calls of functions; a snapshot is written at each start, and when the journal has grown. */
const MOST_PASSINGS: Readonly<Record<string, number>> = { journal: 200, engine: 60, snapshot: 3 };

/** Half at named points, half at moments that nobody chose. */
export const nextKill = (random: Random): Kill => {
  const dice = random.next();
  if (dice < 0.5) {
    const point = random.pick(CRASH_POINTS);
    const most = MOST_PASSINGS[point.slice(0, point.indexOf('.'))] ?? 1;
    return { kind: 'point', point, passing: random.between(1, most) };
  }
  if (dice < 0.82)
    return { kind: 'moment', afterMs: Math.min(Math.round(random.exponential(MEAN_LIFE_MS)), LONGEST_LIFE_MS) };
  if (dice < 0.94) return { kind: 'starting', afterMs: random.between(0, LONGEST_START_MS) };
  return { kind: 'at-once' };
};

/** For people and for the count of kills: without the numbers. */
export const nameOf = (kill: Kill): string => (kill.kind === 'point' ? kill.point : kill.kind);

export const describeKill = (kill: Kill): string => {
  switch (kill.kind) {
    case 'moment':
      return `${kill.afterMs} ms after it was ready`;
    case 'point':
      return `${kill.point}:${kill.passing}`;
    case 'starting':
      return `${kill.afterMs} ms into its start`;
    case 'at-once':
      return 'as soon as it was ready';
  }
};
