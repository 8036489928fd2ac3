import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const COMPILED = pathToFileURL(join(__dirname, 'compiled.mjs')).href;

/** As scripts/run.mjs does it; Jest loads no ES modules, so each run is a process of its own. */
const script = (root: string): string => `
  import { compiled } from ${JSON.stringify(COMPILED)};
  process.setSourceMapsEnabled(true);
  const { main } = await import(await compiled(${JSON.stringify(root)}, 'scripts/greet.ts'));
  await main();
`;

let root: string;

const write = (file: string, text: string): void => {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), text);
};
const run = (): { readonly stdout: string; readonly stderr: string } =>
  spawnSync(process.execPath, ['--input-type=module', '--eval', script(root)], { encoding: 'utf8' });
const kept = (): readonly string[] => readdirSync(join(root, '.orderwire/compiled'));

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'orderwire-compiled-')));
  write('package.json', '{"dependencies": {"yaml": "1.0.0"}}');
  write(
    'scripts/greet.ts',
    "import { word } from '../shared/word.ts';\nexport const main = () => console.log(word);\n",
  );
  write('shared/word.ts', "export const word: string = 'hello';\n");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('a compiled source', () => {
  it('is made once, and again only when something has changed', () => {
    expect(run().stdout).toBe('hello\n');
    const first = kept();
    expect(first).toEqual([expect.stringMatching(/^greet\.[\da-f]{16}\.mjs$/)]);
    expect(run().stdout).toBe('hello\n');
    expect(kept()).toEqual(first);
    write('shared/word.ts', "export const word: string = 'hallo';\n");
    expect(run().stdout).toBe('hallo\n');
    expect(kept()).toHaveLength(1);
    expect(kept()).not.toEqual(first);
  });

  it('takes in what has come into a folder since', () => {
    write(
      'scripts/greet.ts',
      "const name: string = process.env['NAME'] ?? 'late';\n" +
        'export const main = async () => console.log(Object.keys(await import(`../shared/${name}.ts`)));\n',
    );
    expect(run().stderr).toContain('../shared/late.ts');
    write('shared/late.ts', 'export const late = 1;\n');
    expect(run().stdout).toBe("[ 'late' ]\n");
  });

  it('tells in a stack trace which line of which source it was', () => {
    write('shared/word.ts', "\n\nexport const word: string = (() => { throw new RangeError('no word'); })();\n");
    expect(run().stderr).toMatch(/RangeError: no word\n[^]*shared\/word\.ts:3:/);
  });

  it('that cannot be compiled is named with its line, and nothing is kept', () => {
    write('shared/word.ts', 'export const word = ;\n');
    expect(run().stderr).toContain('shared/word.ts:1:20: ERROR: Unexpected ";"');
    expect(kept()).toEqual([]);
  });
});
