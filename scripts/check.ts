import { guarded } from '@orderwire/local-cloud/dev/problem';
import { makeTerminal, seconds } from '@orderwire/local-cloud/dev/terminal';
import { runTool, toolFile } from '@orderwire/local-cloud/dev/tool';

interface Check {
  readonly what: string;
  readonly tool: readonly [packageName: string, name?: string];
  readonly args: readonly string[];
}

/** What a tool learned about files that have not changed since; a clean clone has none of it. */
const CACHE = 'node_modules/.cache/orderwire';

/** Also under `npm run check:…`, one by one and without a cache. The longest come first. */
const CHECKS: readonly Check[] = [
  {
    what: 'lint',
    tool: ['eslint'],
    args: ['.', '--cache', '--cache-strategy=content', `--cache-location=${CACHE}/lint`],
  },
  {
    what: 'types',
    tool: ['typescript', 'tsc'],
    args: ['--noEmit', '--incremental', '--tsBuildInfoFile', `${CACHE}/types.json`],
  },
  {
    what: 'formatting',
    tool: ['prettier'],
    args: ['--check', '.', '--cache', '--cache-strategy=content', `--cache-location=${CACHE}/format`],
  },
  {
    what: 'dependencies',
    tool: ['dependency-cruiser', 'depcruise'],
    args: [
      '--config',
      '.dependency-cruiser.cjs',
      'services',
      'shared',
      'events-schema',
      'local-cloud',
      'proofs',
      'tests',
      'scripts',
    ],
  },
  { what: 'unused code', tool: ['knip'], args: [] },
];

/** Each keeps about one core busy. */
const AT_ONCE = 2;

/** Runs the checks, two at a time, and shows at the end what each that failed wrote. @returns 1 when one failed */
export const main = (_args: readonly string[], root: string): Promise<number> =>
  guarded(async () => {
    const { line, live, paint } = makeTerminal();
    const waiting = [...CHECKS];
    const underWay = new Set<string>();
    const failed: { readonly what: string; readonly output: string }[] = [];

    const run = async ({ what, tool, args }: Check): Promise<void> => {
      const begun = performance.now();
      underWay.add(what);
      live(`  ${[...underWay].join(', ')} …`);
      const { code, output } = await runTool(toolFile(root, ...tool), args, { root });
      underWay.delete(what);
      const took = `(${seconds(performance.now() - begun)})`;
      if (code !== 0) failed.push({ what, output });
      line(`  ${code === 0 ? paint('green', 'passed') : paint('red', 'failed')} ${what} ${took}`);
    };
    const lane = async (): Promise<void> => {
      for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) await run(check);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));

    for (const { what, output } of failed) line(`\n${paint('bold', what)}\n${output.trimEnd()}`);
    if (failed.length === 0) return 0;
    const onlyFormat = failed.every(({ what }) => what === 'formatting');
    line(`\nNext step: ${onlyFormat ? 'npm run fix' : 'correct it, then npm run check again'}.`);
    return 1;
  });
