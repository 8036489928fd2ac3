import type { CloudModel } from '@orderwire/local-cloud/template/model';
import { BUGS } from '../bugs/bugs.ts';
import type { Bug } from '../bugs/bug.ts';
import { INVARIANTS } from '../../invariants/claims.ts';
import type { InvariantId } from '../../invariants/claims.ts';
import type { Job } from '../job.ts';
import { Problem } from '@orderwire/local-cloud/dev/problem';
import { seconds, type Terminal } from '@orderwire/local-cloud/dev/terminal';
import type { Found } from '@orderwire/local-cloud/dev/verdict';
import { bundleSimulation } from './bundle.ts';
import type { Options } from './options.ts';
import { makePool, type Pool } from './pool.ts';

/** What became of one planted bug. */
interface Verdict {
  readonly id: string;
  /** Which one broke first; undefined when none did. */
  readonly invariant: InvariantId | undefined;
  /** Seeds until then, that one included. */
  readonly seeds: number;
  readonly detail: string;
}

/** What `--bugs --json` prints. */
interface BugSummary {
  readonly bugs: number;
  readonly caught: number;
  /** Ids of those that no invariant caught. */
  readonly missed: readonly string[];
  /** Of those that were caught, the most seeds that one needed. */
  readonly worstSeeds: number;
  /** Invariants that caught none, when all bugs were planted. */
  readonly toothless: readonly InvariantId[];
  readonly verdicts: readonly Verdict[];
}

interface Asked {
  readonly root: string;
  readonly entry: string;
  readonly model: CloudModel;
  readonly options: Options;
  readonly terminal: Terminal;
  readonly workers: number;
}

interface Given extends Asked {
  /** Runs the code as it is. */
  readonly sound: Pool;
}

/**
 * Seeds one after the other, so that the number needed is the same on every machine. A seed that the code without the
 * bug does not pass either proves nothing.
 */
const hunt = async ({ id, kinds }: Bug, pool: Pool, { options, sound }: Given): Promise<Verdict> => {
  const { seed: first, seeds, orders } = options;
  for (let tried = 1; tried <= seeds; tried += 1) {
    const job: Job = { seed: first + tried - 1, orders, ...(kinds && { kinds }) };
    const [violation] = (await pool.run(job)).violations;
    if (violation === undefined || (await sound.run(job)).violations.length > 0) continue;
    return { id, invariant: violation.invariant, seeds: tried, detail: violation.detail };
  }
  return { id, invariant: undefined, seeds, detail: '' };
};

const play = async (bug: Bug, given: Given): Promise<Verdict> => {
  const pool = makePool(await bundleSimulation(given.root, given.entry, bug.patches), given.model, 1);
  try {
    return await hunt(bug, pool, given);
  } catch (error) {
    // A bug that stops the simulator itself proves no invariant.
    const detail = error instanceof Error ? error.message : String(error);
    return { id: bug.id, invariant: undefined, seeds: 0, detail };
  } finally {
    await pool.stop();
  }
};

const summaryOf = (bugs: readonly Bug[], verdicts: readonly Verdict[]): BugSummary => {
  const caught = verdicts.filter(({ invariant }) => invariant !== undefined);
  const biting = new Set(caught.map(({ invariant }) => invariant));
  const ids = Object.keys(INVARIANTS) as readonly InvariantId[];
  return {
    bugs: bugs.length,
    caught: caught.length,
    missed: verdicts.filter(({ invariant }) => invariant === undefined).map(({ id }) => id),
    worstSeeds: Math.max(0, ...caught.map(({ seeds }) => seeds)),
    toothless: bugs.length === BUGS.length ? ids.filter((id) => !biting.has(id)) : [],
    verdicts,
  };
};

const linesOf = (summary: BugSummary, paint: Terminal['paint']): readonly string[] => [
  '',
  `${paint('bold', 'bug'.padEnd(48))} ${'caught by'.padEnd(16)} seeds`,
  ...[...summary.verdicts]
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .map(
      ({ id, invariant, seeds }) =>
        `${id.padEnd(48)} ${(invariant ?? paint('red', 'missed')).padEnd(16)} ${String(seeds).padStart(5)}`,
    ),
  '',
  `${String(summary.caught)} of ${String(summary.bugs)} planted bugs were caught, ` +
    `each within ${String(summary.worstSeeds)} seeds`,
  ...(summary.missed.length > 0 ? [paint('red', `missed: ${summary.missed.join(', ')}`)] : []),
  ...(summary.toothless.length > 0
    ? [paint('red', `invariants that caught none: ${summary.toothless.join(', ')}`)]
    : []),
];

/** Plants one bug after the other: each is caught, and each invariant catches one. */
export const proveBugs = async (asked: Asked): Promise<Found> => {
  const { options, terminal, workers } = asked;
  const bugs = BUGS.filter(({ id }) => options.only === undefined || id.includes(options.only));
  if (bugs.length === 0)
    throw new Problem(
      `No planted bug has "${String(options.only)}" in its name.`,
      'npm run simulate -- --bugs --only invoice',
    );
  const sound = makePool(await bundleSimulation(asked.root, asked.entry), asked.model, 1);
  const given: Given = { ...asked, sound };
  const verdicts: Verdict[] = [];
  const waiting = [...bugs];
  const lane = async (): Promise<void> => {
    for (let bug = waiting.shift(); bug !== undefined; bug = waiting.shift()) {
      const startedAt = performance.now();
      const verdict = await play(bug, given);
      verdicts.push(verdict);
      const took = seconds(performance.now() - startedAt);
      const by = verdict.invariant ?? terminal.paint('red', 'missed');
      const count = `${String(verdicts.length)}/${String(bugs.length)}`.padStart(7);
      terminal.line(`${count}  ${bug.id}: ${by}, ${String(verdict.seeds)} seeds, ${took}  ${verdict.detail}`.trimEnd());
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(workers, bugs.length) }, lane));
  } finally {
    await sound.stop();
  }
  const summary = summaryOf(bugs, verdicts);
  return {
    holds: summary.missed.length + summary.toothless.length === 0,
    report: summary,
    lines: (_verdict, paint) => linesOf(summary, paint),
  };
};
