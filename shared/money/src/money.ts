import { invariant } from '@orderwire/kernel/invariant';
import { share } from './integers.ts';
import { decimalOf } from './price.ts';
import { FULL_RATE, isVatRate, type VatRate } from './rates.ts';

/** An amount in the currency's minor units (cents): always an integer. */
export type AmountMinor = number;

/** The tax on a net amount, rounded half up to a whole minor unit. @throws InvariantError for what is no amount or no rate */
export const taxOn = (netMinor: AmountMinor, rate: VatRate): AmountMinor => {
  invariant(isVatRate(rate), 'A rate of VAT is 0 to 100,000 thousandths of a percent.');
  return share(netMinor, rate, FULL_RATE);
};

/**
 * `1234`, `EUR` → `12.34 EUR`: for mails, invoices and the terminal; never for arithmetic.
 * @throws for what is no currency: a guess at its digits would be an amount ten times too large or too small.
 */
export const formatMoney = (amountMinor: AmountMinor, currency: string): string =>
  `${decimalOf(amountMinor, currency)} ${currency}`;
