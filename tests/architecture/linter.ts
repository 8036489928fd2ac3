import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { toolFile } from '@orderwire/local-cloud/dev/tool';

export interface Planted {
  /** Where the text stands; a `*` is replaced, so that each has a file of its own. */
  readonly file: string;
  readonly text: string;
}

/** What the linter finds in one text. `rule` is absent where the text is no TypeScript. */
export interface Finding {
  readonly rule: string | undefined;
  readonly message: string;
}

interface Report {
  readonly diagnostics: readonly {
    readonly code?: string;
    readonly message: string;
    readonly help?: string;
    readonly filename: string;
  }[];
}

/** Ends with 1 when it finds something. */
const oxlint = (folder: string): Promise<string> =>
  new Promise((resolve) => {
    const tool = toolFile(process.cwd(), 'oxlint');
    execFile(process.execPath, [tool, '--format=json'], { cwd: folder, maxBuffer: 2 ** 26 }, (_error, stdout) =>
      resolve(stdout),
    );
  });

/**
 * Lints texts as if they stood in the repository, by its own configuration, in a copy that holds nothing else.
 * @param options withTypes: the rules that need types too, and the types themselves
 * @returns what was found in each text, in their order
 */
export const lint = async (
  planted: readonly Planted[],
  { withTypes }: { readonly withTypes: boolean },
): Promise<readonly (readonly Finding[])[]> => {
  const root = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'orderwire-lint-'));
  try {
    const paths = planted.map(({ file }, index) => file.replace('*', `planted-${index}`));
    const configuration = readFileSync(join(root, '.oxlintrc.json'), 'utf8');
    const typed = withTypes ? configuration : configuration.replace(/"type(Aware|Check)": true/g, '"type$1": false');
    writeFileSync(join(folder, '.oxlintrc.json'), typed);
    for (const file of ['oxlint.bans.mjs', 'tsconfig.json', 'package.json'])
      cpSync(join(root, file), join(folder, file));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const [index, { text }] of planted.entries()) {
      const path = join(folder, paths[index] ?? '');
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${text}\n`);
    }
    const { diagnostics } = JSON.parse(await oxlint(folder)) as Report;
    return paths.map((path) =>
      diagnostics
        .filter(({ filename }) => filename === path)
        .map(({ code, message, help = '' }) => ({
          rule: code?.replace(/^.*\((.*)\)$/, '$1'),
          message: `${message} ${help}`,
        })),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
