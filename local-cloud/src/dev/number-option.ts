import { Problem } from './problem.ts';

/**
 * The whole number that somebody gave for an option.
 * @param example what to type instead
 * @throws Problem for anything else
 */
export const numberOf = (
  name: string,
  text: string,
  example: string,
  { least = 1, most = 100_000 }: { readonly least?: number; readonly most?: number } = {},
): number => {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new Problem(`--${name} takes a whole number from ${least} to ${most}, not "${text}".`, example);
};

const LARGEST_SEED = 2 ** 31 - 1;

/** The seed of a run: the one that was given, or another one each time. @throws Problem */
export const seedOf = (text: string | undefined, example: string): number =>
  text === undefined ? 1 + (Date.now() % 2 ** 30) : numberOf('seed', text, example, { most: LARGEST_SEED });
