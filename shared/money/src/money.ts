import { invariant } from '@orderwire/kernel/invariant';
import { decimalOf } from './price.ts';

/** An amount in the currency's minor units (cents): always an integer. */
export type AmountMinor = number;

/** A rate of value added tax (VAT) or sales tax, in thousandths of a percent: 19000 is 19 %, 8875 is 8.875 %. Always an integer. */
export type VatRate = number;

/** 100 %, as a rate. */
const FULL_RATE = 100_000;

/**
 * The tax on a net amount, rounded half up to a whole minor unit. Works in integers throughout: the product of the
 * largest order (99 × 40 lines) and 10,000 stays far below 2^53.
 */
export const taxOn = (netMinor: AmountMinor, rate: VatRate): AmountMinor => {
  invariant(Number.isSafeInteger(netMinor) && netMinor >= 0, 'A net amount is a non-negative integer.');
  invariant(
    Number.isSafeInteger(rate) && rate >= 0 && rate <= FULL_RATE,
    'A rate of VAT is 0 to 100,000 thousandths of a percent.',
  );
  const product = netMinor * rate;
  invariant(Number.isSafeInteger(product), 'The amount is too large to be taxed exactly.');
  return Math.floor((product + FULL_RATE / 2) / FULL_RATE);
};

/**
 * `1234`, `EUR` → `12.34 EUR`: for mails, invoices and the terminal; never for arithmetic.
 * @throws for what is no currency: a guess at its digits would be an amount ten times too large or too small.
 */
export const formatMoney = (amountMinor: AmountMinor, currency: string): string =>
  `${decimalOf(amountMinor, currency)} ${currency}`;
