import { describe, expect, it } from '@jest/globals';
import { writtenDay, writtenNumber } from './written.ts';

describe('what people read', () => {
  it('is a day in its language', () => {
    const days = ['2026-03-02', '2026-12-31', '2027-01-01'];
    expect(days.map((day) => writtenDay(day, 'en'))).toEqual(['2 March 2026', '31 December 2026', '1 January 2027']);
    expect(days.map((day) => writtenDay(day, 'de'))).toEqual(['2. März 2026', '31. Dezember 2026', '1. Januar 2027']);
  });

  it('is a number with the point or comma of its language', () => {
    expect([writtenNumber('-1234.50', 'en'), writtenNumber('-1234.50', 'de'), writtenNumber('7', 'de')]).toEqual([
      ...['-1234.50', '-1234,50', '7'],
    ]);
  });
});
