import { readdirSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { DataError } from '../../server/journal/format.ts';
import type { LocalServer } from '../../server/start.ts';
import { Problem } from '../problem.ts';
import { seconds } from '../terminal.ts';

export const DEFAULT_DATA = '.orderwire/data';

/** Where the local cloud keeps its state: nowhere but in memory when there is no directory. */
export interface Data {
  /** Absolute. */
  readonly dataDirectory?: string;
  readonly fresh: boolean;
}

interface DataFlags {
  readonly data: string;
  readonly memory: boolean;
  readonly fresh: boolean;
}

/** @throws Problem when the options contradict each other */
export const dataOf = ({ data, memory, fresh }: DataFlags, root: string): Data => {
  if (memory && (fresh || data !== DEFAULT_DATA))
    throw new Problem(
      '--memory keeps nothing on disk: it does not go with --fresh or --data.',
      'npm start -- --memory',
    );
  if (data === '')
    throw new Problem(
      '--data takes the name of a directory; this one is empty.',
      `npm start -- --data ${DEFAULT_DATA}`,
    );
  return memory ? { fresh: false } : { dataDirectory: resolve(root, data), fresh };
};

/** Whether `--fresh` has anything to move aside. What cannot be read is the start's to report. */
export const holdsState = ({ dataDirectory }: Data): boolean => {
  if (dataDirectory === undefined) return false;
  try {
    return readdirSync(dataDirectory).some((name) => /^(snapshot|journal)-\d+/.test(name));
  } catch {
    return false;
  }
};

/** A path as one word of a shell. */
const quoted = (path: string): string =>
  /^[\w./~-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;

const NO_ROOM = ['ENOSPC', 'EDQUOT'];
const NO_RIGHT = ['EACCES', 'EPERM', 'EROFS'];
const NO_DIRECTORY = ['EEXIST', 'ENOTDIR', 'ENOENT'];

interface SystemError extends NodeJS.ErrnoException {
  readonly address?: string;
  readonly port?: number;
}

/** What the file system refuses. Node names the path, the address of the socket that locks it, or neither when it writes. */
const refusedByDisk = (error: unknown, dataDirectory: string, shown: string): Problem | undefined => {
  const { code = '', path, address, port = -1, message } = error as SystemError;
  const place = path ?? (port > 0 ? undefined : address);
  if (NO_ROOM.includes(code))
    return new Problem(
      `There is no room on the disk (${message}).`,
      `make room where ${shown} is, and start again: every acknowledged write is there.`,
    );
  const inside = place === undefined ? '..' : relative(dataDirectory, resolve(place));
  if (inside.startsWith('..') || isAbsolute(inside)) return undefined;
  const elsewhere = 'npm start -- --data DIR';
  if (NO_RIGHT.includes(code))
    return new Problem(
      `${shown} cannot be used: it has to be readable and writable (${message}).`,
      `see whose it is (ls -la ${shown}) and make it yours, or keep the state elsewhere: ${elsewhere}`,
    );
  if (NO_DIRECTORY.includes(code))
    return new Problem(
      `${shown} cannot be used as a directory (${message}).`,
      `move away what is there, or keep the state elsewhere: ${elsewhere}`,
    );
  return undefined;
};

/** Damaged, foreign, used or refused files, in words and with the way out; undefined for any other error. */
export const dataProblem = (error: unknown, { dataDirectory }: Partial<Data>): Problem | undefined => {
  if (dataDirectory === undefined) return undefined;
  const path = relative(process.cwd(), dataDirectory) || dataDirectory;
  const shown = quoted(path);
  if (!(error instanceof DataError)) return refusedByDisk(error, dataDirectory, shown);
  const option = path === DEFAULT_DATA ? '' : ` --data ${shown}`;
  if (error.code === 'IN_USE')
    return new Problem(
      error.message,
      `end that one, or keep another state: npm start -- --data ${quoted(`${path}-2`)} --port 0 --aws-port 0`,
    );
  const previous = quoted(`${path}.previous`);
  return new Problem(
    `${error.message}\nNothing was changed.`,
    `npm start -- --fresh${option} begins empty and moves the old files to ${previous}. ` +
      `To look into them, copy them first: cp -r ${shown} ${quoted(`${path}.copy`)}`,
  );
};

const age = (milliseconds: number): string => {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) return 'a moment ago';
  if (minutes < 120) return `${minutes} min ago`;
  return minutes < 2_880 ? `${Math.round(minutes / 60)} h ago` : `${Math.round(minutes / 1_440)} days ago`;
};

/** What came back from the disk, in lines for people; none when the platform began empty. */
export const restoredLines = ({ restored }: LocalServer): readonly string[] => {
  if (restored === undefined) return [];
  const { items, bytes, entries, snapshotAt, takenBack, tornBytes, dropped, tookMs } = restored;
  const megabytes = (bytes / 1e6).toFixed(1);
  return [
    `${items} items (${megabytes} MB; ${entries} entries since the snapshot ${age(Date.now() - snapshotAt)}) in ${seconds(tookMs)}`,
    ...(takenBack > 0 ? [`${takenBack} invocations were under way and begin again`] : []),
    ...(tornBytes > 0 ? [`${tornBytes} bytes of a last, unfinished write were cut off`] : []),
    ...dropped.map((what) => `no place for ${what}`),
  ];
};
