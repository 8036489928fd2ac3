import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { filesOf } from '../packaging/fingerprint.ts';

/** Every source, as a path from the root with `/`, → a hash of its text. */
export type Stock = ReadonlyMap<string, string>;

/** What editors put beside a file while they save it (`.x.swp`, `x.ts~`, `4913`) ends otherwise. */
const SOURCE = /(?:^|\/)[^./][^/]*\.(?:[cm]?[jt]s|json|ya?ml)$/;

const unlessGone = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
};

/**
 * Reads every source under the paths. A few hundred small files take some 20 ms, so that what the system says of a change
 * need only be a hint: which file it names, and how often it says so, does not matter. A path that is not there has no
 * sources; a folder that goes while it is read is left out until the next time.
 */
export const takeStock = (root: string, paths: readonly string[]): Stock => {
  const stock = new Map<string, string>();
  for (const path of paths) {
    for (const file of unlessGone(() => filesOf(join(root, path))) ?? []) {
      const name = relative(root, file).split(sep).join('/');
      const text = SOURCE.test(name) ? unlessGone(() => readFileSync(file)) : undefined;
      if (text !== undefined) stock.set(name, createHash('sha256').update(text).digest('base64'));
    }
  }
  return stock;
};

/** The sources that are new, gone or have another text, sorted. */
export const changesBetween = (before: Stock, after: Stock): readonly string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((file) => before.get(file) !== after.get(file)).sort();
