import { percentilesOf } from '../actors/statistics.ts';
import type { TimelineRow } from '../invariants/books.ts';
import type { Course } from './courses.ts';
import type { Story } from './ledger.ts';

/** Something that must not be, with what is needed to see why. */
export interface Violation {
  readonly what: string;
  readonly seed: number;
  /** How many kills there had been. */
  readonly kill: number;
  /** How the last one came. */
  readonly point: string;
  readonly orderId?: string;
  /** What its actors did and heard, then what its timeline holds. */
  readonly trace: readonly string[];
}

/** The object of `--json`. */
export interface Report {
  readonly kills: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly violations: readonly Violation[];
  readonly seed: number;
  readonly orders: number;
  /** Kill → how often. */
  readonly byPoint: Readonly<Record<string, number>>;
  /** Check → how often it was made. */
  readonly checks: Readonly<Record<string, number>>;
  /** From the start of the process to readiness, milliseconds. */
  readonly restartMs: { readonly p50: number; readonly p95: number };
  /** Calls of functions that a kill cut off and the next start began again. */
  readonly resumedInvocations: number;
  /** Restarts that skipped some minutes, so that leases and backoffs were over. */
  readonly outages: number;
  readonly brokenConnections: number;
  /** Mails sent twice because a kill came between SES's answer and the note of it. */
  readonly declaredDoubleMails: number;
  /** Status → orders that rest there. */
  readonly rest: Readonly<Record<string, number>>;
  /** Course → orders that went it to its end. */
  readonly courses: Readonly<Record<Course, number>>;
  /** What parcels, returns, refunds and discount codes came to, by the timelines and the orders' own rows. */
  readonly happened: Readonly<Record<string, number>>;
  /** Courses that no order went, and what never happened: without it nothing is proven about it. */
  readonly missing: readonly string[];
  /** The data directory, kept when something was found. */
  readonly kept?: string;
}

export interface Tally {
  readonly kill: (name: string) => void;
  readonly check: (name: string) => void;
  readonly restart: (milliseconds: number) => void;
  readonly lose: (count: number) => void;
  readonly violate: (violation: Violation) => void;
  readonly kills: () => number;
  readonly bad: () => boolean;
  readonly figures: () => Pick<Report, 'kills' | 'lost' | 'violations' | 'byPoint' | 'checks' | 'restartMs'>;
}

const adder = (): { readonly add: (name: string) => void; readonly all: () => Readonly<Record<string, number>> } => {
  const counts = new Map<string, number>();
  return {
    add: (name) => void counts.set(name, (counts.get(name) ?? 0) + 1),
    all: () => Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1))),
  };
};

/** What a run counts. */
export const makeTally = (): Tally => {
  const [byPoint, checks] = [adder(), adder()];
  const restarts: number[] = [];
  const violations: Violation[] = [];
  let kills = 0;
  let lost = 0;
  return {
    kill: (name) => {
      kills += 1;
      byPoint.add(name);
    },
    check: checks.add,
    restart: (milliseconds) => void restarts.push(milliseconds),
    lose: (count) => {
      lost += count;
    },
    violate: (violation) => void violations.push(violation),
    kills: () => kills,
    bad: () => violations.length > 0,
    figures: () => {
      const { p50, p95 } = percentilesOf(restarts);
      return { kills, lost, violations, byPoint: byPoint.all(), checks: checks.all(), restartMs: { p50, p95 } };
    },
  };
};

/** What happened to an order, as its actors and its timeline tell it. */
export const traceOf = (story: Story | undefined, timeline: readonly TimelineRow[]): readonly string[] => [
  ...(story ? [`course ${story.course}, key ${story.key}`, ...story.log] : []),
  ...timeline
    .filter(({ orderId }) => orderId === story?.placed?.orderId)
    .map(({ entry, type, facts }) => `timeline: ${entry} ${type} ${JSON.stringify(facts)}`),
];
