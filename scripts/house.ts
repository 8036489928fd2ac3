import { join } from 'node:path';
import { packageServices } from '@orderwire/local-cloud/dev/packaging/package-services';
import { seconds } from '@orderwire/local-cloud/dev/terminal';
import { runTool } from '@orderwire/local-cloud/dev/tool';
import { faultsIn, measure } from '../proofs/house/measures.ts';
import { faultsOf, followAll } from '../proofs/recipes/all.ts';
import { proof } from './lib/command.ts';

const HELP = `npm run house -- [--no-recipes] [--no-tests] [--json]

Runs all tests, then measures what the house promises about its own shape: short lists of exports and resources, no circles,
no long files, routes that are deployed as they are defined. Then it follows each recipe of CONTRIBUTING.md in a copy.
  --no-recipes  leaves the recipes out (they take some minutes)
  --no-tests    leaves the tests out
  --json        one object on standard output, nothing else there (npm run --silent house -- --json)
`;

/** All of `npm test`, the packaging of what changed with it. */
const testsIn = async (root: string) => {
  const begun = performance.now();
  const { code } = await runTool(join(root, 'scripts/run.mjs'), ['test'], { root });
  return { code, seconds: Math.round((performance.now() - begun) / 100) / 10 };
};

const OPTIONS = {
  'no-recipes': { type: 'boolean', default: false },
  'no-tests': { type: 'boolean', default: false },
} as const;

/** Ends with 0 only if all holds and nothing was left out. */
export const main = proof(HELP, OPTIONS, async ({ values, root, terminal }) => {
  // First, so that a fresh clone's time is that of its user: with the packaging of all services.
  if (!values['no-tests']) terminal.live('  npm test …');
  const tests = values['no-tests'] ? undefined : await testsIn(root);
  await packageServices({ root, terminal });
  terminal.live('  measuring …');
  const measures = await measure(root);
  const recipes = values['no-recipes'] ? [] : await followAll(root, terminal);
  const faults = [
    ...faultsIn(measures),
    ...recipes.flatMap(faultsOf),
    ...(tests?.code === 0 || tests === undefined ? [] : ['a test failed']),
  ];
  return {
    holds: faults.length === 0,
    skipped: [...(values['no-recipes'] ? ['recipes'] : []), ...(values['no-tests'] ? ['tests'] : [])],
    report: { ...measures, recipes, testSeconds: tests?.seconds ?? null, faults },
    lines: (verdict, paint) => [
      ...faults.map((fault) => `  ${paint('red', 'not so')} ${fault}`),
      `${faults.length === 0 ? 'All holds' : `${faults.length} do not hold`} (${seconds(verdict.seconds * 1000)})`,
    ],
  };
});
