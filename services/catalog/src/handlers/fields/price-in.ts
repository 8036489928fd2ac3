import type { FieldError } from '@orderwire/http/problem';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import type { AmountMinor } from '@orderwire/money/money';
import { type PriceRefusal, priceMinorOf } from '@orderwire/money/price';

/** A full order of the dearest item (40 lines, 99 of each, twice that with tax) is still below 2^53 minor units. */
const MOST_MINOR = 1_000_000_000_000;

const WHY: Readonly<Record<PriceRefusal['reason'], string>> = {
  not_decimal: 'is no decimal number like 1299.99',
  too_many_digits: 'has more digits after the point than its currency',
  too_large: 'is more than an item may cost',
  inexact: 'has more digits than a JSON number keeps: send it as text',
};

interface Faulty {
  readonly errors: readonly FieldError[];
}

const refused = (pointer: string, message: string) => refuse({ errors: [{ pointer, message }] });

/** In the currency's major unit, a decimal; or in its minor unit, an integer. Neither ever has the other's meaning. */
interface Amount {
  readonly major?: string | number | undefined;
  readonly minor?: number | undefined;
}

/**
 * An amount of money from one of two fields, `name` and `nameMinor`.
 * @returns minor units, `undefined` when neither is given, or the field that is wrong
 */
export const amountIn = (
  name: 'price' | 'cost',
  { major, minor }: Amount,
  currency: string,
): Result<AmountMinor | undefined, Faulty> => {
  if (major === undefined)
    return minor === undefined || minor <= MOST_MINOR ? ok(minor) : refused(`#/${name}Minor`, WHY.too_large);
  if (minor !== undefined) return refused(`#/${name}Minor`, `stands beside ${name}: name one of the two`);
  const read = priceMinorOf(major, currency);
  if (!read.ok) return refused(`#/${name}`, WHY[read.error.reason]);
  return read.value > MOST_MINOR ? refused(`#/${name}`, WHY.too_large) : read;
};

/** What an item costs. @returns minor units, or the field that is wrong: none is given, too */
export const priceIn = (price: Amount, currency: string): Result<AmountMinor, Faulty> => {
  const read = amountIn('price', price, currency);
  if (!read.ok) return read;
  return read.value === undefined ? refused('#/price', 'is missing: name price or priceMinor') : ok(read.value);
};
