import type { Fault, FaultKind } from '@orderwire/local-cloud/simulator/faults';
import type { InvariantId } from '../invariants/claims.ts';
import type { Violation } from './checks.ts';

/** One run: everything that decides it, beside the code. */
export interface Job {
  readonly seed: number;
  readonly orders: number;
  /** Left out: all, each run with a mixture of its own. */
  readonly kinds?: readonly FaultKind[];
  /** Exactly these faults instead of drawn ones. */
  readonly plan?: readonly Fault[];
  /** Everything comes once more at the end; left out: in every sixteenth run. */
  readonly replayed?: boolean;
  /** People also sign up, browse and look back; left out: in some runs. */
  readonly visited?: boolean;
  /** Says how often each place was passed where something can go wrong. */
  readonly counted?: boolean;
  /** Keeps the trace. */
  readonly traced?: boolean;
}

export interface TraceLine {
  /** Virtual milliseconds since the start. */
  readonly at: number;
  readonly step: number;
  readonly text: string;
}

export interface SeedResult {
  readonly seed: number;
  readonly steps: number;
  readonly orders: number;
  readonly deliveries: number;
  readonly traceHash: number;
  /** All that struck. */
  readonly faults: readonly Fault[];
  /** What followed from them, by kind. */
  readonly consequences: Readonly<Record<string, number>>;
  readonly checks: Readonly<Record<InvariantId, number>>;
  readonly violations: readonly Violation[];
  /** How many orders rest in which state. */
  readonly states: Readonly<Record<string, number>>;
  readonly trace?: readonly TraceLine[];
  readonly passed?: Readonly<Record<string, number>>;
}
