import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../src/dev/problem.ts';
import { seconds, type Terminal } from '../src/dev/terminal.ts';
import type { Found } from '../src/dev/verdict.ts';
import type { ConformanceCase } from './case.ts';
import { SUITES } from './cases.ts';
import { type CloudOptions, makeCloud } from './cloud.ts';
import { startEngine } from './engine-host.ts';
import { defaultsOf } from './fixture/pack.ts';
import { readTemplate } from './fixture/read-template.ts';
import { type Result, runSuites, type Summary, summaryOf } from './run.ts';
import { prepareTables } from './tables.ts';

export const STACK = 'orderwire-conformance';
export const TEMPLATE = 'local-cloud/conformance/fixture/template.yml';
export const DEPLOY = `aws cloudformation deploy --stack-name ${STACK} --capabilities CAPABILITY_IAM --template-file ${TEMPLATE}`;

export interface Asked {
  /** A URL, or `aws`; the engine is started for it when it is left out. */
  readonly endpoint: string | undefined;
  readonly stack: string;
  readonly region: string;
  readonly filter: string;
}

/** The cases whose id holds this text, suite by suite. @throws Problem when there are none */
export const chosen = (filter: string): readonly (readonly ConformanceCase[])[] => {
  const suites = SUITES.map((suite) => suite.filter(({ id }) => id.includes(filter))).filter(
    ({ length }) => length > 0,
  );
  if (suites.length > 0) return suites;
  throw new Problem(`No case's id contains "${filter}".`, 'npm run conformance -- --list shows them all.');
};

interface Host {
  readonly options: CloudOptions;
  readonly stop: () => Promise<void>;
}

const hostOf = async ({ endpoint, stack, region }: Asked, root: string): Promise<Host> => {
  const template = readTemplate(readFileSync(join(root, TEMPLATE), 'utf8'));
  if (endpoint === undefined) {
    const directory = join(root, '.orderwire');
    mkdirSync(directory, { recursive: true });
    const runtime = join(root, 'local-cloud/src/server/workers/runtime.cjs');
    return startEngine({ template, stack, directory, runtime });
  }
  const local = endpoint !== 'aws' && process.env['AWS_ACCESS_KEY_ID'] === undefined;
  const options: CloudOptions = {
    endpoint,
    isEngine: false,
    region,
    stack,
    parameters: defaultsOf(template),
    ...(local && { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
  };
  const cloud = makeCloud(options);
  try {
    const tables = await prepareTables(cloud, template);
    if (tables === 'absent') {
      throw new Problem(`${endpoint} has no stack ${stack}, and can make no tables.`, `deploy it there: ${DEPLOY}`);
    }
    return { options, stop: tables === 'present' ? () => Promise.resolve() : tables.remove };
  } catch (error) {
    if (error instanceof Problem) throw error;
    const { name, message } = error as Error;
    throw new Problem(
      `${endpoint} did not answer as DynamoDB does: ${name}: ${message}`,
      'look at the URL and the keys.',
    );
  } finally {
    cloud.close();
  }
};

const ask = async (options: Asked, root: string, terminal: Terminal): Promise<Summary> => {
  const suites = chosen(options.filter);
  const total = suites.flat().length;
  const host = await hostOf(options, root);
  const cloud = makeCloud(host.options);
  let done = 0;
  const show = ({ outcome, case: { id } }: Result): void => {
    done += 1;
    if (outcome === 'failed') terminal.line(`  ${terminal.paint('red', 'fails')} ${id}`);
    terminal.live(`  ${done} of ${total} cases …`);
  };
  try {
    return summaryOf(options.endpoint ?? 'engine', await runSuites(suites, cloud, show));
  } finally {
    cloud.close();
    await host.stop();
  }
};

/** Asks every case that was chosen: all must hold, and one at least. */
export const proveConformance = async (asked: Asked, root: string, terminal: Terminal): Promise<Found> => {
  const report = await ask(asked, root, terminal);
  const { endpoint, cases, passed, failed, forOthers, failures } = report;
  return {
    holds: failed === 0 && passed > 0,
    report,
    lines: (verdict, paint) => [
      ...failures.map(({ id, rule, source, message }) => `\n${paint('red', id)}\n  ${rule}\n  ${source}\n  ${message}`),
      `${endpoint}: ${cases} cases, ${failed === 0 ? paint('green', `${passed} hold`) : paint('red', `${failed} fail, ${passed} hold`)}, ` +
        `${forOthers} are for others, in ${seconds(verdict.seconds * 1000)}`,
    ],
  };
};
