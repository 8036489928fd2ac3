import { stripVTControlCharacters } from 'node:util';
import { guarded } from '@orderwire/local-cloud/dev/problem';
import { makeTerminal, seconds } from '@orderwire/local-cloud/dev/terminal';
import { runTool, toolFile } from '@orderwire/local-cloud/dev/tool';

interface Check {
  readonly what: string;
  readonly tool: readonly [packageName: string, name?: string];
  readonly args: readonly string[];
}

/** Also under `npm run check:…`, one by one. */
const CHECKS: readonly Check[] = [
  { what: 'types', tool: ['typescript', 'tsc'], args: ['--noEmit'] },
  { what: 'lint', tool: ['eslint'], args: ['.'] },
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
  { what: 'formatting', tool: ['prettier'], args: ['--check', '.'] },
  { what: 'unit tests', tool: ['jest'], args: ['--selectProjects', 'unit'] },
];

/** Runs all checks one after another and shows what the first failure wrote. @returns 1 when one failed */
export const main = (_args: readonly string[], root: string): Promise<number> =>
  guarded(async () => {
    const { line, live, paint } = makeTerminal();
    for (const { what, tool, args } of CHECKS) {
      const begun = performance.now();
      live(`  ${what} …`);
      const { code, output } = await runTool(toolFile(root, ...tool), args, { root });
      const took = `(${seconds(performance.now() - begun)})`;
      if (code !== 0) {
        line(`  ${paint('red', 'failed')} ${what} ${took}\n`);
        line(output.trimEnd());
        line(`\nNext step: ${what === 'formatting' ? 'npm run fix' : 'correct it, then npm run check again'}.`);
        return 1;
      }
      const figures =
        what === 'unit tests' ? (/^Tests:\s+(.*)$/m.exec(stripVTControlCharacters(output))?.[1] ?? '') : '';
      line(`  ${paint('green', 'passed')} ${what} ${took} ${figures}`.trimEnd());
    }
    return 0;
  });
