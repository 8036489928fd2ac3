import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { bundleSizes } from './lib/bundle-sizes.ts';
import type { Compose } from '@orderwire/local-cloud/dev/compose';
import { packagingParameters, readCompose, settingsOf } from '@orderwire/local-cloud/dev/compose';
import { COMMON_FOLDERS, commonFiles, fingerprint } from '@orderwire/local-cloud/dev/fingerprint';
import { packageService } from './lib/osls.ts';
import { openPackageCache, withPackageLock } from './lib/package-cache.ts';
import { guarded, Problem } from '@orderwire/local-cloud/dev/problem';
import type { Terminal } from '@orderwire/local-cloud/dev/terminal';
import { packagedStage } from './lib/stage.ts';
import { makeTerminal, seconds } from '@orderwire/local-cloud/dev/terminal';

export interface PackageOptions {
  /** The absolute folder of the repository. */
  readonly root: string;
  /** `local` unless said otherwise. */
  readonly stage?: string;
  /** The services wanted; all when it is left out. */
  readonly only?: readonly string[];
  readonly terminal?: Terminal;
}

export interface Packaged {
  readonly compose: Compose;
  /** The services that had changed since they were last packaged. */
  readonly fresh: readonly string[];
}

interface Job {
  readonly service: string;
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** The shop's settings, for what a service takes by `${env:…}` itself. */
  readonly env: Readonly<Record<string, string>>;
  readonly mark: string;
}

const jobsOf = (root: string, stage: string, compose: Compose): readonly Job[] => {
  const common = fingerprint(root, [...COMMON_FOLDERS, ...commonFiles(root)]);
  const settings = stage === 'local' ? undefined : settingsOf(root, stage, process.env);
  return Object.entries(compose.services).map(([service, definition]) => {
    const parameters = packagingParameters(definition, stage, settings);
    const mark = fingerprint(
      root,
      [definition.path],
      [common, stage, JSON.stringify({ parameters, settings }), process.version],
    );
    return { service, path: definition.path, parameters, env: settings ?? {}, mark };
  });
};

/** Runs the jobs a few at a time; the first problem lets those under way finish and starts no more. */
const eachOf = async <T>(jobs: readonly T[], atOnce: number, work: (job: T) => Promise<void>): Promise<void> => {
  const waiting = [...jobs];
  const problems: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined && problems.length === 0; job = waiting.shift()) {
      await work(job).catch((error: unknown) => problems.push(error));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const [first, ...others] = problems;
  if (first === undefined) return;
  if (others.length === 0 || !(first instanceof Problem)) throw first as Error;
  throw new Problem(problems.map((problem) => (problem as Error).message).join('\n\n'), first.nextStep);
};

/**
 * Packages every service of serverless-compose.yml that changed since the last time, without network or credentials.
 * @throws Problem when a service cannot be packaged; what was packaged by then stays.
 */
export const packageServices = ({
  root,
  stage = 'local',
  only,
  terminal = makeTerminal(),
}: PackageOptions): Promise<Packaged> =>
  withPackageLock(root, async () => {
    const compose = readCompose(root, only);
    const cache = openPackageCache(root);
    const jobs = jobsOf(root, stage, compose).filter(({ path, mark }) => !cache.isCurrent(path, mark));
    const underWay = new Set<string>();
    const started = performance.now();
    let done = 0;
    const show = (): void => {
      if (underWay.size > 0) terminal.live(`  packaging ${[...underWay].join(', ')} (${done} of ${jobs.length})`);
    };
    if (jobs.length > 0)
      terminal.line(`packaging ${jobs.length} of ${Object.keys(compose.services).length} services …`);
    await eachOf(jobs, Math.max(2, availableParallelism()), async ({ service, path, parameters, env, mark }) => {
      const begun = performance.now();
      underWay.add(service);
      show();
      try {
        await packageService({ root, service, path, stage, parameters }, env);
        cache.remember(path, mark);
        done += 1;
        terminal.line(`  ${terminal.paint('green', 'packaged')} ${service} (${seconds(performance.now() - begun)})`);
      } finally {
        underWay.delete(service);
        show();
      }
    });
    if (jobs.length > 0) terminal.line(`packaged in ${seconds(performance.now() - started)}`);
    return { compose, fresh: jobs.map(({ service }) => service) };
  });

const printSizes = (root: string, compose: Compose, asJson: boolean): void => {
  const sizes = bundleSizes(root, compose);
  if (asJson) {
    process.stdout.write(`${JSON.stringify(sizes)}\n`);
    return;
  }
  for (const size of sizes) {
    process.stdout.write(`${String(size.bytes).padStart(9)}  ${size.service}.${size.function}\n`);
  }
};

const HELP = `npm run package -- [--stage local] [--service name …] [--list-sizes] [--json]

Packages the services into services/*/.serverless, without network or credentials; unchanged ones are kept.
  --stage       the stage they are packaged for (local)
  --service     only this service; may be given several times
  --list-sizes  prints the size of each function's bundle, in bytes
  --json        prints one JSON object instead
`;

export const main = (args: readonly string[], root: string): Promise<number> =>
  guarded(async () => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stage: { type: 'string', default: 'local' },
        service: { type: 'string', multiple: true },
        'list-sizes': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
    const terminal = makeTerminal();
    const stage = packagedStage(values.stage);
    const { compose, fresh } = await packageServices({
      root,
      stage,
      terminal,
      ...(values.service === undefined ? {} : { only: values.service }),
    });
    const services = Object.keys(compose.services);
    if (values['list-sizes']) printSizes(root, compose, values.json);
    else if (values.json) process.stdout.write(`${JSON.stringify({ stage, services, fresh })}\n`);
    else if (fresh.length === 0) terminal.line(`${services.length} services, all packaged and unchanged`);
    return 0;
  });
