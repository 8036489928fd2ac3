import { describe, expect, it } from '@jest/globals';
import { medianOf, rangeOf, rounded, spreadOf } from './statistics.ts';

describe('several measurements', () => {
  it('have the one in the middle as their median, in whatever order they came', () => {
    expect(medianOf([9, 1, 5])).toBe(5);
    expect(medianOf([9, 1, 5, 6])).toBe(5.5);
  });

  it('lie as far apart as the highest and the lowest, as a share of the median', () => {
    expect(rangeOf([9, 10, 12])).toEqual([9, 12]);
    expect(spreadOf([9, 10, 12])).toBeCloseTo(0.3);
    expect(spreadOf([10])).toBe(0);
  });

  it('are nothing when there are none', () => {
    expect(medianOf([])).toBeUndefined();
    expect(rangeOf([])).toBeUndefined();
    expect(spreadOf([])).toBeUndefined();
  });

  it('are told with three digits, large ones with four', () => {
    expect([0.123456, 12.3456, 123.456, 1234.56].map(rounded)).toEqual([0.123, 12.3, 123, 1235]);
  });
});
