import { describe, expect, it } from '@jest/globals';
import { writtenDay, writtenNumber } from './written.ts';

describe('what people read', () => {
  it.each([
    ['2026-03-02', '2 March 2026', '2. März 2026'],
    ['2026-12-31', '31 December 2026', '31. Dezember 2026'],
    ['2027-01-01', '1 January 2027', '1. Januar 2027'],
  ])('is %s as a day in its language', (day, english, german) => {
    expect([writtenDay(day, 'en'), writtenDay(day, 'de')]).toEqual([english, german]);
  });

  it('is a number with the point or comma of its language', () => {
    expect([writtenNumber('-1234.50', 'en'), writtenNumber('-1234.50', 'de'), writtenNumber('7', 'de')]).toEqual([
      ...['-1234.50', '-1234,50', '7'],
    ]);
  });
});
