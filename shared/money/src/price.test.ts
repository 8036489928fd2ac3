import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CURRENCIES, digitsOf } from './currencies.ts';
import { decimalOf, priceMinorOf, quotientOf } from './price.ts';

describe('a price as a shop writes it', () => {
  it.each([
    ['1299.99', 'EUR', 129_999],
    ['1299.9', 'EUR', 129_990],
    ['1299', 'EUR', 129_900],
    ['0', 'EUR', 0],
    ['0.07', 'EUR', 7],
    [1299.99, 'EUR', 129_999],
    [0.1, 'EUR', 10],
    [4.35, 'EUR', 435],
    ['1500', 'JPY', 1_500],
    ['1.5', 'IQD', 1_500],
    ['0.0001', 'CLF', 1],
    ['90071992547409.91', 'EUR', Number.MAX_SAFE_INTEGER],
  ])('%j %s is %d minor units', (price, currency, minor) => {
    expect(priceMinorOf(price, currency)).toEqual({ ok: true, value: minor });
  });

  it.each([
    '1e3',
    '+1',
    '-1',
    '1,000',
    '',
    ' 1',
    '1 ',
    '1.',
    '.5',
    '01',
    '0x1',
    '1.2.3',
    'NaN',
    '１',
    '1\n',
    -1,
    1e21,
    1e-7,
    NaN,
    Infinity,
  ])('is not %j', (price) => {
    expect(priceMinorOf(price, 'EUR')).toEqual({ ok: false, error: { reason: 'not_decimal' } });
  });

  it.each([
    ['1.999', 'EUR', 'too_many_digits'],
    ['1.990', 'EUR', 'too_many_digits'],
    ['1.0', 'JPY', 'too_many_digits'],
    [0.1 + 0.2, 'EUR', 'too_many_digits'],
    ['90071992547409.92', 'EUR', 'too_large'],
    ['9'.repeat(400), 'EUR', 'too_large'],
    [12_345_678_901_234.56, 'EUR', 'inexact'],
  ])('%j %s is refused: %s', (price, currency, reason) => {
    expect(priceMinorOf(price, currency)).toEqual({ ok: false, error: { reason } });
  });

  it.each([
    [1_000, 4, 'EUR', '2.50'],
    [1_000, 3, 'EUR', '3.3333'],
    [2_000, 3, 'EUR', '6.6667'],
    [2_999_999, 3_000, 'EUR', '10.0000'],
    [10, 3, 'JPY', '3.33'],
    [1_000, 3, 'KWD', '0.33333'],
  ])('of %i for %i is, for each, in %s: %s', (amount, count, currency, each) => {
    expect(quotientOf(amount, count, currency)).toBe(each);
  });

  it('is refused in what is no currency', () => {
    expect(() => priceMinorOf('1', 'XXX')).toThrow('is no currency');
    expect(() => decimalOf(1, 'eur')).toThrow('is no currency');
  });

  it('is the same amount after a round trip, in every currency', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CURRENCIES), fc.maxSafeNat(), (currency, minor) => {
        const text = decimalOf(minor, currency);
        expect(text.split('.')[1] ?? '').toHaveLength(digitsOf(currency)!);
        expect(priceMinorOf(text, currency)).toEqual({ ok: true, value: minor });
      }),
    );
  });

  it('is the same amount as a JSON number, or refused', () => {
    fc.assert(
      fc.property(fc.constantFrom('EUR', 'JPY', 'KWD'), fc.maxSafeNat(), (currency, minor) => {
        const number = JSON.parse(decimalOf(minor, currency)) as number;
        const read = priceMinorOf(number, currency);
        expect(read).toEqual(read.ok ? { ok: true, value: minor } : { ok: false, error: { reason: 'inexact' } });
      }),
    );
  });
});
