import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { LocalServer } from '../../server/start.ts';
import type { Message } from 'esbuild';
import type { Compose } from '../packaging/compose.ts';
import type { Bundled } from './bundler.ts';
import { makeBundler } from './bundler.ts';
import { makeCodeFolders } from './code-folders.ts';
import { concernedBy } from './concern.ts';
import { probe } from './probe.ts';
import type { Report } from './report.ts';

/** The part of a server that edits concern. */
export type Server = Pick<LocalServer, 'model' | 'replaceCode'>;

export interface TakeUpOptions {
  readonly root: string;
  readonly compose: Compose;
  readonly server: Server;
  readonly report: Report;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
}

export interface TakeUp {
  /** @param since when the first of the changes was made */
  readonly takeUp: (changes: readonly string[], since: number) => Promise<void>;
  /** Removes the folders that the functions run from. */
  readonly stop: () => Promise<void>;
}

/** A service as it is watched; what changes over time is here only. */
interface Service {
  readonly service: string;
  readonly path: string;
  readonly modules: readonly string[];
  readonly functions: Server['model']['functions'];
  inputs: ReadonlySet<string> | undefined;
  broken: boolean;
  /** Of the bundle that was taken up last; the packaged one is not compared. */
  hash: string | undefined;
}

type Successful = Extract<Bundled, { readonly ok: true }>;
type Outcome = 'reloaded' | 'mended' | 'broken' | 'as it was';

const moduleOf = (handler: string): string => handler.slice(0, handler.lastIndexOf('.'));

const servicesOf = (compose: Compose, { model }: Server): readonly Service[] =>
  Object.entries(compose.services).map(([service, { path }]) => {
    const functions = model.functions.filter((one) => one.service === service);
    const modules = [...new Set(functions.map(({ handler }) => moduleOf(handler)))];
    return { service, path, modules, functions, inputs: undefined, broken: false, hash: undefined };
  });

const hashOf = (files: Successful['files']): string => {
  const hash = createHash('sha256');
  for (const [name, bytes] of Object.entries(files)) hash.update(name).update('\0').update(bytes);
  return hash.digest('base64');
};

/** Why a bundle cannot run, found out in a thread that is thrown away; undefined when it can. */
const problemOf = async ({ modules, functions }: Service, folder: string): Promise<string | undefined> => {
  for (const module of modules) {
    const own = functions.filter(({ handler }) => moduleOf(handler) === module);
    const names = own.map(({ handler }) => handler.slice(module.length + 1));
    const environment = Object.fromEntries(own.flatMap((one) => Object.entries(one.environment)));
    const file = join(folder, `${module}.js`);
    const problem = await probe({ file, names, environment: { AWS_REGION: 'local', ...environment } });
    if (problem !== undefined) return problem;
  }
  return undefined;
};

/** Bundles the services that changes concern, tries the bundles out, and hands those that run to the server. */
export const makeTakeUp = ({ root, compose, server, report, now }: TakeUpOptions): TakeUp => {
  const services = servicesOf(compose, server);
  const bundler = makeBundler(root);
  const folders = makeCodeFolders();

  const breakDown = (one: Service): Outcome => {
    Object.assign(one, { inputs: undefined, broken: true });
    return 'broken';
  };
  const replace = async (one: Service, { files, inputs }: Successful): Promise<Outcome> => {
    const hash = hashOf(files);
    const outcome = one.broken ? 'mended' : hash === one.hash ? 'as it was' : 'reloaded';
    if (hash !== one.hash) {
      const folder = folders.put(one.service, files);
      const problem = await problemOf(one, folder);
      if (problem !== undefined) {
        folders.discard(folder);
        report.cannotBeLoaded(one.service, problem);
        return breakDown(one);
      }
      server.replaceCode(one.service, folder);
    }
    Object.assign(one, { inputs, hash, broken: false });
    return outcome;
  };
  const settle = async (one: Service, bundled: Bundled, changes: readonly string[]): Promise<Outcome> => {
    if (!bundled.ok) return breakDown(one);
    if (one.broken || changes.some((file) => bundled.inputs.has(file))) return replace(one, bundled);
    // Its inputs were not known before: now they are, and no change is among them.
    one.inputs = bundled.inputs;
    return 'as it was';
  };

  return {
    takeUp: async (changes, since) => {
      const concerned = concernedBy(changes, services);
      const bundles = await bundler.bundle(concerned);
      const errors: Message[] = [];
      const outcomes = await Promise.all(
        concerned.map(async (one) => {
          const bundled = bundles.get(one.service);
          if (bundled?.ok === false) errors.push(...bundled.errors);
          return { one, outcome: bundled && (await settle(one, bundled, changes)) };
        }),
      );
      const which = (wanted: Outcome): readonly string[] =>
        outcomes.filter(({ outcome }) => outcome === wanted).map(({ one }) => one.service);
      report.takenUp('reloaded', which('reloaded'), changes, now() - since);
      report.takenUp('mended', which('mended'), changes, now() - since);
      if (errors.length > 0)
        await report.cannotBeBundled(
          [...bundles].filter(([, { ok }]) => !ok).map(([service]) => service),
          errors,
        );
    },
    stop: async () => {
      await bundler.stop();
      folders.clean();
    },
  };
};
