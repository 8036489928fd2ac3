import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { VAT_ID_CHECKS } from './vat-id-checks.ts';

/**
 * `unknown_country` it begins with no member state's prefix, nor with XI; `wrong_form` no id there looks so;
 * `wrong_digits` its check digits do not fit: a typing error.
 */
export interface VatIdRefusal {
  readonly reason: 'unknown_country' | 'wrong_form' | 'wrong_digits';
}

/** ISO 3166-1 → the prefix of VAT ids there, where it differs. Monaco is France's, by convention. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ['GR', 'EL'],
  ['MC', 'FR'],
]);

/** The prefix of a member state's VAT ids: its code of ISO 3166-1, but `EL` in Greece. */
export const vatPrefixOf = (country: string): string => PREFIXES.get(country) ?? country;

/**
 * A VAT id without blanks, dots and dashes, in capitals, if its check digits fit. Whether somebody has it, only VIES knows.
 * @param text `DE 136 695 976`, `el094259216`: with its prefix; `GR` is taken for `EL`
 */
export const vatIdOf = (text: string): Result<string, VatIdRefusal> => {
  const id = text.toUpperCase().replace(/[\s.-]/g, '');
  const prefix = vatPrefixOf(id.slice(0, 2));
  const check = Object.hasOwn(VAT_ID_CHECKS, prefix) ? VAT_ID_CHECKS[prefix] : undefined;
  if (check === undefined) return refuse({ reason: 'unknown_country' });
  const body = id.slice(2);
  if (!check.pattern.test(body)) return refuse({ reason: 'wrong_form' });
  return check.holds(body) ? ok(`${prefix}${body}`) : refuse({ reason: 'wrong_digits' });
};
