import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { CrashPoints } from './crash-points.ts';
import { DataError, frameOf, parted, readFrames, titleOf } from './format.ts';

/**
 * A data directory: `snapshot-N` is the state at the beginning of `journal-N`. The newest snapshot and every journal from
 * its number on make the state; what is older waits to be removed.
 */
export interface Generations {
  /** Up to the journal before `before`, or all; undefined for an empty directory. @throws DataError */
  readonly read: (before?: number) => Kept | undefined;
  /** Removes unfinished files of a process that ended. */
  readonly tidy: () => void;
  /** Moves everything to `<directory>.previous`, in place of the state that is there; other files are left alone. */
  readonly setAside: () => void;
  /** Written beside the other files and synced; it is not used yet. */
  readonly draftSnapshot: (number: number, contents: Uint8Array) => void;
  /** Renames the draft: from now on the directory begins with it. */
  readonly adoptSnapshot: (number: number) => void;
  /** An empty journal, opened. */
  readonly openJournal: (number: number) => number;
  /** Cuts off what an unfinished write has left, so that another journal may follow. */
  readonly mend: (kept: Kept) => void;
  /** Removes everything older. */
  readonly trim: (number: number) => void;
}

export interface Kept {
  readonly snapshot: Buffer;
  readonly entries: readonly Buffer[];
  /** The newest number that is in use. */
  readonly number: number;
  /** Of the journal that may follow. */
  readonly nextJournal: number;
  readonly snapshotBytes: number;
  readonly journalBytes: number;
  /** What was cut off the end of the last journal. */
  readonly tornBytes: number;
  /** Where the last journal's whole part ends, in bytes. */
  readonly lastEnd: number;
}

const NAME = /^(snapshot|journal)-(\d+)$/;
const DRAFT = /^snapshot-\d+\.draft$/;

/** The files of ours in a directory; a directory given by hand may hold others. */
const ownFiles = (directory: string): readonly string[] =>
  readdirSync(directory).filter((name) => NAME.test(name) || DRAFT.test(name));

export const numbersIn = (directory: string, kind: 'snapshot' | 'journal'): readonly number[] =>
  (existsSync(directory) ? readdirSync(directory) : [])
    .flatMap((name) => {
      const [, found, number] = NAME.exec(name) ?? [];
      return found === kind ? [Number(number)] : [];
    })
    .sort((a, b) => a - b);

/** Makes sure that a renamed or new file survives a loss of power. Windows has no such call, and does not need it. */
const syncDirectory = (directory: string): void => {
  if (process.platform === 'win32') return;
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

const writeWhole = (path: string, parts: readonly Uint8Array[]): void => {
  const descriptor = openSync(path, 'w');
  try {
    for (const part of parts) for (let at = 0; at < part.length;) at += writeSync(descriptor, part, at);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

export const makeGenerations = (directory: string, crash: CrashPoints): Generations => {
  mkdirSync(directory, { recursive: true });
  const pathOf = (kind: 'snapshot' | 'journal', number: number): string => join(directory, `${kind}-${number}`);
  const draftOf = (number: number): string => `${pathOf('snapshot', number)}.draft`;
  const corrupt = (path: string, message: string): DataError => new DataError('CORRUPT', path, message);

  const readSnapshot = (number: number): Buffer => {
    const path = pathOf('snapshot', number);
    const { frames, tornBytes } = readFrames(readFileSync(path), 'snapshot', path);
    const [snapshot] = frames;
    if (snapshot === undefined || tornBytes > 0) throw corrupt(path, `${path} is damaged: it is not complete.`);
    return snapshot;
  };

  /** Only the last journal may be incomplete: each journal is completed before the next one is made. */
  const readJournals = (numbers: readonly number[]) => {
    const read = numbers.map((number, index) => {
      const path = pathOf('journal', number);
      const contents = readFrames(readFileSync(path), 'journal', path);
      if (contents.tornBytes > 0 && index < numbers.length - 1)
        throw corrupt(path, `${path} is damaged at byte ${contents.end}: it ends there, and another one follows.`);
      return contents;
    });
    return {
      entries: read.flatMap(({ frames }) => frames.flatMap((frame) => parted(frame))),
      lastEnd: read.at(-1)?.end ?? 0,
      journalBytes: read.reduce((sum, { end }) => sum + end, 0),
      tornBytes: read.at(-1)?.tornBytes ?? 0,
    };
  };

  return {
    tidy: () => {
      for (const name of readdirSync(directory)) if (DRAFT.test(name)) rmSync(join(directory, name));
    },
    read: (before = Infinity) => {
      const begin = numbersIn(directory, 'snapshot').at(-1);
      const journals = numbersIn(directory, 'journal');
      const [stray] = journals;
      if (begin === undefined) {
        if (stray === undefined) return undefined;
        throw corrupt(pathOf('journal', stray), `${directory} has a journal, and no snapshot that it begins with.`);
      }
      const needed = journals.filter((number) => number >= begin && number < before);
      const gap = needed.findIndex((number, index) => number !== begin + index);
      if (gap >= 0)
        throw corrupt(pathOf('journal', begin + gap), `${pathOf('journal', begin + gap)} is missing in between.`);
      const snapshot = readSnapshot(begin);
      const last = needed.at(-1);
      const numbers = { number: last ?? begin, nextJournal: last === undefined ? begin : last + 1 };
      return { snapshot, ...numbers, snapshotBytes: snapshot.length, ...readJournals(needed) };
    },
    setAside: () => {
      const names = ownFiles(directory);
      if (names.length === 0) return;
      const aside = `${directory}.previous`;
      mkdirSync(aside, { recursive: true });
      for (const name of ownFiles(aside)) rmSync(join(aside, name));
      for (const name of names) renameSync(join(directory, name), join(aside, name));
    },
    draftSnapshot: (number, contents) => writeWhole(draftOf(number), [titleOf('snapshot'), frameOf(contents)]),
    adoptSnapshot: (number) => {
      crash.pass('snapshot.before-rename');
      renameSync(draftOf(number), pathOf('snapshot', number));
      syncDirectory(directory);
      crash.pass('snapshot.after-rename');
    },
    openJournal: (number) => {
      const descriptor = openSync(pathOf('journal', number), 'w');
      writeSync(descriptor, titleOf('journal'));
      fsyncSync(descriptor);
      syncDirectory(directory);
      return descriptor;
    },
    mend: ({ number, lastEnd, tornBytes }) => {
      if (tornBytes === 0) return;
      const descriptor = openSync(pathOf('journal', number), 'r+');
      try {
        ftruncateSync(descriptor, lastEnd);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    },
    trim: (number) => {
      crash.pass('snapshot.before-trim');
      for (const kind of ['journal', 'snapshot'] as const)
        for (const old of numbersIn(directory, kind)) if (old < number) rmSync(pathOf(kind, old));
    },
  };
};
