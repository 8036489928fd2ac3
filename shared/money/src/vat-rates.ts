import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { rateOf, type VatRate } from './rates.ts';
import { VAT_CLASSES, type VatClass } from './vat-classes.ts';
import { EU_VAT_RATES, PLACES } from './vat-rates.data.ts';

/** Area and class → rate: the union's table, and over it what the shop says of its own. */
export type VatRates = ReadonlyMap<string, VatRate>;

const key = (area: string, vatClass: VatClass): string => `${area} ${vatClass}`;

const EU: VatRates = new Map(
  Object.entries(EU_VAT_RATES).flatMap(([area, percentages]) =>
    percentages.split(' ').flatMap((percent, at) => {
      const rate = rateOf(percent);
      const vatClass = VAT_CLASSES[at];
      return rate === undefined || vatClass === undefined ? [] : [[key(area, vatClass), rate] as const];
    }),
  ),
);

const LINE = /^([A-Z]{2}(?:-[A-Z0-9]{1,3})?) ([a-z_]+) (\S+)$/;

/**
 * The rates that count in a shop.
 * @param own `none`, or rates of its own, with commas between them: `FR reduced 5.5, CH standard 8.1`. They go before the
 * table's, and are the only ones outside the union. The shop answers for them.
 * @returns refused with the part that is no such line
 */
export const vatRatesOf = (own: string): Result<VatRates, { readonly wrong: string }> => {
  const rates = new Map(EU);
  for (const line of own === 'none' ? [] : own.split(',').map((part) => part.trim())) {
    const [, area = '', name = '', percent = ''] = LINE.exec(line) ?? [];
    const vatClass = VAT_CLASSES.find((one) => one === name);
    const rate = rateOf(percent);
    if (vatClass === undefined || rate === undefined) return refuse({ wrong: line });
    rates.set(key(area, vatClass), rate);
  }
  return ok(rates);
};

/**
 * The rate of a class in an area. A class that the area does not have is taxed at the next higher rate that it has: never
 * too little.
 * @returns undefined for an area whose standard rate is not known
 */
export const rateIn = (rates: VatRates, area: string, vatClass: VatClass): VatRate | undefined =>
  VAT_CLASSES.slice(0, VAT_CLASSES.indexOf(vatClass) + 1)
    .map((one) => rates.get(key(area, one)))
    .findLast((rate) => rate !== undefined);

export interface Place {
  /** ISO 3166-1. */
  readonly country: string;
  readonly postalCode?: string | undefined;
}

/**
 * The area whose value added tax counts where goods arrive: a member state's code of ISO 3166-1, `XI`, a region of its own
 * rates; or the country itself, or `-`, outside the union.
 */
export const areaOf = ({ country, postalCode = '' }: Place): string => {
  const code = postalCode.toUpperCase().replace(country === 'GB' ? /[^A-Z0-9]/g : /\D/g, '');
  return PLACES.find(([where, pattern]) => where === country && pattern.test(code))?.[2] ?? country;
};

/** Whether the union's value added tax applies to goods there. */
export const isInUnion = (area: string): boolean => Object.hasOwn(EU_VAT_RATES, area);
