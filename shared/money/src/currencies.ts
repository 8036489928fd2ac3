import { CURRENCIES_BY_DIGITS } from './currencies.data.ts';

/**
 * Codes without a minor unit (metals, the codes for tests and for no currency) are left out: nothing has a price in them.
 * The digits are those of ISO 4217, not ICU's: ICU follows the coins in use, and changes between patches of one Node.
 */
const DIGITS: ReadonlyMap<string, number> = new Map(
  Object.entries(CURRENCIES_BY_DIGITS).flatMap(([digits, codes]) =>
    codes.split(' ').map((code) => [code, Number(digits)] as const),
  ),
);

/** Every currency that something can have a price in. */
export const CURRENCIES: readonly string[] = [...DIGITS.keys()];

export const isCurrency = (code: string): boolean => DIGITS.has(code);

/** How many digits stand after the point; undefined for what is no currency. */
export const digitsOf = (currency: string): number | undefined => DIGITS.get(currency);
