import { type MeasureName, PARTS } from '../measures.ts';
import type { Row } from '../verdict.ts';
import { pairsChart, ratiosChart, stackedChart } from './charts.ts';
import type { Report, Saved } from './report.ts';

export interface Page {
  /** Markdown. */
  readonly text: string;
  /** File → SVG. */
  readonly pictures: ReadonlyMap<string, string>;
}

const INTRO = `# Performance

Made by \`npm run bench -- --save\`, beside another checkout with \`--baseline DIR\`; do not edit. The figures are in
[performance.json](performance.json).

Each figure is a median. The spread is how far the ratios of runs that stood side by side lie apart (without a baseline, the runs
themselves), as a share of their median: a machine that others use too disturbs both sides of a pair. CPU, counts and bytes bear that;
rates and latencies by the clock do not.
`;

const told = (value: number | null): string => (value === null ? '–' : String(value));
const percent = (share: number | null): string => (share === null ? '–' : `${Math.round(share * 100)} %`);
const metOf = ({ met }: Row): string => (met === null ? '' : met ? 'met' : '**missed**');

const HEAD = `| measure | unit | baseline | now | ratio | spread | runs | goal (stretch) | |
| --- | --- | ---: | ---: | ---: | ---: | ---: | --- | --- |`;

const goalsOf = ({ goal, stretch }: Row): string =>
  goal === null ? '' : stretch === null ? goal : `${goal} (${stretch.replace(/^. /, '')})`;

const lineOf = (row: Row): string => {
  const cells = [
    ...[`${row.what} (\`${row.name}\`)`, row.unit, told(row.baseline), told(row.ours)],
    ...[row.ratio === null ? '–' : `${row.ratio} ×`, percent(row.spread), String(row.runs), goalsOf(row), metOf(row)],
  ];
  return `| ${cells.join(' | ')} |`;
};

const tableOf = (rows: readonly Row[]): string => [HEAD, ...rows.map(lineOf)].join('\n');

const machineLine = ([part, { at, commit, baseline, node, machine }]: readonly [string, Report]): string =>
  `| ${part} | ${at} | ${commit} | ${baseline ?? '–'} | ${node} | ${machine.cores} cores ${machine.cpu}, ${machine.memoryGb} GB, ${machine.system} |`;

const whereOf = (saved: Saved): string =>
  [
    '| part | on | commit | baseline | Node | machine |',
    '| --- | --- | --- | --- | --- | --- |',
    ...Object.entries(saved).map(machineLine),
  ].join('\n');

const cpuPicture = (rows: readonly Row[]): string | undefined => {
  const kinds = ['cpu-main', 'cpu-workers', 'cpu-helpers'] as const satisfies readonly MeasureName[];
  const shares = (side: 'baseline' | 'ours'): readonly number[] =>
    kinds.map((kind) => rows.find(({ name }) => name === kind)?.[side] ?? 0);
  const stacks = [
    { name: 'baseline', shares: shares('baseline') },
    { name: 'now', shares: shares('ours') },
  ].filter(({ shares: some }) => some.some((share) => share > 0));
  const names = ['main thread: engine, HTTP', 'workers: functions', 'V8’s helpers'];
  return stacks.length === 0 ? undefined : stackedChart('CPU per delivered order', 'ms', names, stacks);
};

const billPicture = ({ bill: report }: Saved): string | undefined => {
  const of = (bills: Report['bill']) =>
    (bills?.byService ?? {}) as Readonly<Record<string, { readonly quiet: number } | undefined>>;
  const [ours, before] = [of(report?.bill), of(report?.billOfBaseline)];
  const pairs = Object.keys({ ...before, ...ours }).map((name) => ({
    ...{ name, baseline: before[name]?.quiet, ours: ours[name]?.quiet ?? 0 },
  }));
  if (pairs.length === 0) return undefined;
  return pairsChart('What a million orders cost in a quiet shop, without mails, by service', 'USD', pairs);
};

const BILL_NOTE = `A checkout that has \`npm run bill\` counts without a clock: busy means that batches are full, quiet that each step of an order
is over before the next one comes. An older one is counted over HTTP by its own meter, where busy is 40 orders at once and the machine
decides how full batches are: so the two busy figures are not like for like. \`operations-driven\` and \`usd-driven\` are: both sides
over HTTP, 30 at once.`;

/** Nobody is to take silence for a result. */
const missingOf = (saved: Saved): readonly string[] => {
  const missing = PARTS.filter((part) => saved[part] === undefined);
  return missing.length === 0 ? [] : [`Not measured yet: ${missing.join(', ')}.`];
};

/** @param folder of the pictures, from the page */
export const pageOf = (saved: Saved, folder: string): Page => {
  const rows = Object.values(saved).flatMap(({ measures }) => measures);
  const pictures = new Map<string, string>();
  const shown = (file: string, alt: string, svg: string | undefined): readonly string[] => {
    if (svg === undefined) return [];
    pictures.set(file, svg);
    return [`![${alt}](${folder}/${file})`];
  };
  const goals = rows.filter(({ goal }) => goal !== null);
  const hasRatios = rows.some(({ ratio, goal }) => ratio !== null && goal?.endsWith('×') === true);
  const sections = [
    INTRO,
    ...missingOf(saved),
    '## Goals',
    ...shown('ratios.svg', 'How many times better than the baseline', hasRatios ? ratiosChart(rows) : undefined),
    tableOf(goals),
    '## What explains them',
    ...shown('cpu.svg', 'CPU per delivered order, by kind of thread', cpuPicture(rows)),
    ...shown('bill.svg', 'The bill by service', billPicture(saved)),
    ...(saved.bill === undefined ? [] : [BILL_NOTE]),
    tableOf(rows.filter(({ goal }) => goal === null)),
    '## Where it was measured',
    whereOf(saved),
  ];
  return { text: `${sections.join('\n\n')}\n`, pictures };
};
