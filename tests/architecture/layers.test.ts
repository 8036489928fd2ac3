import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BREACHES, plantedTree, SOUND } from './breaches.ts';

const ROOT = process.cwd();
const CONFIG = join(ROOT, '.dependency-cruiser.cjs');
/** As in `npm run check:dependencies`. */
const FOLDERS = ['services', 'shared', 'events-schema', 'local-cloud', 'proofs', 'tests', 'scripts'];

const { forbidden } = createRequire(CONFIG)(CONFIG) as { readonly forbidden: readonly { readonly name: string }[] };

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

interface Cruise {
  readonly modules: readonly unknown[];
  readonly summary: { readonly violations: readonly Violation[] };
}

/** dependency-cruiser is an ES module, which Jest does not load: so it runs as `npm run check` runs it. */
const cruise = async (folder: string): Promise<Cruise> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      ...['--config', CONFIG, '--output-type', 'json'],
      ...FOLDERS,
    ],
    { cwd: folder, maxBuffer: 256 * 1024 * 1024 },
  );
  return JSON.parse(stdout) as Cruise;
};

let folder: string;
let planted: Cruise;

/** The rules that name a file of the planted tree. */
const rulesThatName = (file: string): readonly string[] => [
  ...new Set(planted.summary.violations.filter(({ from }) => from === file).map(({ rule }) => rule.name)),
];

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'orderwire-breaches-')));
  cpSync(join(ROOT, 'tsconfig.json'), join(folder, 'tsconfig.json'));
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
