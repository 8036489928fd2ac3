import { describe, expect, it } from '@jest/globals';
import { isTimeZone, shopTimeIn } from './shop-time.ts';

const momentIn = (timeZone: string, at: string): string => {
  const { dayOf, timeOf } = shopTimeIn(timeZone);
  return `${dayOf(Date.parse(at))} ${timeOf(Date.parse(at))}`;
};

const momentsAre = (timeZone: string, moments: Readonly<Record<string, string>>): void => {
  const found = Object.keys(moments).map((at) => [at, momentIn(timeZone, at)]);
  expect(Object.fromEntries(found)).toEqual(moments);
};

describe('the shop’s own time', () => {
  // New Year comes earlier in the east and later in the west.
  it.each([
    [
      'Europe/Berlin',
      { '2026-12-31T22:59:59.999Z': '2026-12-31 23:59', '2026-12-31T23:00:00.000Z': '2027-01-01 00:00' },
    ],
    ['UTC', { '2026-12-31T23:59:59.999Z': '2026-12-31 23:59' }],
    [
      'America/New_York',
      { '2027-01-01T04:59:59.000Z': '2026-12-31 23:59', '2027-01-01T05:00:00.000Z': '2027-01-01 00:00' },
    ],
    ['Pacific/Kiritimati', { '2026-12-31T10:00:00.000Z': '2027-01-01 00:00' }],
    ['Asia/Kathmandu', { '2026-12-31T18:15:00.000Z': '2027-01-01 00:00' }],
    ['America/Argentina/Buenos_Aires', { '2027-01-01T02:59:00.000Z': '2026-12-31 23:59' }],
  ])('at the end of the year in %s is %j', momentsAre);

  it('has no time from 02:00 to 03:00 when summer begins', () => {
    momentsAre('Europe/Berlin', {
      '2026-03-29T00:59:00.000Z': '2026-03-29 01:59',
      '2026-03-29T01:00:00.000Z': '2026-03-29 03:00',
    });
  });

  it('has an hour twice when summer ends', () => {
    momentsAre('Europe/Berlin', {
      '2026-10-25T00:30:00.000Z': '2026-10-25 02:30',
      '2026-10-25T01:30:00.000Z': '2026-10-25 02:30',
      '2026-10-25T23:30:00.000Z': '2026-10-26 00:30',
    });
    momentsAre('Australia/Lord_Howe', { '2026-04-04T15:00:00.000Z': '2026-04-05 01:30' });
  });

  it.each([
    ['UTC', '2026-03-02', '2026-03-02T23:59:59.999Z'],
    ['Europe/Berlin', '2026-03-02', '2026-03-02T22:59:59.999Z'],
    // Of 23 and of 25 hours.
    ['Europe/Berlin', '2026-03-29', '2026-03-29T21:59:59.999Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-25T22:59:59.999Z'],
    ['Asia/Kathmandu', '2026-12-31', '2026-12-31T18:14:59.999Z'],
    ['Pacific/Kiritimati', '2026-12-31', '2026-12-31T09:59:59.999Z'],
    ['Pacific/Pago_Pago', '2026-12-31', '2027-01-01T10:59:59.999Z'],
    // Summer begins at midnight: this day ends at the moment that has no name.
    ['America/Santiago', '2026-09-05', '2026-09-06T03:59:59.999Z'],
  ])('in %s the day %s ends at %s', (timeZone, day, end) => {
    expect(new Date(shopTimeIn(timeZone).endOf(day)).toISOString()).toBe(end);
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
