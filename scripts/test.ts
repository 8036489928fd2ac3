import { packageServices } from '@orderwire/local-cloud/dev/packaging/package-services';
import { guarded } from '@orderwire/local-cloud/dev/problem';
import { runTool, toolFile } from '@orderwire/local-cloud/dev/tool';

/** Packages what changed, because the journeys run the bundles, then runs Jest with the arguments given. */
export const main = (args: readonly string[], root: string): Promise<number> =>
  guarded(async () => {
    await packageServices({ root });
    const { code } = await runTool(toolFile(root, 'jest'), args, { root, shown: true });
    return code;
  });
