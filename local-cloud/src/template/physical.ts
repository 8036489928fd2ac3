import { createHash } from 'node:crypto';

/**
 * The ids that AWS would draw at random are made from where a resource stands, so that two starts (and two simulations)
 * name everything the same.
 */
const draw = (alphabet: string, length: number, ...seed: readonly string[]): string => {
  const digest = createHash('sha512').update(seed.join('\0')).digest();
  return Array.from({ length }, (_, index) => alphabet[(digest[index] ?? 0) % alphabet.length] ?? '').join('');
};

const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const MIXED = `ABCDEFGHIJKLMNOPQRSTUVWXYZ${LOWER}`;

/** Ten characters, as API Gateway's ids. At most 64 characters can be asked for. */
export const lowerId = (length: number, ...seed: readonly string[]): string => draw(LOWER, length, ...seed);

/** As in the six characters at the end of a secret's ARN, or the nine in a user pool's id. */
export const mixedId = (length: number, ...seed: readonly string[]): string => draw(MIXED, length, ...seed);

/** As the ids of event source mappings. */
export const uuid = (...seed: readonly string[]): string => {
  const hex = createHash('sha256').update(seed.join('\0')).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
};
