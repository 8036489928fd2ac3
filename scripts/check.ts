import { seconds } from '@orderwire/local-cloud/dev/terminal';
import { runTool, scriptArguments, toolFile } from '@orderwire/local-cloud/dev/tool';
import { command } from './lib/command.ts';

const HELP = `npm run check

Looks at the sources: types, lint, dependency rules, unused code, format. What is known about the format of files that have
not changed is kept, so the second time is faster. Each is a script of its own, too, and keeps nothing then: check:lint …
`;

interface Check {
  readonly what: string;
  readonly tool: readonly [packageName: string, name?: string];
  /** The script of package.json that does the same without a cache. */
  readonly script: string;
  readonly cache?: readonly string[];
}

/** What a tool learned about files that have not changed since; a clean clone has none of it. */
const CACHE = 'node_modules/.cache/orderwire';

/** The longest come first. */
const CHECKS: readonly Check[] = [
  {
    what: 'formatting',
    tool: ['prettier'],
    script: 'check:format',
    cache: ['--cache', '--cache-strategy=content', `--cache-location=${CACHE}/format`],
  },
  { what: 'types and lint', tool: ['oxlint'], script: 'check:lint' },
  { what: 'dependencies', tool: ['dependency-cruiser', 'depcruise'], script: 'check:dependencies' },
  { what: 'unused code', tool: ['knip'], script: 'check:unused' },
];

/** Each keeps about one core busy. */
const AT_ONCE = 2;

/** Runs the checks, two at a time, and shows at the end what each that failed wrote. @returns 1 when one failed */
export const main = command(HELP, {}, async ({ root, terminal: { line, live, paint } }) => {
  const waiting = [...CHECKS];
  const underWay = new Set<string>();
  const failed: { readonly what: string; readonly output: string }[] = [];

  const run = async ({ what, tool, script, cache = [] }: Check): Promise<void> => {
    const begun = performance.now();
    underWay.add(what);
    live(`  ${[...underWay].join(', ')} …`);
    const { code, output } = await runTool(toolFile(root, ...tool), [...scriptArguments(root, script), ...cache], {
      root,
    });
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
