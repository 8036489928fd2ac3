import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Compose } from './compose.ts';

export interface BundleSize {
  readonly service: string;
  readonly function: string;
  /** Of the JavaScript in the zip, unpacked: what Lambda parses at a cold start. */
  readonly bytes: number;
}

const scriptBytes = (zipPath: string): number => {
  let bytes = 0;
  unzipSync(readFileSync(zipPath), {
    filter: ({ name, originalSize }) => {
      if (/\.[cm]?js$/.test(name)) bytes += originalSize;
      return false;
    },
  });
  return bytes;
};

/** The bundles of all functions as they were last packaged. */
export const bundleSizes = (root: string, compose: Compose): readonly BundleSize[] =>
  Object.entries(compose.services).flatMap(([service, { path }]) => {
    const folder = join(root, path, '.serverless');
    return readdirSync(folder)
      .filter((name) => name.endsWith('.zip'))
      .sort()
      .map((name) => ({ service, function: name.slice(0, -4), bytes: scriptBytes(join(folder, name)) }));
  });
