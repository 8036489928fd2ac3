import { relative, resolve } from 'node:path';
import { DataError } from '@orderwire/local-cloud/server/journal/format';
import type { LocalServer } from '@orderwire/local-cloud/server/start';
import { Problem } from './problem.ts';
import { seconds } from './terminal.ts';

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
  return memory ? { fresh: false } : { dataDirectory: resolve(root, data), fresh };
};

/** Damaged, foreign or used files, in words and with the way out; undefined for any other error. */
export const dataProblem = (error: unknown, { dataDirectory = '' }: Partial<Data>): Problem | undefined => {
  if (!(error instanceof DataError)) return undefined;
  const shown = relative(process.cwd(), dataDirectory) || dataDirectory;
  const option = shown === DEFAULT_DATA ? '' : ` --data ${shown}`;
  if (error.code === 'IN_USE')
    return new Problem(error.message, `end that one, or keep another state: npm start -- --data ${shown}-2`);
  return new Problem(
    `${error.message}\nNothing was changed.`,
    `npm start -- --fresh${option} begins empty and moves the old files to ${shown}.previous. ` +
      `To look into them, copy them first: cp -r ${shown} ${shown}.copy`,
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
