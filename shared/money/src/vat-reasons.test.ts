import { describe, expect, it } from '@jest/globals';
import type { VatCategory } from './rates.ts';
import { reasonsOf } from './vat-reasons.ts';

const taxedAs = (...categories: readonly VatCategory[]) => ({
  taxes: categories.map((category) => ({ category, rate: 0, taxable: 100, tax: 0 })),
});

describe('why no tax is charged', () => {
  it('is not asked where all is taxed, zero rated goods too', () => {
    expect(reasonsOf(taxedAs('S', 'Z'), 'en')).toEqual([]);
  });

  it.each([
    ['G', 'Export'],
    ['K', 'Intra-community supply'],
    ['AE', 'Reverse charge'],
    ['E', 'Exempt'],
  ] as const)('is told once for %s', (category, words) => {
    expect(reasonsOf(taxedAs(category, category), 'en')).toEqual([expect.stringContaining(words)]);
  });

  it('is told in the words of a shop that is exempt', () => {
    expect(reasonsOf(taxedAs('E'), 'de', 'Kein Ausweis von Umsatzsteuer, § 19 UStG')).toEqual([
      'Kein Ausweis von Umsatzsteuer, § 19 UStG',
    ]);
  });
});
