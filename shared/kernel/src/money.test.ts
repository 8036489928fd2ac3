import { describe, expect, it } from '@jest/globals';
import { formatMoney, taxOn } from './money.ts';

describe('tax on a net amount', () => {
  it.each([
    [100, 1900, 19],
    [50, 1900, 10],
    [49, 1900, 9],
    [1, 700, 0],
    [8, 700, 1],
    [0, 1900, 0],
    [12_345, 0, 0],
  ])('of %d at %d basis points is %d, rounded half up', (net, rate, tax) => {
    expect(taxOn(net, rate)).toBe(tax);
  });

  it.each([
    [1.5, 1900],
    [-1, 1900],
    [100, 19.5],
    [100, -1],
    [100, 10_001],
    [Number.MAX_SAFE_INTEGER, 1900],
  ])('refuses %d at %d: not an amount or a rate', (net, rate) => {
    expect(() => taxOn(net, rate)).toThrow();
  });
});

describe('money for people', () => {
  it.each([
    [1234, 'EUR', '12.34 EUR'],
    [5, 'EUR', '0.05 EUR'],
    [1234, 'JPY', '1234 JPY'],
    [-1234, 'USD', '-12.34 USD'],
    [123_456_789, 'EUR', '1234567.89 EUR'],
  ])('%d %s reads %s', (amount, currency, text) => {
    expect(formatMoney(amount, currency)).toBe(text);
  });
});
