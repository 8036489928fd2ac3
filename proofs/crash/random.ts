/** Chance that a seed repeats. */
export interface Random {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  /** Uniform whole number, both ends included. */
  readonly between: (least: number, most: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(from: readonly [T, ...T[]]) => T;
  /** Times between events that do not know of each other. */
  readonly exponential: (mean: number) => number;
}

/** Mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export const makeRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick: ([first, ...others]) => [first, ...others][between(0, others.length)] ?? first,
    exponential: (mean) => -mean * Math.log(1 - next()),
  };
};

/** A seed of its own for each order, so that what one does depends on no other. */
export const seedOf = (seed: number, index: number): number =>
  (Math.imul(seed, 31) + Math.imul(index, 0x9e3779b1)) >>> 0;
