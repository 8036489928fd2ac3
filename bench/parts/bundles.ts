import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { parse } from 'yaml';
import type { BundleSize } from '@orderwire/local-cloud/dev/packaging/bundle-sizes';
import { type Context, eachTurn, type Turn } from '../context.ts';
import { npmJson } from '../npm-json.ts';
import { probe, unpackBundle } from '../probe.ts';

const KB = 1_000;
/** The quickest of so many imports: a busy machine only ever adds. */
const IMPORTS = 7;

/** A checkout from before commands said a verdict answers with the list alone. */
type Sizes = readonly BundleSize[] | { readonly sizes: readonly BundleSize[] };

/** Of each service, for every function of a service has the same bundle. Bytes. */
export const bundlesOf = async (root: string): Promise<ReadonlyMap<string, number>> => {
  const { body } = await npmJson<Sizes>(root, 'package', '--list-sizes');
  const sizes = 'sizes' in body ? body.sizes : body;
  return new Map(sizes.map(({ service, bytes }) => [service, bytes]));
};

/** What a checkout's bundles leave out, the bare one leaves out too: the rest of the SDK's chain of credentials. */
const aliasesOf = (root: string): Record<string, string> => {
  const { esbuild } = parse(readFileSync(join(root, 'services/common.yml'), 'utf8'), { logLevel: 'silent' }) as {
    readonly esbuild: { readonly alias?: Record<string, string> };
  };
  return esbuild.alias ?? {};
};

/** Nothing but the DynamoDB client and one command, bundled as `services/common.yml` has ours bundled. @returns its path */
const bareBundle = async (root: string, folder: string): Promise<string> => {
  const outfile = join(folder, 'bare.cjs');
  await build({
    absWorkingDir: root,
    stdin: {
      contents: `import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
        const client = new DynamoDBClient({});
        export const handler = (input) => client.send(new GetItemCommand(input));`,
      resolveDir: root,
    },
    ...{ outfile, bundle: true, minify: true, platform: 'node', format: 'cjs', target: 'node20.19' },
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'silent',
    alias: aliasesOf(root),
  });
  return outfile;
};

const quickest = async (ours: string, files: readonly string[]): Promise<readonly number[]> => {
  const best = files.map(() => Infinity);
  for (let time = 0; time < IMPORTS; time += 1)
    for (const [index, file] of files.entries()) {
      const took = Number(await probe(ours, 'import', [file], { AWS_REGION: 'eu-central-1' }));
      best[index] = Math.min(best[index] ?? Infinity, took);
    }
  return best;
};

const measureImport = async ({ roots, samples, folder }: Context, { root, side, run }: Turn): Promise<void> => {
  const own = join(folder, `import-${side}-${run}`);
  mkdirSync(own);
  const files = [unpackBundle(root, 'orders', 'placeOrder', own), await bareBundle(root, own)];
  const [ours = NaN, bare = NaN] = await quickest(roots.ours, files);
  samples.add('import', side, ours / bare);
};

export const measureBundles = (context: Context): Promise<void> =>
  eachTurn(context, async (turn) => {
    const { samples, say, extra } = context;
    const { side, root, run } = turn;
    say(`bundles and their import, run ${run + 1}: ${side}`);
    const bytes = await bundlesOf(root);
    const others = [...bytes].filter(([service]) => service !== 'invoice');
    samples.add('bundle-largest', side, Math.max(...others.map(([, size]) => size)) / KB);
    samples.add('bundle-invoice', side, (bytes.get('invoice') ?? NaN) / KB);
    extra[`bundles of ${side}, in bytes`] = Object.fromEntries(bytes);
    await measureImport(context, turn);
  });
