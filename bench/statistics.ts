const inOrder = (values: readonly number[]): readonly number[] => [...values].sort((one, other) => one - other);

/** Of an even number of values the mean of the two in the middle; undefined of none. */
export const medianOf = (values: readonly number[]): number | undefined => {
  const sorted = inOrder(values);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2;
};

/** The lowest and the highest. */
export const rangeOf = (values: readonly number[]): readonly [number, number] | undefined => {
  const sorted = inOrder(values);
  const [lowest] = sorted;
  const highest = sorted.at(-1);
  return lowest === undefined || highest === undefined ? undefined : [lowest, highest];
};

/** How far the values lie apart, as a share of their median: 0.1 is from 5 % below to 5 % above. */
export const spreadOf = (values: readonly number[]): number | undefined => {
  const range = rangeOf(values);
  const median = medianOf(values);
  return range === undefined || median === undefined || median === 0 ? undefined : (range[1] - range[0]) / median;
};

/** Three digits say all that a measurement knows. */
export const rounded = (value: number): number => Number(value.toPrecision(value >= 1000 ? 4 : 3));
