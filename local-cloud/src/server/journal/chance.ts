import { randomBytes } from 'node:crypto';

/** Four 32-bit numbers, and how often they were asked. */
export interface ChanceState {
  readonly words: [number, number, number, number];
  drawn: number;
}

export const newChance = (): ChanceState => {
  const seed = randomBytes(16);
  const word = (at: number): number => seed.readUInt32LE(at * 4);
  return { words: [word(0), word(1), word(2), word(3)], drawn: 0 };
};

/**
 * Random numbers whose state can be saved and restored: the generator sfc32 (Chris Doty-Humphrey, PractRand), 128 bits
 * of state, so that ids made of it do not meet. Uniform in [0, 1).
 */
export const draw = (state: ChanceState): number => {
  const { words } = state;
  const [a, b, c, count] = words;
  const result = (a + b + count) | 0;
  words[0] = b ^ (b >>> 9);
  words[1] = (c + (c << 3)) | 0;
  words[2] = (((c << 21) | (c >>> 11)) + result) | 0;
  words[3] = (count + 1) | 0;
  state.drawn += 1;
  return (result >>> 0) / 2 ** 32;
};
