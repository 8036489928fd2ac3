import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeEngine } from '@orderwire/local-cloud/engine/engine';
import { portOperations } from '@orderwire/local-cloud/server/protocols/aws-port';
import type { CloudModel } from '@orderwire/local-cloud/template/model';
import { findPorts } from '../proofs/crash/life.ts';
import { type Report, reportLines } from '../proofs/hostile/report.ts';
import { routesOf } from '../proofs/hostile/routes.ts';
import { runHostile } from '../proofs/hostile/run.ts';
import { localModel } from '@orderwire/local-cloud/dev/platform/platform';
import { guarded, Problem } from '@orderwire/local-cloud/dev/problem';
import { verdictOf } from '@orderwire/local-cloud/dev/verdict';
import { makeTerminal, type Terminal } from '@orderwire/local-cloud/dev/terminal';
import { packageServices } from '@orderwire/local-cloud/dev/packaging/package-services';

const DEFAULTS = { inputs: 200, kills: 10 } as const;

const HELP = `npm run test:hostile -- [--inputs ${DEFAULTS.inputs}] [--kills ${DEFAULTS.kills}] [--seed S] [--only TEXT] [--json]

Sends broken requests to a running platform: every operation of the AWS port, every route of the API. None may be
answered with 5xx, dropped or left hanging, and after each kill -9 the platform must start again with all it had.
  --inputs  requests for each operation; a route gets half as many
  --kills   how often it is killed
  --seed    the number that decides about everything (a new one each time)
  --only    operations and routes whose name holds this text: dynamodb:PutItem, "POST /orders"
  --json    one object on standard output, nothing else there (npm run --silent test:hostile -- --json)
`;

interface Options {
  readonly inputs: number;
  readonly kills: number;
  readonly seed: number;
  readonly only: string;
  readonly json: boolean;
}

const LARGEST_SEED = 2 ** 30;

const numberOf = (name: string, text: string, most = 100_000): number => {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= most) return number;
  throw new Problem(
    `--${name} takes a number from 1 to ${most}, not "${text}".`,
    `npm run test:hostile -- --${name} 5`,
  );
};

const readOptions = (args: readonly string[]): Options | undefined => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      inputs: { type: 'string', default: String(DEFAULTS.inputs) },
      kills: { type: 'string', default: String(DEFAULTS.kills) },
      seed: { type: 'string', default: String(1 + (Date.now() % LARGEST_SEED)) },
      only: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const { only, json } = values;
  const [inputs, kills] = [numberOf('inputs', values.inputs), numberOf('kills', values.kills)];
  return { inputs, kills, seed: numberOf('seed', values.seed, LARGEST_SEED), only, json };
};

/** Out of the engine itself, so that an operation that it gains is asked at once. */
const operationsOf = (model: CloudModel): readonly string[] => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const privateKeyPem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const environment = { now: () => 0, random: () => 0 };
  return portOperations(makeEngine({ model, environment, signingKey: { privateKeyPem, kid: 'none' } }).operations);
};

const perform = async (options: Options, root: string, terminal: Terminal): Promise<Report> => {
  const { compose } = await packageServices({ root, terminal });
  mkdirSync(join(root, '.orderwire'), { recursive: true });
  const folder = mkdtempSync(join(root, '.orderwire/hostile-'));
  const begun = performance.now();
  const ports = await findPorts();
  const urls = { apiUrl: `http://127.0.0.1:${ports.api}`, awsUrl: `http://127.0.0.1:${ports.aws}` };
  const model = localModel(root, compose, urls);
  const wanted = (name: string): boolean => name.includes(options.only);
  const [operations, routes] = [operationsOf(model).filter(wanted), routesOf(model).filter(wanted)];
  terminal.line(
    `  seed ${options.seed}, ${operations.length} operations, ${routes.length} routes, ${options.kills} kills`,
  );
  const { sent, findings, kills, restartsRefused, violations } = await runHostile({
    ...{ root, folder, ports, model, operations, routes },
    ...{ seed: options.seed, inputs: options.inputs, routeInputs: Math.ceil(options.inputs / 2), kills: options.kills },
    onProgress: terminal.live,
  });
  const all = [...operations, ...routes];
  const skipped = all.filter((name) => (sent.get(name) ?? 0) === 0);
  const canaryRead = violations.length === 0 && restartsRefused.length === 0;
  const holds = canaryRead && findings.length === 0 && all.length > 0 && kills >= options.kills;
  const whole = restartsRefused.length === 0;
  if (whole) rmSync(folder, { recursive: true, force: true });
  return {
    ...verdictOf(root, begun, holds, skipped),
    ...{ seed: options.seed, operations: all.length },
    requests: [...sent.values()].reduce((sum, count) => sum + count, 0),
    answers5xx: findings.filter(({ status }) => typeof status === 'number'),
    unanswered: findings.filter(({ status }) => typeof status !== 'number'),
    ...{ kills, restartsRefused, canaryRead, violations },
    ...(!whole && { kept: folder }),
  };
};

/** Ends with 0 only if nothing that was sent did any harm. */
export const main = (args: readonly string[], root: string): Promise<number> =>
  guarded(async () => {
    const options = readOptions(args);
    if (!options) {
      process.stdout.write(HELP);
      return 0;
    }
    // Ends the platform with it, which is no child of the terminal.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
    const report = await perform(options, root, makeTerminal());
    const terminal = makeTerminal(process.stdout);
    if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    else for (const line of reportLines(report, terminal.paint)) terminal.line(line);
    return report.ok ? 0 : 1;
  });
