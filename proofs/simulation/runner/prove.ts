import { availableParallelism } from 'node:os';
import { packageServices } from '@orderwire/local-cloud/dev/packaging/package-services';
import { localModel } from '@orderwire/local-cloud/dev/platform/platform';
import { makeTerminal, type Terminal } from '@orderwire/local-cloud/dev/terminal';
import { commitOf, type Found } from '@orderwire/local-cloud/dev/verdict';
import type { CloudModel } from '@orderwire/local-cloud/template/model';
import type { Job, SeedResult } from '../job.ts';
import { proveBugs } from './bugs.ts';
import { bundleSimulation } from './bundle.ts';
import { playCrashPoints } from './crash-points.ts';
import type { Options } from './options.ts';
import { makePool, type Pool } from './pool.ts';
import { showFailure, summaryLines } from './show.ts';
import { shrink } from './shrink.ts';
import { makeTotals, type Totals } from './summary.ts';

const ENTRY = 'proofs/simulation/worker.ts';
/** One run in so many is made twice. */
const REPEATED = 100;
/** After so many failing seeds the rest says nothing new. */
const ENOUGH_FAILURES = 5;

interface Act {
  readonly options: Options;
  readonly terminal: Terminal;
  readonly pool: Pool;
  readonly commit: string;
}

const jobOf = ({ orders, kinds, plan }: Options, seed: number): Job => ({
  ...{ seed, orders },
  ...(kinds && { kinds }),
  ...(plan && { plan }),
});

/** Shrinks a failure, plays it once more with its trace, and shows it. */
const explain = async ({ pool, terminal, options, commit }: Act, failed: SeedResult): Promise<void> => {
  const job = jobOf(options, failed.seed);
  terminal.live(`  seed ${String(failed.seed)} fails; looking for the faults that are enough …`);
  const smallest = await shrink(failed, job, pool.run);
  const traced = await pool.run({ ...job, plan: smallest.faults, traced: true });
  const shown = traced.violations.length > 0 ? traced : failed;
  const run = `npm run simulate -- --seed ${String(failed.seed)} --orders ${String(options.orders)}`;
  showFailure(terminal, shown, { again: options.kinds ? `${run} --faults ${options.kinds.join(',')}` : run, commit });
  terminal.line(`  these alone: ${run} --trace --plan '${JSON.stringify(shown.faults)}'`);
};

const differs = (first: SeedResult, second: SeedResult): boolean =>
  first.traceHash !== second.traceHash || first.steps !== second.steps;

/** One seed, twice if it is its turn. */
const playSeed = async ({ pool, options }: Act, totals: Totals, seed: number): Promise<SeedResult> => {
  const result = await pool.run(jobOf(options, seed));
  totals.add(result);
  if (seed % REPEATED !== 1) return result;
  const again = await pool.run(jobOf(options, seed));
  if (differs(result, again)) {
    const detail = `the same seed made two traces: ${String(result.traceHash)} and ${String(again.traceHash)}`;
    totals.violate(seed, { invariant: '13-replay', detail, step: 0, at: 0 });
  } else totals.repeat();
  return result;
};

const playAll = async (act: Act, totals: Totals, workers: number): Promise<number> => {
  const { options, terminal } = act;
  const startedAt = performance.now();
  const elapsed = (): number => performance.now() - startedAt;
  const failures: SeedResult[] = [];
  let next = options.seed;
  const last = options.seed + options.seeds;
  const goOn = (): boolean => next < last && elapsed() < options.timeBudgetMs && failures.length < ENOUGH_FAILURES;
  const lane = async (): Promise<void> => {
    while (goOn()) {
      const result = await playSeed(act, totals, next++);
      const [violation] = result.violations;
      if (violation !== undefined) {
        failures.push(result);
        terminal.line(`  seed ${String(result.seed)} breaks ${violation.invariant}: ${violation.detail.slice(0, 200)}`);
      }
      const rate = totals.seeds() / (elapsed() / 1000);
      terminal.live(
        `  ${String(totals.seeds())} of ${String(options.seeds)} seeds, ${rate.toFixed(1)} seeds/s, ` +
          `${String(failures.length)} failed, ${String(Math.ceil((last - next) / rate))} s left`,
      );
    }
  };
  await Promise.all(Array.from({ length: workers * 2 }, lane));
  const took = elapsed();
  for (const failed of failures) await explain(act, failed);
  return took;
};

const trace = async ({ pool, options }: Act): Promise<Found> => {
  const result = await pool.run({ ...jobOf(options, options.seed), traced: true });
  const lines = (result.trace ?? []).map(
    ({ at, step, text }) => `${String(step).padStart(6)} ${String(at).padStart(8)}  ${text}`,
  );
  const { traceHash, violations } = result;
  return {
    holds: violations.length === 0,
    report: { seed: options.seed, traceHash, violations },
    lines: () => [
      ...lines,
      ...violations.map(({ invariant, detail, orderId = '–' }) => `${invariant}, order ${orderId}: ${detail}`),
      `trace hash ${String(traceHash)}, ${String(violations.length)} violations`,
    ],
  };
};

/** Few orders: every point of their lives is tried. */
const CRASHED_ORDERS = 3;

const playEveryCrash = async (act: Act, totals: Totals): Promise<number> => {
  const { options, terminal, pool } = act;
  const startedAt = performance.now();
  const base: Job = {
    seed: options.seed,
    orders: Math.min(options.orders, CRASHED_ORDERS),
    replayed: false,
    visited: true,
  };
  const failures: SeedResult[] = [];
  const { points, sites } = await playCrashPoints(pool.run, base, options.times, (result, done, of) => {
    totals.add(result);
    if (result.violations.length > 0) failures.push(result);
    terminal.live(`  ${String(done)} of ${String(of)} crash points, ${String(failures.length)} failed`);
    return failures.length < ENOUGH_FAILURES;
  });
  const took = performance.now() - startedAt;
  terminal.line(`${String(points)} single crashes at ${String(sites.length)} places: ${sites.join(', ')}`);
  for (const failed of failures) {
    const traced = await pool.run({ ...base, plan: failed.faults, traced: true });
    const again = `npm run simulate -- --crash-points --seed ${String(base.seed)}`;
    showFailure(terminal, traced, { again, commit: act.commit });
  }
  return took;
};

/** The deployment that is simulated: the templates that would be deployed. */
const modelFor = async (root: string, terminal: Terminal): Promise<CloudModel> => {
  const { compose } = await packageServices({ root, terminal });
  return localModel(root, compose, { apiUrl: 'http://127.0.0.1:3000', awsUrl: 'http://127.0.0.1:4566' });
};

/** No invariant breaks in any run; or, of the bug bank, one does for each bug. */
export const proveSimulation = async (
  options: Options,
  { root, shown: terminal }: { readonly root: string; readonly shown: Terminal },
): Promise<Found> => {
  const model = await modelFor(root, makeTerminal());
  const workers = options.workers ?? availableParallelism();
  if (options.mode === 'bugs') return proveBugs({ root, entry: ENTRY, model, options, terminal, workers });
  const pool = makePool(await bundleSimulation(root, ENTRY), model, workers);
  const act: Act = { options, terminal, pool, commit: commitOf(root) };
  try {
    if (options.isTraced) return await trace(act);
    const totals = makeTotals();
    const play = options.mode === 'crash-points' ? playEveryCrash(act, totals) : playAll(act, totals, workers);
    const report = totals.summary(await play);
    return {
      holds: report.violations.length === 0 && report.seeds > 0,
      report,
      lines: (_verdict, paint) => summaryLines(report, paint),
    };
  } finally {
    await pool.stop();
  }
};
