import type { CrashPoints } from './crash-points.ts';
import { makeGenerations } from './generations.ts';
import { replayForSnapshot } from './replay.ts';
import { encodeSnapshot } from './snapshot.ts';

/** A journal that is complete, and the snapshot that is to take its place. */
export interface CompactionJob {
  /** Absolute. */
  readonly directory: string;
  /** Of the snapshot to be made: everything before the journal of this number goes into it. */
  readonly number: number;
}

const NO_CRASH: CrashPoints = { pass: () => undefined };

/**
 * Drafts a snapshot out of the last one and the journals since: what a restart does, so that every compaction proves that
 * a restart would succeed. @returns the draft's bytes. @throws DataError
 */
export const compact = ({ directory, number }: CompactionJob): number => {
  const generations = makeGenerations(directory, NO_CRASH);
  const kept = generations.read(number);
  if (kept === undefined) throw new Error(`There is no snapshot to begin with in ${directory}.`);
  const contents = encodeSnapshot(replayForSnapshot(kept, directory, () => Date.now()));
  generations.draftSnapshot(number, contents);
  return contents.length;
};
