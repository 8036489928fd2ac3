import type { Language } from '@orderwire/kernel/languages';
import { writtenNumber } from '@orderwire/kernel/written';
import { decimalOf } from './price.ts';

/** An amount in the currency's minor units (cents): always an integer. */
export type AmountMinor = number;

/**
 * `1234`, `EUR` → `12.34 EUR`, in German `12,34 EUR`: for mails, invoices and the terminal; never for arithmetic.
 * @throws for what is no currency: a guess at its digits would be an amount ten times too large or too small.
 */
export const formatMoney = (amountMinor: AmountMinor, currency: string, language: Language = 'en'): string =>
  `${writtenNumber(decimalOf(amountMinor, currency), language)} ${currency}`;
