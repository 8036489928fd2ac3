import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Report } from '../proofs/crash/report.ts';
import { KILLS_PER_REST, runCrashTest } from '../proofs/crash/run.ts';
import { progressLine, reportLines } from '../proofs/crash/show.ts';
import { guarded, Problem } from '@orderwire/local-cloud/dev/problem';
import { makeTerminal, type Terminal } from '@orderwire/local-cloud/dev/terminal';
import { verdictOf } from '@orderwire/local-cloud/dev/verdict';
import { packageServices } from '@orderwire/local-cloud/dev/packaging/package-services';

const DEFAULT_KILLS = 200;
const ORDERS_PER_KILL = 4;

const HELP = `npm run test:crash -- [--kills ${DEFAULT_KILLS}] [--orders N] [--seed S] [--memory] [--json]

Places orders over HTTP while the platform is killed (SIGKILL) at random moments and at named points. After each restart
every acknowledged write must be there; at the end, and every 20 kills, every order must rest and everything must agree.
  --kills   how often it is killed (${DEFAULT_KILLS})
  --orders  how many orders are placed (${ORDERS_PER_KILL} for each kill)
  --seed    the number that decides about orders and kills (a new one each time)
  --memory  the platform keeps nothing on disk: what is lost then must be found, and it ends with 1
  --json    one object on standard output, nothing else there (npm run --silent test:crash -- --json)
`;

interface Options {
  readonly kills: number;
  readonly orders: number;
  readonly seed: number;
  readonly memory: boolean;
  readonly json: boolean;
}

const MOST = 100_000;
const LARGEST_SEED = 2 ** 31 - 1;

const numberOf = (name: string, text: string, most = MOST): number => {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= most) return number;
  throw new Problem(`--${name} takes a number from 1 to ${most}, not "${text}".`, `npm run test:crash -- --${name} 20`);
};

const readOptions = (args: readonly string[]): Options | undefined => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kills: { type: 'string', default: String(DEFAULT_KILLS) },
      orders: { type: 'string' },
      seed: { type: 'string', default: String(1 + (Date.now() % LARGEST_SEED)) },
      memory: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const kills = numberOf('kills', values.kills);
  return {
    kills,
    orders: values.orders === undefined ? kills * ORDERS_PER_KILL : numberOf('orders', values.orders),
    seed: numberOf('seed', values.seed, LARGEST_SEED),
    memory: values.memory,
    json: values.json,
  };
};

const perform = async (options: Options, root: string, terminal: Terminal): Promise<Report> => {
  const { kills, memory } = options;
  // A kill must not come in the midst of packaging: its folders are the developer's.
  await packageServices({ root, terminal });
  mkdirSync(join(root, '.orderwire'), { recursive: true });
  const folder = mkdtempSync(join(root, '.orderwire/crash-'));
  const store = memory ? ['--memory'] : ['--data', join(folder, 'data')];
  const begun = performance.now();
  terminal.line(`  seed ${options.seed}, ${kills} kills, ${options.orders} orders`);
  const report = await runCrashTest({
    ...{ root, folder, kills, orders: options.orders, seed: options.seed, store },
    onProgress: (progress) => {
      const text = progressLine(progress, kills, performance.now() - begun);
      if (progress.kills % KILLS_PER_REST === 0) terminal.line(text);
      else terminal.live(text);
    },
  });
  if (report.violations.length > 0 && !memory) return { ...report, kept: folder };
  rmSync(folder, { recursive: true, force: true });
  return report;
};

/** Ends with 0 only if nothing acknowledged was lost and everything agreed. */
export const main = (args: readonly string[], root: string): Promise<number> =>
  guarded(async () => {
    const options = readOptions(args);
    if (!options) {
      process.stdout.write(HELP);
      return 0;
    }
    // Ends the platform with it, which is no child of the terminal.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
    const begun = performance.now();
    const report = await perform(options, root, makeTerminal());
    const terminal = makeTerminal(process.stdout);
    const verdict = verdictOf(root, begun, report.lost === 0 && report.violations.length === 0);
    if (options.json) process.stdout.write(`${JSON.stringify({ ...verdict, ...report })}\n`);
    else for (const line of reportLines(report, terminal.paint)) terminal.line(line);
    return verdict.ok ? 0 : 1;
  });
