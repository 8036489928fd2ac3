import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { CURRENCIES, digitsOf, isCurrency } from './currencies.ts';
import { formatMoney } from './money.ts';

describe('money for people', () => {
  it.each([
    [1234, 'EUR', '12.34 EUR'],
    [5, 'EUR', '0.05 EUR'],
    [1234, 'JPY', '1234 JPY'],
    [129_950, 'HUF', '1299.50 HUF'],
    [12_345, 'IQD', '12.345 IQD'],
    [129_950, 'RSD', '1299.50 RSD'],
    [12_345, 'CLF', '1.2345 CLF'],
    [-7, 'UYW', '-0.0007 UYW'],
    [-1234, 'USD', '-12.34 USD'],
    [123_456_789, 'EUR', '1234567.89 EUR'],
  ])('%d %s reads %s', (amount, currency, text) => {
    expect(formatMoney(amount, currency)).toBe(text);
  });

  it('says neither more nor less than the amount, in every currency of ISO 4217', () => {
    const currency = fc.constantFrom(...CURRENCIES);
    fc.assert(
      fc.property(currency, fc.maxSafeInteger(), (code, amount) => {
        const [, sign, whole = '', fraction = '', shown] =
          /^(-?)(0|[1-9]\d*)(?:\.(\d+))? ([A-Z]{3})$/.exec(formatMoney(amount, code)) ?? [];
        expect(shown).toBe(code);
        expect(fraction).toHaveLength(digitsOf(code) ?? Number.NaN);
        expect(BigInt(`${sign ?? ''}${whole}${fraction}`)).toBe(BigInt(amount));
        expect(sign).toBe(amount < 0 ? '-' : '');
      }),
    );
  });

  it.each(['EUD', 'XXX', 'XTS', 'XAU', 'eur', '', 'toString'])('is refused in %j, which is no currency', (code) => {
    expect(isCurrency(code)).toBe(false);
    expect(() => formatMoney(100, code)).toThrow('is no currency');
  });

  it('is refused when it is no whole number of minor units', () => {
    expect(() => formatMoney(0.5, 'EUR')).toThrow('whole number');
  });
});
