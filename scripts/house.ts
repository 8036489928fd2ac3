import { parseArgs } from 'node:util';
import { packageServices } from '@orderwire/local-cloud/dev/packaging/package-services';
import { guarded } from '@orderwire/local-cloud/dev/problem';
import { makeTerminal, seconds } from '@orderwire/local-cloud/dev/terminal';
import { runTool, toolFile } from '@orderwire/local-cloud/dev/tool';
import { verdictOf } from '@orderwire/local-cloud/dev/verdict';
import { faultsIn, measure } from '../proofs/house/measures.ts';
import { followAll } from '../proofs/recipes/all.ts';

const HELP = `npm run house -- [--no-recipes] [--no-tests] [--json]

Measures what the house promises about its own shape: short lists of exports and resources, no circles, no long files, routes
that are deployed as they are defined. Then it follows each recipe of CONTRIBUTING.md in a copy, and runs all tests.
  --no-recipes  leaves the recipes out (they take some minutes)
  --no-tests    leaves the tests out
  --json        one object on standard output, nothing else there (npm run --silent house -- --json)
`;

/** Ends with 0 only if all holds and nothing was left out. */
export const main = (args: readonly string[], root: string): Promise<number> =>
  guarded(async () => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        'no-recipes': { type: 'boolean', default: false },
        'no-tests': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
    const begun = performance.now();
    const terminal = makeTerminal();
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
    for (const fault of faults) terminal.line(`  ${terminal.paint('red', 'not so')} ${fault}`);
    const skipped = [...(values['no-recipes'] ? ['recipes'] : []), ...(values['no-tests'] ? ['tests'] : [])];
    const verdict = verdictOf(root, begun, faults.length === 0, skipped);
    const told = { ...verdict, ...measures, recipes, testSeconds: tests?.seconds ?? null, faults };
    if (values.json) process.stdout.write(`${JSON.stringify(told)}\n`);
    else
      terminal.line(
        `${faults.length === 0 ? 'All holds' : `${faults.length} do not hold`} (${seconds(performance.now() - begun)})`,
      );
    return verdict.ok ? 0 : 1;
  });

/** All tests, as `npm test` runs them. */
const testsIn = async (root: string) => {
  const begun = performance.now();
  const { code } = await runTool(toolFile(root, 'jest'), ['--silent'], { root });
  return { code, seconds: Math.round((performance.now() - begun) / 100) / 10 };
};
