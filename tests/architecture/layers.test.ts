import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runTool, scriptArguments, toolFile } from '@orderwire/local-cloud/dev/tool';
import { BREACHES, plantedTree, SOUND } from './breaches.ts';

const ROOT = process.cwd();
const CONFIG = join(ROOT, '.dependency-cruiser.cjs');
const { forbidden } = createRequire(CONFIG)(CONFIG) as { readonly forbidden: readonly { readonly name: string }[] };

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

interface Cruise {
  readonly modules: readonly unknown[];
  readonly summary: { readonly violations: readonly Violation[] };
}

const ARGUMENTS = scriptArguments(ROOT, 'check:dependencies');

/** dependency-cruiser is an ES module, which Jest does not load: so it runs as `npm run check:dependencies` runs it. */
const cruise = async (folder: string): Promise<Cruise> => {
  const args = [...ARGUMENTS, '--output-type', 'json'];
  const { output } = await runTool(toolFile(ROOT, 'dependency-cruiser', 'depcruise'), args, { root: folder });
  return JSON.parse(output) as Cruise;
};

let folder: string;
let planted: Cruise;

/** The rules that name a file of the planted tree. */
const rulesThatName = (file: string): readonly string[] => [
  ...new Set(planted.summary.violations.filter(({ from }) => from === file).map(({ rule }) => rule.name)),
];

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'orderwire-breaches-')));
  for (const file of ['tsconfig.json', basename(CONFIG)]) cpSync(join(ROOT, file), join(folder, file));
  // It refuses a folder that is not there.
  for (const name of readdirSync(ROOT))
    if (ARGUMENTS.includes(name) && !name.startsWith('.')) mkdirSync(join(folder, name));
  for (const [file, text] of Object.entries(plantedTree())) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  planted = await cruise(folder);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(Object.entries(BREACHES))('the rule %s', (rule, files) => {
  it.each(files)('alone names %s, which imports %s', (from) => {
    expect(rulesThatName(from)).toEqual([rule]);
  });
});

describe('the dependency rules', () => {
  it('have a planted breach each', () => {
    expect(Object.keys(BREACHES).sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });

  it.each(SOUND)('let %s import %s', (from) => {
    expect(rulesThatName(from)).toEqual([]);
  });

  it('name nothing else in the planted tree', () => {
    const files = new Set(Object.values(BREACHES).flatMap((breaches) => breaches.map(([from]) => from)));
    expect(planted.summary.violations.filter(({ from }) => !files.has(from))).toEqual([]);
  });

  it('hold in the real tree', async () => {
    const { modules, summary } = await cruise(ROOT);
    expect(modules.length).toBeGreaterThan(400);
    expect(summary.violations).toEqual([]);
  }, 60_000);
});
