import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ConformanceCase } from '../local-cloud/conformance/case.ts';
import { SUITES } from '../local-cloud/conformance/cases.ts';
import { makeCloud } from '../local-cloud/conformance/cloud.ts';
import type { CloudOptions } from '../local-cloud/conformance/cloud.ts';
import { startEngine } from '../local-cloud/conformance/engine-host.ts';
import { defaultsOf } from '../local-cloud/conformance/fixture/pack.ts';
import { readTemplate } from '../local-cloud/conformance/fixture/read-template.ts';
import { runSuites, summaryOf } from '../local-cloud/conformance/run.ts';
import type { Result, Summary } from '../local-cloud/conformance/run.ts';
import { prepareTables } from '../local-cloud/conformance/tables.ts';
import { guarded, Problem } from '@orderwire/local-cloud/dev/problem';
import { makeTerminal, seconds } from '@orderwire/local-cloud/dev/terminal';
import type { Terminal } from '@orderwire/local-cloud/dev/terminal';
import { verdictOf } from '@orderwire/local-cloud/dev/verdict';

const STACK = 'orderwire-conformance';
const TEMPLATE = 'local-cloud/conformance/fixture/template.yml';
const DEPLOY = `aws cloudformation deploy --stack-name ${STACK} --capabilities CAPABILITY_IAM --template-file ${TEMPLATE}`;

const HELP = `npm run conformance -- [--endpoint URL] [--stack NAME] [--region R] [--filter TEXT] [--list] [--json]

Asks every rule of AWS's that this platform relies on, over the wire, with AWS's own SDK.
  --endpoint  whom to ask: a URL, or aws for the real one; otherwise the engine is started for it
  --stack     the stack that ${TEMPLATE} was deployed as (${STACK});
              on AWS: ${DEPLOY}
  --region    of that stack (AWS_REGION, or eu-central-1)
  --filter    only cases whose id contains this text, for example dynamodb/
  --list      the cases with their rules and sources, and no run
  --json      one object on standard output, nothing else there (npm run --silent conformance -- --json)
`;

interface Options {
  readonly endpoint: string | undefined;
  readonly stack: string;
  readonly region: string;
  readonly filter: string;
  readonly list: boolean;
  readonly json: boolean;
}

const readOptions = (args: readonly string[]): Options | undefined => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      endpoint: { type: 'string' },
      stack: { type: 'string', default: STACK },
      region: { type: 'string', default: process.env['AWS_REGION'] ?? 'eu-central-1' },
      filter: { type: 'string', default: '' },
      list: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const endpoint = values.endpoint?.replace(/\/$/, '');
  if (endpoint !== undefined && endpoint !== 'aws' && !/^https?:\/\/[^/]+$/.test(endpoint)) {
    throw new Problem(
      `--endpoint takes a URL without a path, or aws, not "${endpoint}".`,
      'npm run conformance -- --endpoint http://127.0.0.1:8000',
    );
  }
  return { ...values, endpoint };
};

const chosen = (filter: string): readonly (readonly ConformanceCase[])[] => {
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

const hostOf = async ({ endpoint, stack, region }: Options, root: string): Promise<Host> => {
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

const list = (suites: readonly (readonly ConformanceCase[])[], json: boolean): void => {
  const cases = suites.flat().map(({ id, rule, source, only, why }) => ({ id, rule, source, only, why }));
  if (json) process.stdout.write(`${JSON.stringify(cases)}\n`);
  else
    for (const { id, rule, source, only } of cases) {
      process.stdout.write(`${id}${only === undefined ? '' : ` (only ${only})`}\n  ${rule}\n  ${source}\n`);
    }
};

const ask = async (options: Options, root: string, terminal: Terminal): Promise<Summary> => {
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

const tell = (
  { endpoint, cases, passed, failed, skipped, failures }: Summary,
  took: string,
  { line, paint }: Terminal,
) => {
  for (const { id, rule, source, message } of failures)
    line(`\n${paint('red', id)}\n  ${rule}\n  ${source}\n  ${message}`);
  const verdict = failed === 0 ? paint('green', `${passed} hold`) : paint('red', `${failed} fail, ${passed} hold`);
  line(`${endpoint}: ${cases} cases, ${verdict}, ${skipped} are for others, in ${took}`);
};

/** Ends with 0 only if no case failed. */
export const main = (args: readonly string[], root: string): Promise<number> =>
  guarded(async () => {
    const options = readOptions(args);
    if (!options) {
      process.stdout.write(HELP);
      return 0;
    }
    if (options.list) {
      list(chosen(options.filter), options.json);
      return 0;
    }
    const started = performance.now();
    const summary = await ask(options, root, makeTerminal());
    // Those for another kind of endpoint do not apply here: `skipped` counts them.
    const verdict = verdictOf(root, started, summary.failed === 0 && summary.passed > 0);
    if (options.json) process.stdout.write(`${JSON.stringify({ ...verdict, ...summary })}\n`);
    else tell(summary, seconds(performance.now() - started), makeTerminal(process.stdout));
    return verdict.ok ? 0 : 1;
  });
