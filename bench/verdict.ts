import { type Goal, MEASURE_NAMES, type MeasureName, MEASURES, type Measure, type Part } from './measures.ts';
import type { Samples, Values } from './samples.ts';
import { medianOf, rangeOf, rounded, spreadOf } from './statistics.ts';

export interface Row {
  readonly name: MeasureName;
  readonly what: string;
  readonly unit: string;
  /** Medians. */
  readonly baseline: number | null;
  readonly ours: number;
  readonly ratio: number | null;
  /** From the lowest to the highest ratio of two runs that stood side by side (of our values without a baseline), ÷ median. */
  readonly spread: number | null;
  readonly range: { readonly baseline: readonly number[]; readonly ours: readonly number[] };
  readonly runs: number;
  readonly goal: string | null;
  readonly stretch: string | null;
  /** Null where there is no goal, or no baseline to hold it against. */
  readonly met: boolean | null;
}

const SIGNS = { 'at least': '≥', 'at most': '≤' } as const;

const worded = ({ of, limit }: Goal, unit: string, bound: number | undefined): string | null => {
  if (bound === undefined) return null;
  const text = `${SIGNS[limit]} ${bound}`;
  return of === 'ratio' ? `${text} ×` : `${text} ${unit}`;
};

const reaches = ({ limit }: Goal, value: number, bound: number): boolean =>
  limit === 'at least' ? value >= bound : value <= bound;

/** The ratios of runs that were made one after the other: what disturbed the machine disturbed both. */
const pairs = ({ baseline, ours }: Values): readonly number[] =>
  ours.flatMap((value, index) => {
    const beside = baseline[index];
    return beside === undefined || beside === 0 ? [] : [value / beside];
  });

const rowOf = (name: MeasureName, values: Values): Row | undefined => {
  const { what, unit, goal }: Measure = MEASURES[name];
  const ours = medianOf(values.ours);
  if (ours === undefined) return undefined;
  const baseline = medianOf(values.baseline);
  const ratio = baseline === undefined || baseline === 0 ? undefined : ours / baseline;
  const spread = spreadOf(ratio === undefined ? values.ours : pairs(values));
  const judged = goal?.of === 'value' ? ours : ratio;
  return {
    ...{ name, what, unit },
    baseline: baseline === undefined ? null : rounded(baseline),
    ours: rounded(ours),
    ratio: ratio === undefined ? null : rounded(ratio),
    spread: spread === undefined ? null : rounded(spread),
    range: {
      baseline: (rangeOf(values.baseline) ?? []).map(rounded),
      ours: (rangeOf(values.ours) ?? []).map(rounded),
    },
    runs: values.ours.length,
    goal: goal === undefined ? null : worded(goal, unit, goal.goal),
    stretch: goal === undefined ? null : worded(goal, unit, goal.stretch),
    met: goal === undefined || judged === undefined ? null : reaches(goal, judged, goal.goal),
  };
};

export interface Judged {
  readonly rows: readonly Row[];
  /** Measures of the parts asked for that nobody took. */
  readonly absent: readonly MeasureName[];
}

/** @param hasBaseline then a measure is absent, too, when the baseline has none */
export const judge = (samples: Samples, parts: readonly Part[], hasBaseline: boolean): Judged => {
  const asked = MEASURE_NAMES.filter((name) => parts.includes(MEASURES[name].part));
  const rows = asked.flatMap((name) => {
    const values = samples.of(name);
    return values === undefined ? [] : (rowOf(name, values) ?? []);
  });
  const present = new Set(rows.filter(({ ratio }) => ratio !== null || !hasBaseline).map(({ name }) => name));
  return { rows, absent: asked.filter((name) => !present.has(name)) };
};
