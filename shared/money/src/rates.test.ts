import { describe, expect, it } from '@jest/globals';
import { isVatRate, percentOf, rateOf } from './rates.ts';

describe('a rate', () => {
  it.each([
    [0, '0'],
    [5_500, '5.5'],
    [8_875, '8.875'],
    [19_000, '19'],
    [1, '0.001'],
    [100_000, '100'],
  ])('of %d thousandths of a percent is %s %%', (rate, percent) => {
    expect(percentOf(rate)).toBe(percent);
    expect(rateOf(percent)).toBe(rate);
  });

  it.each(['100.001', '101', '1000', '-1', '+1', '8.8755', '', ' 1', '1e1', '1.', '.5', '007', 'x'])(
    'is never %j %%',
    (percent) => {
      expect(rateOf(percent)).toBeUndefined();
    },
  );

  it.each([-1, 0.5, 100_001, NaN, Infinity])('is never %d', (rate) => {
    expect(isVatRate(rate)).toBe(false);
    expect(() => percentOf(rate)).toThrow('A rate is');
  });
});
