import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem } from '@orderwire/local-cloud/dev/problem';
import { command, type Main } from './command.ts';

/** File, relative to the root → its text. */
export type Texts = ReadonlyMap<string, string>;

interface Generated {
  readonly help: string;
  /** What to type when a file is not current. */
  readonly again: string;
  /** A folder that holds nothing but such files. */
  readonly folder?: string;
  /** @throws Problem when something that it is made from is missing */
  readonly make: (root: string) => Texts;
  /** What `--check` asks beside. @throws Problem when it does not hold */
  readonly alsoHolds?: (root: string) => void;
}

/** White space is the formatter's. */
const bare = (text: string): string => text.replace(/\s+/g, ' ');

const isCurrent = (file: string, text: string): boolean =>
  existsSync(file) && bare(readFileSync(file, 'utf8')) === bare(text);

const listed = (root: string, folder: string | undefined): readonly string[] =>
  folder === undefined || !existsSync(join(root, folder))
    ? []
    : readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);

/** A command that makes files out of others; with `--check` it changes nothing, and fails when one is not current. */
export const generated = ({ help, again, folder, make, alsoHolds }: Generated): Main =>
  command(help, { check: { type: 'boolean', default: false } }, ({ values, root, terminal }) => {
    const texts = make(root);
    const orphans = listed(root, folder).filter((file) => !texts.has(file));
    if (values.check) {
      const stale = [...texts].filter(([file, text]) => !isCurrent(join(root, file), text)).map(([file]) => file);
      const wrong = [...stale, ...orphans];
      if (wrong.length > 0) throw new Problem(`Not current: ${wrong.join(', ')}.`, again);
      alsoHolds?.(root);
    } else {
      for (const file of orphans) rmSync(join(root, file));
      for (const [file, text] of texts) {
        mkdirSync(dirname(join(root, file)), { recursive: true });
        writeFileSync(join(root, file), text);
      }
    }
    terminal.line(`${texts.size} files are ${values.check ? 'current' : 'written'}`);
    return Promise.resolve(0);
  });
