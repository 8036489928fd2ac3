import { describe, expect, it } from '@jest/globals';
import { instantOf } from './instant.ts';

const NOON = Date.parse('2026-03-01T12:00:00.000Z');

describe('a time with an offset', () => {
  it.each([
    ...['2026-03-01T12:00:00Z', '2026-03-01T12:00:00.000Z', '2026-03-01T12:00:00.000000000Z'],
    ...['2026-03-01T13:00:00+01:00', '2026-03-01T13:00:00+0100', '2026-03-01T13:00:00+01'],
    ...['2026-03-01T06:30:00-05:30', '2026-03-01T06:30:00.0-0530', '2026-03-01T12:00:00+00:00'],
  ])('is known: %s', (text) => {
    expect(instantOf(text)).toBe(NOON);
  });

  it.each([
    ['no offset', '2026-03-01T12:00:00'],
    ['a day alone', '2026-03-01'],
    ['a day that is none', '2026-02-30T12:00:00Z'],
    ['an hour that is none', '2026-03-01T24:00:00Z'],
    ['an offset that is none', '2026-03-01T12:00:00+2400'],
    ['half an offset', '2026-03-01T12:00:00+010'],
    ['a number', '1772366400'],
    ['a word', 'now'],
    ['nothing', ''],
    ['a year before 0 by its offset', '0000-01-01T00:00:00+00:01'],
  ])('is none with %s', (_what, text) => {
    expect(instantOf(text)).toBeUndefined();
  });
});
