import type { CrashPoints } from './crash-points.ts';
import { makeGenerations } from './generations.ts';
import { replayForSnapshot } from './replay.ts';
import { encodeSnapshot } from './snapshot.ts';

/** A complete journal, and the snapshot that replaces it. */
export interface CompactionJob {
  /** Absolute. */
  readonly directory: string;
  /** The number of the new snapshot. It holds everything before the journal of this number. */
  readonly number: number;
}

const NO_CRASH: CrashPoints = { pass: () => undefined };

/**
 * Makes a draft of a snapshot from the last snapshot and the journals after it. A restart does the same, so every
 * compaction proves that a restart would succeed. @returns the draft's bytes. @throws DataError
 */
export const compact = ({ directory, number }: CompactionJob): number => {
  const generations = makeGenerations(directory, NO_CRASH);
  const kept = generations.read(number);
  if (kept === undefined) throw new Error(`There is no snapshot to begin with in ${directory}.`);
  const contents = encodeSnapshot(replayForSnapshot(kept, directory, () => Date.now()));
  generations.draftSnapshot(number, contents);
  return contents.length;
};
