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

const refused = (pointer: string, message: string) => refuse({ errors: [{ pointer, message }] });

/**
 * What an item costs, from one of two fields: `price` is a decimal in the currency's major unit, `priceMinor` an integer in its
 * minor unit. Neither ever has the other's meaning.
 * @returns minor units, or the field that is wrong: both are given, none is, or it is no price in this currency
 */
export const priceIn = ({
  price,
  priceMinor,
  currency,
}: {
  readonly price?: string | number | undefined;
  readonly priceMinor?: number | undefined;
  readonly currency: string;
}): Result<AmountMinor, { readonly errors: readonly FieldError[] }> => {
  if (price === undefined) {
    if (priceMinor === undefined) return refused('#/price', 'is missing: name price or priceMinor');
    return priceMinor > MOST_MINOR ? refused('#/priceMinor', WHY.too_large) : ok(priceMinor);
  }
  if (priceMinor !== undefined) return refused('#/priceMinor', 'stands beside price: name one of the two');
  const minor = priceMinorOf(price, currency);
  if (!minor.ok) return refused('#/price', WHY[minor.error.reason]);
  return minor.value > MOST_MINOR ? refused('#/price', WHY.too_large) : minor;
};
