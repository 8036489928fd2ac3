import { invariant } from '@orderwire/kernel/invariant';

/**
 * `amount` × `numerator` / `denominator`, rounded half up to a whole number; exact however large the product becomes.
 * All four are whole numbers: amounts are minor units, and not negative.
 * @throws InvariantError for anything else, and where the result is beyond 2^53
 */
export const share = (amount: number, numerator: number, denominator: number): number => {
  invariant(denominator > 0 && amount >= 0 && numerator >= 0, 'A share is taken of an amount, and is not negative.');
  // BigInt refuses what is no whole number.
  const exact = (2n * BigInt(amount) * BigInt(numerator) + BigInt(denominator)) / (2n * BigInt(denominator));
  return whole(Number(exact));
};

/** @throws InvariantError where it is no whole number, or one that a float cannot tell from its neighbours */
export const whole = (amount: number): number => {
  invariant(Number.isSafeInteger(amount), 'An amount is a whole number of minor units, and at most 2^53.');
  return amount;
};

/** @param of the amount of one of them, in minor units. @throws InvariantError where the sum is beyond 2^53 */
export const sumOf = <T>(all: readonly T[], of: (one: T) => number): number =>
  all.reduce((sum, one) => whole(sum + of(one)), 0);

/**
 * Whole numbers that add up to `total` and are each less than one from numerator / denominator: each is rounded down, and
 * what is left goes, one by one, to those that lost most by it, of equal ones to the first (largest remainder).
 * @param total the sum of the exact shares, rounded in any way
 */
export const roundTogether = (total: number, numerators: readonly bigint[], denominator: bigint): readonly number[] => {
  const shares = numerators.map((numerator, at) => ({
    at,
    given: Number(numerator / denominator),
    lost: numerator % denominator,
  }));
  const left = total - sumOf(shares, ({ given }) => given);
  const lucky = new Set(
    shares
      .toSorted((a, b) => (a.lost === b.lost ? a.at - b.at : a.lost < b.lost ? 1 : -1))
      .slice(0, left)
      .map(({ at }) => at),
  );
  return shares.map(({ at, given }) => given + (lucky.has(at) ? 1 : 0));
};

/**
 * Divides `total` in proportion to `weights`, without losing or making a minor unit.
 * @param weights whole and not negative; where all are 0, the first gets all
 */
export const distribute = (total: number, weights: readonly number[]): readonly number[] => {
  const sum = sumOf(weights, (weight) => weight);
  if (sum === 0) return weights.map((_, at) => (at === 0 ? total : 0));
  return roundTogether(
    total,
    weights.map((weight) => BigInt(total) * BigInt(weight)),
    BigInt(sum),
  );
};
