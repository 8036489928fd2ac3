import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What every package is made from, beside the service's own folder. */
export const COMMON_FOLDERS: readonly string[] = ['shared', 'events-schema/src'];
const COMMON_FILES: readonly string[] = ['settings.yml', 'package-lock.json', 'tsconfig.json'];

/** Files that every package is made from, relative to the root: those above, and what stands beside the services. */
export const commonFiles = (root: string): readonly string[] => {
  const beside = readdirSync(join(root, 'services')).filter((name) => /\.(yml|cjs)$/.test(name));
  return [...beside.sort().map((name) => `services/${name}`), ...COMMON_FILES];
};

/** Folders that hold nothing a package is made from. */
export const SKIPPED: ReadonlySet<string> = new Set(['node_modules', '.serverless', '.esbuild', 'sample', 'testing']);
const isSource = (name: string): boolean => !/\.(test|prop\.test|contract)\.ts$|\.md$/.test(name);

/** Every file under a path that a package may be made from, sorted; the path itself when it is a file. */
export const filesOf = (path: string): readonly string[] => {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !SKIPPED.has(name) && isSource(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesOf(join(path, entry.name)) : [join(path, entry.name)]));
};

/**
 * One hash over names and contents of everything under the paths, tests and prose left out. A few hundred small files
 * take some 20 ms, so there is no need to trust modification times.
 */
export const fingerprint = (root: string, paths: readonly string[], more: readonly string[] = []): string => {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesOf(join(root, path))) {
      hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  for (const text of more) hash.update(text).update('\0');
  return hash.digest('hex');
};
