import { describe, expect, it } from '@jest/globals';
import { shopTimeIn } from './shop-time.ts';
import { lengthOf, promisedBy, spanOf, workingDayAfter } from './span.ts';

const HOUR_MS = 3_600_000;

describe('a length of time in a setting', () => {
  it.each([
    ['1 day', { count: 1, unit: 'days' }, 24],
    ['2 days', { count: 2, unit: 'days' }, 48],
    ['1 hour', { count: 1, unit: 'hours' }, 1],
    ['9999 hours', { count: 9_999, unit: 'hours' }, 9_999],
  ])('may be %s', (text, span, hours) => {
    expect(spanOf(text)).toEqual(span);
    expect(spanOf(text) && lengthOf(spanOf(text)!)).toBe(hours * HOUR_MS);
  });

  it.each(['', '2', 'days', '0 days', '00 hours', '-1 days', '1.5 days', '2  days', '2 Days', '10000 days', '2 weeks'])(
    'may not be "%s"',
    (text) => {
      expect(spanOf(text)).toBeUndefined();
    },
  );
});

describe('a working day', () => {
  it.each([
    ['a Monday', '2026-03-02', 1, '2026-03-03'],
    ['a Friday', '2026-03-06', 1, '2026-03-09'],
    ['a Saturday', '2026-03-07', 1, '2026-03-09'],
    ['a Sunday', '2026-03-08', 2, '2026-03-10'],
    ['a Thursday, over a weekend', '2026-03-05', 7, '2026-03-16'],
    ['the last day of a year', '2026-12-31', 1, '2027-01-01'],
  ])('is counted from %s', (_what, day, days, expected) => {
    expect(workingDayAfter(day, days)).toBe(expected);
  });
});

describe('a promise', () => {
  const promised = (at: string, text: string, timeZone = 'UTC'): string =>
    new Date(promisedBy(Date.parse(at), spanOf(text)!, shopTimeIn(timeZone))).toISOString();

  it('of hours goes by the clock, over weekends too', () => {
    expect(promised('2026-03-06T18:00:00Z', '30 hours')).toBe('2026-03-08T00:00:00.000Z');
  });

  it('of days lasts to the end of the last working day', () => {
    expect(promised('2026-03-06T00:00:00Z', '2 days')).toBe('2026-03-10T23:59:59.999Z');
  });

  it('of days counts the days of the shop’s place', () => {
    // In Berlin it is Tuesday already.
    expect(promised('2026-03-02T23:30:00Z', '1 day', 'Europe/Berlin')).toBe('2026-03-04T22:59:59.999Z');
  });
});
