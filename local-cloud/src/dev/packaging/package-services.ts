import { availableParallelism } from 'node:os';
import type { Compose } from './compose.ts';
import { packagingParameters, readCompose, settingsOf } from './compose.ts';
import { COMMON_FOLDERS, commonFiles, fingerprint } from './fingerprint.ts';
import { packageService } from './osls.ts';
import { openPackageCache, withPackageLock } from './package-cache.ts';
import { Problem } from '../problem.ts';
import type { Terminal } from '../terminal.ts';
import { makeTerminal, seconds } from '../terminal.ts';

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
