/** A stream of chance that a seed decides. */
export interface Random {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  /** A whole number from 0 to `limit` - 1. */
  readonly below: (limit: number) => number;
  readonly chance: (probability: number) => boolean;
  /** Throws for an empty list. */
  readonly pick: <T>(from: readonly T[]) => T;
  readonly bytes: (count: number) => Uint8Array;
}

const GOLDEN = 0x9e3779b9;

/** Mixes a number into a 32-bit hash (the finaliser of MurmurHash3, whose output bits all depend on all input bits). */
export const mix = (hash: number, value: number): number => {
  let mixed = Math.imul(hash ^ (value + GOLDEN), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};

/** FNV-1a over UTF-16 units: the same text gives the same number everywhere. */
export const hashText = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
};

/** A hash as a number in [0, 1). */
export const fraction = (hash: number): number => hash / 2 ** 32;

/** Two streams of one seed with different labels have nothing to do with each other. */
export const makeRandom = (seed: number, label: string): Random => {
  let state = mix(hashText(label), seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), 1 | state);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return fraction((word ^ (word >>> 14)) >>> 0);
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (from) => {
      if (from.length === 0) throw new Error('There is nothing to pick from.');
      return from[below(from.length)] as (typeof from)[number];
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => below(256)),
  };
};
