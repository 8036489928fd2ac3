import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build as bundle } from 'esbuild';
import type { Plugin } from 'esbuild';

/** A planted bug: one piece of a source file that is replaced while the bundle is made. */
export interface Patch {
  /** From the root of the repository. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const commandsOf = (root: string, client: string): readonly string[] =>
  readdirSync(join(root, 'node_modules', client, 'dist-es/commands'))
    .filter((file) => file.endsWith('Command.js'))
    .map((file) => file.slice(0, -'.js'.length));

/** The SDK's commands without the SDK: an operation and its input. */
const commandsModule = (root: string, client: string): string =>
  commandsOf(root, client)
    .map(
      (name) => `export class ${name} { constructor(input) { this.input = input; } }
${name}.prototype.operation = '${name.slice(0, -'Command'.length)}';`,
    )
    .join('\n');

const applied = (patches: readonly Patch[], path: string, source: string): string =>
  patches
    .filter(({ file }) => file === path)
    .reduce((text, { find, replace }) => {
      const parts = text.split(find);
      if (parts.length !== 2) throw new Error(`The patch of ${path} fits ${String(parts.length - 1)} times: ${find}`);
      return parts.join(replace);
    }, source);

/** zod compiles objects to code of their own where it may; its small form goes through their keys each time. */
const COMPILED_OBJECTS: Patch = {
  file: 'node_modules/zod/v4/mini/schemas.js',
  find: 'core.$ZodObject.init(inst, def)',
  replace: 'core.$ZodObjectJIT.init(inst, def)',
};

const simulated = (root: string, patches: readonly Patch[]): Plugin => ({
  name: 'simulated',
  setup: (build) => {
    build.onResolve({ filter: /^@aws-sdk\/client-/ }, ({ path }) => ({
      path,
      namespace: 'commands',
      sideEffects: false,
    }));
    build.onLoad({ filter: /./, namespace: 'commands' }, ({ path }) => ({
      contents: commandsModule(root, path),
      loader: 'js',
    }));
    // Bundles for Lambda take the schemas of zod/mini, which start fast; here they run a million times.
    build.onLoad({ filter: /\/zod\/v4\/mini\/schemas\.js$/ }, ({ path }) => ({
      contents: applied([COMPILED_OBJECTS], COMPILED_OBJECTS.file, readFileSync(path, 'utf8')),
      loader: 'js',
    }));
    build.onLoad({ filter: /\/(services|shared|local-cloud|events-schema)\/.*\.ts$/ }, ({ path }) => {
      const name = relative(root, path);
      return { contents: applied(patches, name, readFileSync(path, 'utf8')), loader: 'ts' };
    });
  },
});

/** Every service, the engine and the simulator as one script for a worker thread. */
export const bundleSimulation = async (
  root: string,
  entry: string,
  patches: readonly Patch[] = [],
): Promise<string> => {
  const { outputFiles } = await bundle({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
    plugins: [simulated(root, patches)],
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error('The bundler wrote nothing.');
  return output.text;
};
