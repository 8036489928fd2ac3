import type { Story } from './ledger.ts';
import type { Snapshot } from './snapshot.ts';

/** Something that must not be once everything has come to rest. */
export interface Fault {
  readonly what: string;
  readonly orderId?: string;
}

/** One check over everything at rest. */
export type Check = (snapshot: Snapshot, stories: readonly Story[]) => readonly Fault[];
