import type { Row } from '../verdict.ts';
import { bar, COLOURS, legend, line, picture, SHARES, text, WIDTH } from './svg.ts';

const LEFT = 210;
const RIGHT = 90;
const ROW = 34;
const TOP = 84;

const heading = (title: string, subtitle: string): readonly string[] => [
  text(20, 30, title, { weight: '600' }),
  text(20, 50, subtitle, { fill: COLOURS.soft }),
];

/** How many times better: whatever is to be low is turned round. */
const betterOf = ({ ratio, goal }: Row): number =>
  ratio === null ? 0 : goal?.startsWith('≥') === true ? ratio : 1 / ratio;

const goalOf = ({ goal }: Row): number => {
  const bound = Number(/[\d.]+/.exec(goal ?? '')?.[0] ?? 1);
  return goal?.startsWith('≥') === true ? bound : 1 / bound;
};

const isRatio = ({ goal, ratio }: Row): boolean => goal?.endsWith('×') === true && ratio !== null;

/** Every measure whose goal is a ratio: how many times better than the baseline, on a scale of powers of two. */
export const ratiosChart = (rows: readonly Row[]): string => {
  const shown = rows.filter(isRatio);
  const best = Math.max(4, ...shown.flatMap((row) => [betterOf(row), goalOf(row)]));
  const worst = Math.min(1, ...shown.map(betterOf));
  const [low, high] = [Math.floor(Math.log2(worst)), Math.ceil(Math.log2(best))];
  const x = (times: number): number => LEFT + ((Math.log2(times) - low) / (high - low)) * (WIDTH - LEFT - RIGHT);
  const height = TOP + shown.length * ROW + 40;
  const ticks = Array.from({ length: high - low + 1 }, (_, index) => 2 ** (low + index));
  const parts = [
    ...heading(
      'How many times better than the baseline',
      'From the line at 1 to the right is better; the mark is the goal.',
    ),
    ...ticks.flatMap((tick) => [
      line(x(tick), TOP - 14, x(tick), height - 34, tick === 1 ? COLOURS.ink : '#e4e8ec', tick === 1 ? 1.5 : 1),
      text(x(tick), height - 16, `${tick} ×`, { anchor: 'middle', fill: COLOURS.soft }),
    ]),
    ...shown.flatMap((row, index) => {
      const y = TOP + index * ROW;
      const [from, to] = [Math.min(x(1), x(betterOf(row))), Math.max(x(1), x(betterOf(row)))];
      return [
        text(LEFT - 12, y + 13, row.name, { anchor: 'end' }),
        bar(from, y, to - from, 18, betterOf(row) >= 1 ? COLOURS.ours : COLOURS.baseline),
        line(x(goalOf(row)), y - 5, x(goalOf(row)), y + 23, COLOURS.goal, 3),
        text(Math.max(to, x(goalOf(row))) + 8, y + 13, `${betterOf(row).toFixed(1)} ×`),
      ];
    }),
  ];
  return picture('How many times better than the baseline, by measure', height, parts);
};

export interface Stack {
  readonly name: string;
  readonly shares: readonly number[];
}

/** Bars of shares that add up. */
export const stackedChart = (
  title: string,
  unit: string,
  names: readonly string[],
  stacks: readonly Stack[],
): string => {
  const sums = stacks.map(({ shares }) => shares.reduce((sum, share) => sum + share, 0));
  const scale = (WIDTH - LEFT - RIGHT) / Math.max(...sums);
  const height = TOP + stacks.length * (ROW + 8) + 16;
  const parts = [
    text(20, 30, title, { weight: '600' }),
    legend(
      56,
      names.map((name, index) => [name, SHARES[index] ?? COLOURS.soft]),
    ),
    ...stacks.flatMap(({ name, shares }, index) => {
      const y = TOP + index * (ROW + 8);
      let from = LEFT;
      const bars = shares.map((share, at) => {
        const drawn = bar(from, y, share * scale, 26, SHARES[at] ?? COLOURS.soft);
        from += share * scale;
        return drawn;
      });
      const sum = sums[index] ?? 0;
      return [
        text(LEFT - 12, y + 17, name, { anchor: 'end' }),
        ...bars,
        text(from + 8, y + 17, `${sum.toFixed(0)} ${unit}`),
      ];
    }),
  ];
  return picture(title, height, parts);
};

export interface Pair {
  readonly name: string;
  readonly baseline: number | undefined;
  readonly ours: number;
}

/** Two bars for each name: the baseline's above ours. */
export const pairsChart = (title: string, unit: string, pairs: readonly Pair[]): string => {
  const scale = (WIDTH - LEFT - RIGHT) / Math.max(1e-9, ...pairs.flatMap(({ baseline = 0, ours }) => [baseline, ours]));
  const height = TOP + pairs.length * ROW + 16;
  const of = (value: number, y: number, colour: string): string =>
    bar(LEFT, y, value * scale, 11, colour) +
    text(LEFT + value * scale + 6, y + 10, value.toFixed(1), { fill: COLOURS.soft });
  const parts = [
    text(20, 30, `${title} (${unit})`, { weight: '600' }),
    legend(56, [
      ['baseline', COLOURS.baseline],
      ['now', COLOURS.ours],
    ]),
    ...pairs.flatMap(({ name, baseline, ours }, index) => {
      const y = TOP + index * ROW;
      const before = baseline === undefined ? [] : [of(baseline, y - 2, COLOURS.baseline)];
      return [text(LEFT - 12, y + 14, name, { anchor: 'end' }), ...before, of(ours, y + 11, COLOURS.ours)];
    }),
  ];
  return picture(title, height, parts);
};
