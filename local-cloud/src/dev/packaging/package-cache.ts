import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { Problem } from '../problem.ts';

const entriesSchema = z.record(z.string(), z.object({ fingerprint: z.string(), writtenAt: z.number() }));

/** Which inputs the `.serverless` folders were made from. */
export interface PackageCache {
  readonly isCurrent: (path: string, fingerprint: string) => boolean;
  readonly remember: (path: string, fingerprint: string) => void;
}

/** When osls last wrote the folder; somebody may have packaged by hand, with other parameters. */
const writtenAt = (root: string, path: string): number | undefined =>
  statSync(join(root, path, '.serverless/serverless-state.json'), { throwIfNoEntry: false })?.mtimeMs;

export const openPackageCache = (root: string): PackageCache => {
  const file = join(root, '.orderwire/packages.json');
  let entries: z.infer<typeof entriesSchema> = {};
  try {
    entries = entriesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // None yet, or not readable: everything is packaged again.
  }
  return {
    isCurrent: (path, fingerprint) => {
      const entry = entries[path];
      return entry?.fingerprint === fingerprint && entry.writtenAt === writtenAt(root, path);
    },
    remember: (path, fingerprint) => {
      entries = { ...entries, [path]: { fingerprint, writtenAt: writtenAt(root, path) ?? 0 } };
      mkdirSync(join(root, '.orderwire'), { recursive: true });
      writeFileSync(`${file}.${process.pid}`, JSON.stringify(entries, null, 2));
      renameSync(`${file}.${process.pid}`, file);
    },
  };
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const holderOf = (file: string): number => {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
};

/** Lets one process package at a time: `npm start` and `npm run demo` write the same folders. Waits up to two minutes. */
export const withPackageLock = async <T>(root: string, work: () => Promise<T>): Promise<T> => {
  const file = join(root, '.orderwire/package.lock');
  mkdirSync(join(root, '.orderwire'), { recursive: true });
  for (let tries = 0; ; tries += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = holderOf(file);
      if (holder !== 0 && !isAlive(holder)) rmSync(file, { force: true });
      if (tries > 600) throw new Problem(`Process ${holder} has been packaging for two minutes.`, `remove ${file}.`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
};
