import type { Environment } from '../contract.ts';

/** A clock that stands until it is moved, and a sequence that is the same in every run (mulberry32). */
export const anEnvironment = (startAt = Date.UTC(2026, 7, 1, 12)): Environment & { advance(ms: number): void } => {
  let [now, seed] = [startAt, 1];
  return {
    now: () => now,
    random: () => {
      seed = (seed + 0x6d2b79f5) | 0;
      let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
    advance: (ms) => {
      now += ms;
    },
  };
};
