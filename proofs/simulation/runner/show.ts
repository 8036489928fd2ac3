import { INVARIANTS } from '../../invariants/claims.ts';
import type { SeedResult } from '../job.ts';
import type { Terminal } from '@orderwire/local-cloud/dev/terminal';
import type { Summary } from './summary.ts';

/** 1234567 → `1,234,567`. */
const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

const table = (title: string, counts: Readonly<Record<string, number>>): readonly string[] => [
  title,
  ...Object.entries(counts).map(([name, count]) => `  ${grouped(count).padStart(12)}  ${name}`),
  '',
];

/** The table at the end. */
export const summaryLines = (summary: Summary, paint: Terminal['paint']): readonly string[] => [
  '',
  `${grouped(summary.seeds)} seeds, ${grouped(summary.orders)} orders, ${grouped(summary.deliveries)} deliveries, ` +
    `${grouped(summary.steps)} steps, ${String(summary.seedsPerSecond)} seeds/s; ` +
    `${grouped(summary.repeated)} seeds ran twice to the same trace`,
  '',
  ...table(paint('bold', 'orders at rest'), summary.states),
  ...table(paint('bold', 'faults that struck'), summary.faults),
  paint('bold', 'invariants, by how often they were checked'),
  ...Object.entries(summary.invariants).map(([id, count]) => {
    const text = INVARIANTS[id as keyof typeof INVARIANTS];
    const failed = summary.violations.filter(({ invariant }) => invariant === id).length;
    const broken = failed > 0 ? paint('red', ` ${String(failed)} broken`) : '';
    return `  ${grouped(count).padStart(12)}  ${id.padEnd(16)} ${text}${broken}`;
  }),
  '',
];

const KEPT_LINES = 120;

/** What a person needs to find the cause: the run, the few faults that are enough for it, and the trace of the order. */
export const showFailure = (
  terminal: Terminal,
  { seed, faults, violations, traceHash, trace = [] }: SeedResult,
  { again, commit }: { readonly again: string; readonly commit: string },
): void => {
  const { line, paint } = terminal;
  const [violation] = violations;
  if (violation === undefined) return;
  line();
  line(paint('red', `seed ${String(seed)} breaks ${violation.invariant}: ${INVARIANTS[violation.invariant]}`));
  line(`  ${violation.detail}`);
  line(
    `  order ${violation.orderId ?? '–'}, step ${grouped(violation.step)}, ${grouped(violation.at)} ms after the start`,
  );
  line(`  commit ${commit}; again: ${again}`);
  line(`  the ${String(faults.length)} faults that are enough, to the trace hash ${String(traceHash)}:`);
  for (const fault of faults) line(`    ${JSON.stringify(fault)}`);
  const about = violation.orderId;
  const shown = about === undefined ? trace : trace.filter(({ text }) => text.includes(about));
  line(about === undefined ? '  the end of the trace:' : '  the trace of the order:');
  for (const { at, step, text } of shown.slice(-KEPT_LINES))
    line(`    ${String(step).padStart(6)} ${String(at).padStart(8)}  ${text.slice(0, 300)}`);
};
