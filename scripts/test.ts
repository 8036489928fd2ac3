import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageServices } from '@orderwire/local-cloud/dev/packaging/package-services';
import { guarded } from '@orderwire/local-cloud/dev/problem';
import { makeTerminal, seconds } from '@orderwire/local-cloud/dev/terminal';
import { runTool, toolFile } from '@orderwire/local-cloud/dev/tool';
import { verdictOf } from '@orderwire/local-cloud/dev/verdict';

const HELP = `npm test -- [what Jest takes]

Packages the services that changed, because the journeys run the bundles, then runs every test. At the end it says how long
each layer took, and leaves it in .orderwire/tests.json.
  npm test -- tests/journeys/watch          only the files whose path holds this
  npm test -- --selectProjects unit         only one layer: unit, contracts, architecture, simulation, conformance, journeys
  npm test -- --testNamePattern 'Ctrl-C'    only the tests whose name holds this
`;

/** What the reporter of tests/jest/layer-times.mjs wrote; Jest may have ended before it could. */
const layersIn = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
};

/** Not by `command`: all that is not `--help` is for Jest. */
export const main = (args: readonly string[], root: string): Promise<number> =>
  guarded(async () => {
    if (args.includes('--help')) {
      process.stdout.write(HELP);
      return 0;
    }
    const begun = performance.now();
    const terminal = makeTerminal();
    await packageServices({ root, terminal });
    const packagingSeconds = Math.round((performance.now() - begun) / 100) / 10;
    const layersFile = join(root, '.orderwire/layers.json');
    rmSync(layersFile, { force: true });
    terminal.line('the tests begin; the longest files come first, so the first result takes a while …');
    const { code } = await runTool(toolFile(root, 'jest'), args, {
      root,
      shown: true,
      env: { ...process.env, ORDERWIRE_LAYERS_FILE: layersFile },
    });
    terminal.line(`all in ${seconds(performance.now() - begun)}, ${packagingSeconds} s of it for packaging`);
    const skipped = args.length === 0 ? [] : [`what is not in: jest ${args.join(' ')}`];
    const report = { ...verdictOf(root, begun, code === 0, skipped), packagingSeconds, layers: layersIn(layersFile) };
    writeFileSync(join(root, '.orderwire/tests.json'), JSON.stringify(report, null, 2));
    return code;
  });
