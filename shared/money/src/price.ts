import { invariant } from '@orderwire/kernel/invariant';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { digitsOf } from './currencies.ts';

/**
 * Why a text is no price in a currency: `not_decimal` it is no plain decimal without sign, blanks, exponent, grouping or
 * leading zeros; `too_many_digits` the currency has fewer digits after the point; `too_large` beyond 2^53 minor units;
 * `inexact` a JSON number with more digits than a number keeps: send it as a string.
 */
export interface PriceRefusal {
  readonly reason: 'not_decimal' | 'too_many_digits' | 'too_large' | 'inexact';
}

/** Every decimal with so many digits survives as a number, and is printed as it was written (IEEE 754's DBL_DIG). */
const EXACT_DIGITS = 15;

/**
 * A price in the currency's major unit, as a shop writes it, in minor units: `1299.99` EUR → 129999. Works on the decimal
 * text: no arithmetic with floats. A JSON number is taken by the text that JSON prints of it.
 * @throws InvariantError for what is no currency
 */
export const priceMinorOf = (price: string | number, currency: string): Result<number, PriceRefusal> => {
  const digits = digitsOf(currency);
  invariant(digits !== undefined, `${currency} is no currency of ISO 4217.`);
  const [, units, fraction = ''] = /^(0|[1-9]\d*)(?:\.(\d+))?$/.exec(String(price)) ?? [];
  if (units === undefined) return refuse({ reason: 'not_decimal' });
  if (fraction.length > digits) return refuse({ reason: 'too_many_digits' });
  if (typeof price === 'number' && units.length + digits > EXACT_DIGITS) return refuse({ reason: 'inexact' });
  const minor = Number(`${units}${fraction.padEnd(digits, '0')}`);
  return Number.isSafeInteger(minor) ? ok(minor) : refuse({ reason: 'too_large' });
};

/**
 * What one of several costs, as documents write it: with all digits of the currency, and with two more, rounded half up, where
 * the amount cannot be divided.
 * @throws InvariantError for what is no currency or no whole number
 */
export const quotientOf = (amountMinor: number, count: number, currency: string): string => {
  const [whole, rest] = [Math.floor(amountMinor / count), amountMinor % count];
  if (rest === 0) return decimalOf(whole, currency);
  const hundredths = Math.floor((rest * 200 + count) / (2 * count));
  const [minor, more] = hundredths === 100 ? [whole + 1, 0] : [whole, hundredths];
  const text = decimalOf(minor, currency);
  return `${text}${text.includes('.') ? '' : '.'}${String(more).padStart(2, '0')}`;
};

/**
 * Minor units as a decimal in the major unit, with all digits of the currency: 129990 EUR → `1299.90`.
 * @throws InvariantError for what is no currency or no whole number
 */
export const decimalOf = (amountMinor: number, currency: string): string => {
  const digits = digitsOf(currency);
  invariant(digits !== undefined, `${currency} is no currency of ISO 4217.`);
  invariant(Number.isSafeInteger(amountMinor), 'An amount is a whole number of minor units.');
  const sign = amountMinor < 0 ? '-' : '';
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  return `${sign}${digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`}`;
};
