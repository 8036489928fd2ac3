import { fraction, hashText, mix } from './random.ts';

/** What a webhook's receiver can answer wrongly, or not at all. */
export const RECEIVER_FAULTS = [
  'partner-500',
  'partner-429',
  'partner-redirect',
  'partner-refuses',
  'partner-silent',
  'partner-lost-answer',
  'partner-slow',
] as const;

/** What can go wrong, and where. The names are those of the fault tables that the simulator prints. */
export const FAULT_KINDS = [
  // At a call of a function to AWS.
  'crash-before',
  'crash-after',
  'throttle',
  'conflict',
  'unavailable',
  'timeout-applied',
  'lost-answer',
  'partial-put',
  'slow',
  'secrets-down',
  // At the end of an invocation: everything is done, and Lambda never hears of it.
  'crash-unacknowledged',
  // At a delivery that AWS makes.
  'duplicate',
  'delay',
  'reorder',
  'delivery-refused',
  // At a batch that a function has been handed: its messages show themselves again while it is at work.
  'visibility-lost',
  // Once per execution environment.
  'clock-skew',
  // At a webhook's receiver.
  ...RECEIVER_FAULTS,
  'partner-early',
  // Once per run, at a time of its own.
  'outage-dynamodb',
  'outage-bus',
  'outage-mail',
  'outage-secrets',
  'queue-closed',
  'partner-down',
  'stream-rewind',
  'stream-trim',
  'late-ttl',
  'rotation',
  'rotation-twice',
  'replay',
  'redrive',
  'poison',
  'restart',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** One misfortune: at the `nth` passing (from 0) of a place. A list of them is a fault plan. */
export interface Fault {
  readonly site: string;
  readonly nth: number;
  readonly kind: FaultKind;
  /** In [0, 1): what the kind makes of it, such as how long or which entry. */
  readonly value: number;
}

/** Probability per passing of a place where the kind can strike. */
export type FaultRates = Partial<Readonly<Record<FaultKind, number>>>;

export interface Faults {
  /** Passes a place where one of these can strike. */
  readonly at: (site: string, kinds: readonly FaultKind[]) => Fault | undefined;
  /** All that struck, in the order of time: as a plan it makes the same run again. */
  readonly struck: readonly Fault[];
  /** How often each place was passed. */
  readonly passed: ReadonlyMap<string, number>;
}

type Decide = (site: string, nth: number, kinds: readonly FaultKind[]) => Fault | undefined;

const makeFaults = (decide: Decide): Faults => {
  const passed = new Map<string, number>();
  const struck: Fault[] = [];
  return {
    struck,
    passed,
    at: (site, kinds) => {
      const nth = passed.get(site) ?? 0;
      passed.set(site, nth + 1);
      const fault = decide(site, nth, kinds);
      if (fault !== undefined) struck.push(fault);
      return fault;
    },
  };
};

/**
 * Faults that the seed decides, each place for itself: whether one strikes does not depend on what struck before
 * elsewhere, so that a plan from which others were taken away still means the same.
 */
export const drawFaults = (seed: number, rates: FaultRates): Faults => {
  const hashes = new Map<string, number>();
  const hashOf = (site: string): number => {
    const known = hashes.get(site);
    if (known !== undefined) return known;
    const made = mix(hashText(site), seed);
    hashes.set(site, made);
    return made;
  };
  return makeFaults((site, nth, kinds) => {
    const hash = mix(hashOf(site), nth);
    let left = fraction(hash);
    for (const kind of kinds) {
      const rate = rates[kind] ?? 0;
      if (left < rate) return { site, nth, kind, value: fraction(mix(hash, 1)) };
      left -= rate;
    }
    return undefined;
  });
};

/** Exactly these faults, wherever the run still passes their places. */
export const planFaults = (plan: readonly Fault[]): Faults => {
  const bySite = new Map(plan.map((fault) => [`${fault.site}#${String(fault.nth)}`, fault]));
  return makeFaults((site, nth, kinds) => {
    const fault = bySite.get(`${site}#${String(nth)}`);
    return fault !== undefined && kinds.includes(fault.kind) ? fault : undefined;
  });
};
