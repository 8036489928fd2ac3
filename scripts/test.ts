import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageServices } from '@orderwire/local-cloud/dev/packaging/package-services';
import { guarded } from '@orderwire/local-cloud/dev/problem';
import { makeTerminal, seconds } from '@orderwire/local-cloud/dev/terminal';
import { runTool, toolFile } from '@orderwire/local-cloud/dev/tool';
import { verdictOf } from '@orderwire/local-cloud/dev/verdict';

/** What the reporter of tests/jest/layer-times.mjs wrote; Jest may have ended before it could. */
const layersIn = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
};

/**
 * Packages what changed, because the journeys run the bundles, then runs Jest with the arguments given. How long it took
 * stands in .orderwire/tests.json afterwards.
 */
export const main = (args: readonly string[], root: string): Promise<number> =>
  guarded(async () => {
    const begun = performance.now();
    await packageServices({ root });
    const packagingSeconds = Math.round((performance.now() - begun) / 100) / 10;
    const layersFile = join(root, '.orderwire/layers.json');
    rmSync(layersFile, { force: true });
    const { code } = await runTool(toolFile(root, 'jest'), args, {
      root,
      shown: true,
      env: { ...process.env, ORDERWIRE_LAYERS_FILE: layersFile },
    });
    makeTerminal().line(`all in ${seconds(performance.now() - begun)}, ${packagingSeconds} s of it for packaging`);
    const skipped = args.length === 0 ? [] : [`what is not in: jest ${args.join(' ')}`];
    const report = { ...verdictOf(root, begun, code === 0, skipped), packagingSeconds, layers: layersIn(layersFile) };
    writeFileSync(join(root, '.orderwire/tests.json'), JSON.stringify(report, null, 2));
    return code;
  });
