import { invariant } from '@orderwire/kernel/invariant';

/**
 * A rate of value added tax (VAT) or sales tax in thousandths of a percent: 19000 is 19 %, 8875 is 8.875 %. Also the
 * percentage of a discount. Integers only: no rate is ever a float.
 */
export type VatRate = number;

/** 100 %: no rate is higher. */
export const FULL_RATE = 100_000;

export const isVatRate = (rate: number): boolean => Number.isSafeInteger(rate) && rate >= 0 && rate <= FULL_RATE;

/**
 * The categories of EN 16931 (UNCL 5305) that we know: S standard or reduced rate, Z zero rated, E exempt, G export,
 * K intra-community supply, AE reverse charge. Never O (outside the scope): it may not stand beside another one.
 */
export type VatCategory = 'S' | 'Z' | 'E' | 'G' | 'K' | 'AE';

/** The percentage as people and documents write it: 8875 → `8.875`, 19000 → `19`. */
export const percentOf = (rate: VatRate): string => {
  invariant(isVatRate(rate), 'A rate is 0 to 100,000 thousandths of a percent.');
  const fraction = String(rate % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return `${Math.floor(rate / 1000)}${fraction && `.${fraction}`}`;
};

/** `8.875` → 8875. @returns undefined for what is no percentage from 0 to 100 with at most three decimals */
export const rateOf = (percent: string): VatRate | undefined => {
  const [, units, fraction = ''] = /^(0|[1-9]\d{0,2})(?:\.(\d{1,3}))?$/.exec(percent) ?? [];
  if (units === undefined) return undefined;
  const rate = Number(units) * 1000 + Number(fraction.padEnd(3, '0'));
  return isVatRate(rate) ? rate : undefined;
};
