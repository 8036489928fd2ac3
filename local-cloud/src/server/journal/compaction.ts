import { Worker } from 'node:worker_threads';
import type { Appender } from './appender.ts';
import type { CompactionJob } from './compact.ts';
import type { Generations } from './generations.ts';

/** Drafts the snapshot somewhere. @returns its bytes */
export type Compact = (job: CompactionJob) => Promise<number>;

/** Runs in a thread of its own, so that the platform is not blocked; `compactor` is the path of compactor.mjs. */
export const compactInThread =
  (compactor: string): Compact =>
  (job) =>
    new Promise((resolve, reject) => {
      const thread = new Worker(compactor, { workerData: job, execArgv: [], argv: [] });
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', (code) => reject(new Error(`The compaction ended with ${code}.`)));
      // A process that ends does not wait for it: an unfinished draft is left behind, and the journals stay.
      thread.unref();
    });

export interface CompactionOptions {
  readonly directory: string;
  readonly generations: Generations;
  readonly appender: Appender;
  readonly compact: Compact;
  /** A journal grows at least to this size before it is replaced. */
  readonly journalBytes: number;
  /** The number of the journal that is being written, and how large the snapshot and the journals before it are. */
  readonly first: { readonly number: number; readonly snapshotBytes: number; readonly journalBytes: number };
  /** Last entries before a journal is complete. */
  readonly onCut: () => void;
  readonly close: (descriptor: number) => void;
  readonly onError: (error: unknown) => void;
}

/** Redoing a journal takes half a second per 8 MB: a restart is to take no more than a few. */
const LARGEST_JOURNAL_BYTES = 32 * 2 ** 20;

/**
 * Replaces the journal by a snapshot when it has grown: the next journal is begun at once, the old one and the old
 * snapshot become a new snapshot beside, and are removed once that is in place. Writing a large snapshot is worth it for a
 * larger journal only.
 */
export const makeCompaction = (options: CompactionOptions) => {
  const { directory, generations, appender, compact } = options;
  let { number, snapshotBytes, journalBytes: carried } = options.first;
  let cutting = Promise.resolve();
  let running = false;
  let ended = false;

  const bound = (): number => Math.max(options.journalBytes, Math.min(snapshotBytes / 2, LARGEST_JOURNAL_BYTES));

  const run = async (): Promise<void> => {
    options.onCut();
    carried = 0;
    number += 1;
    const next = number;
    cutting = appender.cut(() => generations.openJournal(next), options.close);
    await cutting;
    try {
      snapshotBytes = await compact({ directory, number: next });
      if (ended) return;
      generations.adoptSnapshot(next);
      generations.trim(next);
    } catch (error) {
      // Nothing is lost: the journals stay, and the next attempt takes them all.
      options.onError(error);
    }
  };

  return {
    /** To be asked after each entry. */
    consider: (): void => {
      if (running || ended || carried + appender.size().bytes < bound()) return;
      running = true;
      void run().finally(() => {
        running = false;
      });
    },
    /** Begins nothing more; what is under way comes to nothing. @returns the newest journal's number */
    end: async (): Promise<number> => {
      ended = true;
      await cutting;
      return number;
    },
  };
};
