import { fdatasync, write, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import type { CrashPoints } from './crash-points.ts';
import { frameOf, joined } from './format.ts';

/** The end of a journal. Entries that are appended together are written to the disk together. */
export interface Appender {
  readonly append: (entry: Uint8Array) => void;
  /** Resolves when everything appended so far is on the disk. */
  readonly durable: () => Promise<void>;
  /**
   * Everything appended from now on goes to the file that `open` opens, once all before is on the disk. Resolves when the
   * old file is complete, and closed by `close`.
   */
  readonly cut: (open: () => number, close: (descriptor: number) => void) => Promise<void>;
  /** Closes the file once everything is on the disk; nothing may be appended afterwards. */
  readonly close: (close: (descriptor: number) => void) => Promise<void>;
  /** Entries and bytes in the present file. */
  readonly size: () => { readonly entries: number; readonly bytes: number };
}

export interface AppenderOptions {
  readonly descriptor: number;
  readonly crash: CrashPoints;
  /** Writing to the disk has failed, so nothing can be acknowledged any more. Called once. */
  readonly onFailure: (error: unknown) => void;
}

const writeAsync = promisify(write);
const syncAsync = promisify(fdatasync);

interface Group {
  readonly entries: Uint8Array[];
  readonly done: Promise<void>;
  readonly resolve: () => void;
  /** Done after this group's entries, before any later one's. */
  afterwards: (() => void) | undefined;
}

const newGroup = (): Group => {
  let resolve = (): void => undefined;
  const done = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { entries: [], done, resolve, afterwards: undefined };
};

const writeAll = async (descriptor: number, bytes: Buffer): Promise<void> => {
  for (let at = 0; at < bytes.length;) at += (await writeAsync(descriptor, bytes, at)).bytesWritten;
};

/**
 * Group commit: while one group is being written and synced, new entries are collected in the next. fdatasync makes it
 * survive a loss of power too, and not only a kill.
 */
export const makeAppender = ({ descriptor: first, crash, onFailure }: AppenderOptions): Appender => {
  let descriptor = first;
  let size = { entries: 0, bytes: 0 };
  const waiting: Group[] = [];
  let running = false;
  let failed = false;
  let closed = false;
  let writing: Group | undefined;

  const put = async (entries: readonly Uint8Array[]): Promise<void> => {
    if (entries.length === 0) return;
    const frame = frameOf(joined(entries));
    crash.pass('journal.before-write');
    crash.pass('journal.torn-write', () => writeSync(descriptor, frame, 0, frame.length >> 1));
    await writeAll(descriptor, frame);
    await syncAsync(descriptor);
    crash.pass('journal.after-write');
  };

  const flush = async (): Promise<void> => {
    try {
      for (let group = waiting[0]; group !== undefined; group = waiting[0]) {
        // Closed to later entries from here on: `last` makes a new one.
        const entries = group.entries.splice(0);
        waiting.shift();
        writing = group;
        await put(entries);
        group.afterwards?.();
        group.resolve();
      }
    } catch (error) {
      // Those who wait never get an answer: what is not on the disk must not be acknowledged.
      failed = true;
      onFailure(error);
    } finally {
      writing = undefined;
      running = false;
    }
  };

  const last = (): Group => {
    const open = waiting.at(-1);
    if (open !== undefined && open.afterwards === undefined) return open;
    const group = newGroup();
    waiting.push(group);
    if (!running && !failed) {
      running = true;
      // After this turn of the event loop, so that all of its entries share one write.
      setImmediate(() => void flush());
    }
    return group;
  };

  return {
    append: (entry) => {
      if (closed) throw new Error('The journal is closed.');
      last().entries.push(entry);
      size = { entries: size.entries + 1, bytes: size.bytes + entry.byteLength };
    },
    durable: () => (waiting.at(-1) ?? writing)?.done ?? Promise.resolve(),
    cut: (open, close) => {
      const group = last();
      size = { entries: 0, bytes: 0 };
      group.afterwards = () => {
        close(descriptor);
        descriptor = open();
      };
      return group.done;
    },
    close: (close) => {
      const group = last();
      closed = true;
      group.afterwards = () => close(descriptor);
      return group.done;
    },
    size: () => size,
  };
};
