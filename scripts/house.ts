import { packageServices } from '@orderwire/local-cloud/dev/packaging/package-services';
import { seconds } from '@orderwire/local-cloud/dev/terminal';
import { runTool, toolFile } from '@orderwire/local-cloud/dev/tool';
import { faultsIn, measure } from '../proofs/house/measures.ts';
import { followAll } from '../proofs/recipes/all.ts';
import { proof } from './lib/command.ts';

const HELP = `npm run house -- [--no-recipes] [--no-tests] [--json]

Measures what the house promises about its own shape: short lists of exports and resources, no circles, no long files, routes
that are deployed as they are defined. Then it follows each recipe of CONTRIBUTING.md in a copy, and runs all tests.
  --no-recipes  leaves the recipes out (they take some minutes)
  --no-tests    leaves the tests out
  --json        one object on standard output, nothing else there (npm run --silent house -- --json)
`;

/** All tests, as `npm test` runs them. */
const testsIn = async (root: string) => {
  const begun = performance.now();
  const { code } = await runTool(toolFile(root, 'jest'), ['--silent'], { root });
  return { code, seconds: Math.round((performance.now() - begun) / 100) / 10 };
};

const OPTIONS = {
  'no-recipes': { type: 'boolean', default: false },
  'no-tests': { type: 'boolean', default: false },
} as const;

/** Ends with 0 only if all holds and nothing was left out. */
export const main = proof(HELP, OPTIONS, async ({ values, root, terminal }) => {
  await packageServices({ root, terminal });
  terminal.live('  measuring …');
  const measures = await measure(root);
  const recipes = values['no-recipes'] ? [] : await followAll(root, terminal);
  const tests = values['no-tests'] ? undefined : await testsIn(root);
  const faults = [
    ...faultsIn(measures),
    ...recipes.filter(({ answered }) => !answered).map(({ name, problem }) => `the recipe for ${name}: ${problem}`),
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
