import type { FaultKind } from '@orderwire/local-cloud/simulator/faults';
import type { Patch } from '../runner/bundle.ts';

/** A mistake that somebody could make, planted to see whether an invariant notices. */
export interface Bug {
  readonly id: string;
  /** What a careless developer would do. */
  readonly what: string;
  /** Each fits its file exactly once. */
  readonly patches: readonly Patch[];
  /** Only these faults, where the ordinary mixture would take long. */
  readonly kinds?: readonly FaultKind[];
}
