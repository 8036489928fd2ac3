import type { FaultKind } from '@orderwire/local-cloud/simulator/faults';

/** One piece of a source file that is replaced while the simulation is bundled. It fits its file exactly once. */
export interface Patch {
  /** From the root of the repository. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** A mistake that somebody could make, planted to see whether an invariant notices. */
export interface Bug {
  readonly id: string;
  /** What a careless developer would do. */
  readonly what: string;
  readonly patches: readonly Patch[];
  /** Only these faults, where the ordinary mixture would take long. */
  readonly kinds?: readonly FaultKind[];
}
