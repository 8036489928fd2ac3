import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve, sep } from 'node:path';
import type { BuildContext, BuildFailure, BuildOptions, BuildResult, Message, Plugin } from 'esbuild';
import * as z from 'zod/mini';
import { parse } from 'yaml';
import { reachedFrom } from './concern.ts';

/** A service's code: its folder relative to the root, and the modules in it that its functions are in (`src/lambda`). */
export interface ServiceCode {
  readonly service: string;
  readonly path: string;
  readonly modules: readonly string[];
}

export type Bundled =
  | {
      readonly ok: true;
      /** Path from the service's folder → its bundle. */
      readonly files: Readonly<Record<string, Uint8Array>>;
      readonly inputs: ReadonlySet<string>;
    }
  | { readonly ok: false; readonly errors: readonly Message[] };

export interface Bundler {
  /** @returns what became of each service; one that is broken does not keep the others back */
  readonly bundle: (services: readonly ServiceCode[]) => Promise<ReadonlyMap<string, Bundled>>;
  readonly stop: () => Promise<void>;
}

const commonSchema = z.object({
  esbuild: z.catchall(z.object({ plugins: z.optional(z.string()) }), z.unknown()),
});
/** Options of the plugin, not of esbuild; esbuild refuses any other that it does not know. */
const PLUGINS_OWN = new Set(['packager']);
/** Nothing is written there: it only gives the bundles names. */
const OUT = '.orderwire/watch';

/** The options that packages are bundled with, so that the same sources give the same bytes. */
const packagingOptions = (root: string): BuildOptions => {
  const text = readFileSync(join(root, 'services/common.yml'), 'utf8');
  const { plugins, ...options } = commonSchema.parse(parse(text, { logLevel: 'silent' })).esbuild;
  return {
    platform: 'node',
    ...Object.fromEntries(Object.entries(options).filter(([name]) => !PLUGINS_OWN.has(name))),
    // Packaging looks for it from the folder of a service, which all lie side by side.
    ...(plugins !== undefined && {
      plugins: createRequire(join(root, 'package.json'))(resolve(root, 'services/each', plugins)) as Plugin[],
    }),
  };
};

/** The mistakes in the sources; undefined when it was not the sources that failed. */
const errorsOf = (error: unknown): readonly Message[] | undefined => (error as Partial<BuildFailure>).errors;

/** Who cannot be bundled: the services that hold a mistake, or all of them when one lies outside their folders. */
const brokenBy = (errors: readonly Message[], services: readonly ServiceCode[]): readonly ServiceCode[] => {
  const holders = errors.map(({ location }) => services.find(({ path }) => location?.file.startsWith(`${path}/`)));
  return holders.includes(undefined) ? services : services.filter((one) => holders.includes(one));
};

/** Bundles services as packaging does, in memory. What is bundled again and again gets faster: esbuild keeps its parts. */
export const makeBundler = (root: string): Bundler => {
  let used = false;
  let kept: { readonly key: string; readonly context: BuildContext } | undefined;

  const entryOf = ({ path }: ServiceCode, module: string): string => `${path}/${module}.ts`;
  const contextFor = async (services: readonly ServiceCode[]): Promise<BuildContext> => {
    const entryPoints = services.flatMap((one) =>
      one.modules.map((module) => ({ in: entryOf(one, module), out: `${one.path}/${module}` })),
    );
    const key = entryPoints.map((entry) => entry.in).join();
    if (kept?.key === key) return kept.context;
    await kept?.context.dispose();
    kept = undefined;
    used = true;
    // Loaded at the first edit: most of the time nobody edits anything.
    const { context: makeContext } = await import('esbuild');
    const context = await makeContext({
      ...packagingOptions(root),
      absWorkingDir: root,
      entryPoints,
      outdir: OUT,
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    kept = { key, context };
    return context;
  };

  const forget = async (): Promise<void> => {
    kept = undefined;
    if (!used) return;
    const { stop } = await import('esbuild');
    await stop();
  };

  const filesOf = ({ path }: ServiceCode, { outputFiles = [] }: BuildResult): Readonly<Record<string, Uint8Array>> => {
    const named = outputFiles.map((file) => {
      const name = relative(join(root, OUT), file.path).split(sep).join('/');
      return [name, file.contents] as const;
    });
    const own = named.filter(([name]) => name.startsWith(`${path}/`));
    return Object.fromEntries(own.map(([name, contents]) => [name.slice(path.length + 1), contents]));
  };

  const bundle: Bundler['bundle'] = async (services) => {
    const outcomes = new Map<string, Bundled>();
    if (services.length === 0) return outcomes;
    try {
      const context = await contextFor(services);
      const result = await context.rebuild();
      const { metafile = { inputs: {} } } = result;
      for (const one of services) {
        const inputs = new Set(one.modules.flatMap((module) => [...reachedFrom(metafile, entryOf(one, module))]));
        outcomes.set(one.service, { ok: true, files: filesOf(one, result), inputs });
      }
    } catch (error) {
      const errors = errorsOf(error);
      if (errors === undefined) {
        // esbuild itself has ended: the next edit starts another one.
        await forget();
        throw error;
      }
      const broken = brokenBy(errors, services);
      for (const one of broken) {
        const own = errors.filter(({ location }) => location?.file.startsWith(`${one.path}/`));
        outcomes.set(one.service, { ok: false, errors: broken === services ? errors : own });
      }
      const rest = await bundle(services.filter((one) => !broken.includes(one)));
      for (const [service, outcome] of rest) outcomes.set(service, outcome);
    }
    return outcomes;
  };

  return { bundle, stop: forget };
};
