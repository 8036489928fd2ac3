import { describe, expect, it } from '@jest/globals';
import { VAT_CLASSES, type VatClass } from './vat-classes.ts';
import { areaOf, isInUnion, rateIn, vatRatesOf } from './vat-rates.ts';

const MEMBERS = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

const ratesOf = (own = 'none') => {
  const rates = vatRatesOf(own);
  if (!rates.ok) throw new Error(rates.error.wrong);
  return rates.value;
};

describe('the rates of the union', () => {
  it('are known for every member state, and lie within the directive: 15 % at least, the others below', () => {
    for (const area of MEMBERS) {
      const all = VAT_CLASSES.slice(0, 4).map((vatClass) => rateIn(ratesOf(), area, vatClass)!);
      expect(isInUnion(area)).toBe(true);
      expect(all[0]).toBeGreaterThanOrEqual(15_000);
      expect(all).toEqual(all.toSorted((a, b) => b - a));
    }
  });

  it.each<[string, VatClass, number]>([
    ['DE', 'standard', 19_000],
    ['DE', 'second_reduced', 7_000],
    ['FR', 'second_reduced', 5_500],
    ['FR', 'super_reduced', 2_100],
    ['FI', 'standard', 25_500],
    ['DK', 'reduced', 25_000],
    ['LU', 'super_reduced', 3_000],
    ['PT-30', 'standard', 22_000],
    ['XI', 'super_reduced', 5_000],
    ['DE', 'zero', 7_000],
  ])('in %s, for %s, are %d: the next higher one where there is none', (area, vatClass, rate) => {
    expect(rateIn(ratesOf(), area, vatClass)).toBe(rate);
  });

  it('are not known elsewhere, unless the shop says them', () => {
    expect(rateIn(ratesOf(), 'CH', 'standard')).toBeUndefined();
    const own = ratesOf('CH standard 8.1, CH reduced 2.6, IE zero 0, US-NY standard 8.875');
    expect([rateIn(own, 'CH', 'second_reduced'), rateIn(own, 'IE', 'zero'), rateIn(own, 'US-NY', 'zero')]).toEqual([
      2_600, 0, 8_875,
    ]);
    expect(isInUnion('CH')).toBe(false);
  });

  it.each([
    '',
    'FR',
    'FR reduced',
    'FR cheap 5',
    'FR reduced 101',
    'fr reduced 5',
    'FR reduced 5.5555',
    'FR reduced 5.5,',
  ])('are not %j', (own) => {
    expect(vatRatesOf(own).ok).toBe(false);
  });
});

describe('where goods arrive', () => {
  it.each([
    { country: 'ES', areas: { '35001': '-', '28001': 'ES', '52001': '-' } },
    { country: 'DE', areas: { '27498': '-', 'D-78266': '-' } },
    { country: 'IT', areas: { '23041': '-' } },
    { country: 'FI', areas: { '22100': '-' } },
    { country: 'AX', areas: { '22100': 'AX' } },
    { country: 'FR', areas: { '97400': '-', '98000': 'FR' } },
    { country: 'MC', areas: { '98000': 'FR' } },
    { country: 'RE', areas: { '97400': 'RE' } },
    { country: 'GB', areas: { 'bt1 5gs': 'XI', 'SW1A 1AA': 'GB' } },
    { country: 'GR', areas: { '630 86': '-' } },
    { country: 'PT', areas: { '9500-123': 'PT-20', '9000-001': 'PT-30', '1000-001': 'PT' } },
    { country: 'AT', areas: { '6991': 'AT-J' } },
  ])('in $country, by postal code: $areas', ({ country, areas }) => {
    const found = Object.keys(areas).map((postalCode) => [postalCode, areaOf({ country, postalCode })]);
    expect(Object.fromEntries(found)).toEqual(areas);
  });

  it('in a country alone, where no postal code is given', () => {
    expect(areaOf({ country: 'IE' })).toBe('IE');
  });
});
