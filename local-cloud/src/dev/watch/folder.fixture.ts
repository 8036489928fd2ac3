import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Folder {
  readonly root: string;
  readonly write: (file: string, text: string) => void;
  /** As editors save: beside it, then by a rename. */
  readonly replace: (file: string, text: string) => void;
  readonly remove: (file: string) => void;
  readonly clean: () => void;
}

/** A folder of a test's own. */
export const makeFolder = (files: Readonly<Record<string, string>>): Folder => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'orderwire-watched-')));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  return {
    root,
    write,
    replace: (file, text) => {
      write(`${file}~`, text);
      renameSync(join(root, `${file}~`), join(root, file));
    },
    remove: (file) => rmSync(join(root, file), { recursive: true, force: true }),
    clean: () => rmSync(root, { recursive: true, force: true }),
  };
};
