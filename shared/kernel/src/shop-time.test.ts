import { describe, expect, it } from '@jest/globals';
import { isTimeZone, shopTimeIn } from './shop-time.ts';

const momentIn = (timeZone: string, at: string): string => {
  const { dayOf, timeOf } = shopTimeIn(timeZone);
  return `${dayOf(Date.parse(at))} ${timeOf(Date.parse(at))}`;
};

describe('the shop’s own time', () => {
  it.each([
    // New Year comes earlier in the east and later in the west.
    ['Europe/Berlin', '2026-12-31T22:59:59.999Z', '2026-12-31 23:59'],
    ['Europe/Berlin', '2026-12-31T23:00:00.000Z', '2027-01-01 00:00'],
    ['UTC', '2026-12-31T23:59:59.999Z', '2026-12-31 23:59'],
    ['America/New_York', '2027-01-01T04:59:59.000Z', '2026-12-31 23:59'],
    ['America/New_York', '2027-01-01T05:00:00.000Z', '2027-01-01 00:00'],
    ['Pacific/Kiritimati', '2026-12-31T10:00:00.000Z', '2027-01-01 00:00'],
    ['Asia/Kathmandu', '2026-12-31T18:15:00.000Z', '2027-01-01 00:00'],
    ['America/Argentina/Buenos_Aires', '2027-01-01T02:59:00.000Z', '2026-12-31 23:59'],
    // Summer begins: from 02:00 to 03:00 there is nothing.
    ['Europe/Berlin', '2026-03-29T00:59:00.000Z', '2026-03-29 01:59'],
    ['Europe/Berlin', '2026-03-29T01:00:00.000Z', '2026-03-29 03:00'],
    // Summer ends: 02:30 comes twice.
    ['Europe/Berlin', '2026-10-25T00:30:00.000Z', '2026-10-25 02:30'],
    ['Europe/Berlin', '2026-10-25T01:30:00.000Z', '2026-10-25 02:30'],
    ['Europe/Berlin', '2026-10-25T23:30:00.000Z', '2026-10-26 00:30'],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00.000Z', '2026-04-05 01:30'],
  ])('in %s at %s is %s', (timeZone, at, moment) => {
    expect(momentIn(timeZone, at)).toBe(moment);
  });

  it.each(['', 'none', 'Berlin', 'CET', '+01:00', 'Europe/Nowhere', 'europe/berlin', 'UTC+1', 'Europe/Berlin '])(
    'is not to be had for %j',
    (name) => {
      expect(isTimeZone(name)).toBe(false);
      expect(() => shopTimeIn(name)).toThrow('There is no time zone');
    },
  );

  it.each(['UTC', 'Europe/Berlin', 'America/North_Dakota/New_Salem', 'America/Port-au-Prince', 'Etc/GMT+5'])(
    'is to be had for %s',
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );
});
