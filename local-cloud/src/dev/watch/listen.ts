import type { FSWatcher } from 'node:fs';
import { existsSync, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { SKIPPED } from '../packaging/fingerprint.ts';

export interface ListenOptions {
  readonly root: string;
  /** Folders with everything below them, relative to the root. */
  readonly deep: readonly string[];
  /** Folders of which only the files count. */
  readonly flat: readonly string[];
  /**
   * Whether the system itself listens to a whole tree, as macOS and Windows do. Elsewhere Node imitates that and has
   * missed changes and thrown on deletions (https://github.com/nodejs/node/issues/48437 and …/52018), so each folder
   * is listened to by itself.
   */
  readonly native: boolean;
  /** Something may have changed. */
  readonly onHint: () => void;
}

export interface Listening {
  /** Listens to the folders that there are now. */
  readonly renew: () => void;
  readonly stop: () => void;
}

const foldersUnder = (path: string): readonly string[] => {
  if (!existsSync(path)) return [];
  const below = readdirSync(path, { withFileTypes: true }).filter((one) => one.isDirectory() && !SKIPPED.has(one.name));
  return [path, ...below.flatMap(({ name }) => foldersUnder(join(path, name)))];
};

/**
 * Tells of changes in folders, without keeping the process alive.
 * @throws what `fs.watch` throws, for example ENOSPC where the system listens to too many folders already
 */
export const listen = ({ root, deep, flat, native, onHint }: ListenOptions): Listening => {
  const start = (path: string, recursive: boolean): FSWatcher => {
    const watcher = watch(path, { recursive, persistent: false }, (_event, name) => {
      const parts = name?.split(/[\\/]/) ?? [];
      if (!parts.some((part) => SKIPPED.has(part))) onHint();
    });
    // A folder that was deleted (EPERM on Windows): the next round finds out.
    return watcher.on('error', onHint);
  };
  const startAll = (): readonly FSWatcher[] => {
    const started: FSWatcher[] = [];
    const add = (path: string, recursive: boolean): void => {
      try {
        started.push(start(path, recursive));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
        for (const watcher of started) watcher.close();
        throw error;
      }
    };
    for (const path of flat) add(join(root, path), false);
    for (const path of deep.map((one) => join(root, one)))
      for (const folder of native ? [path] : foldersUnder(path)) add(folder, native);
    return started;
  };
  let watchers = startAll();
  const closeAll = (): void => {
    for (const watcher of watchers) watcher.close();
  };
  return {
    // All of them anew, first the new ones: a folder that was deleted and made again looks the same, and is another.
    renew: () => {
      const fresh = startAll();
      closeAll();
      watchers = fresh;
    },
    stop: closeAll,
  };
};
