import { expect, it } from '@jest/globals';
import { isGtin } from './gtin.ts';

it.each(['73513537', '614141007349', '4006381333931', '00012345600012', '10614141000415'])('%s is a GTIN', (text) => {
  expect(isGtin(text)).toBe(true);
});

it.each([
  ...['4006381333932', '73513536', '123456789'],
  ...['400638133393', '40063813339310', '4006381333931 ', '400638133393x', ''],
])('%j is none', (text) => {
  expect(isGtin(text)).toBe(false);
});

it('sees every wrong digit', () => {
  const number = '4006381333931';
  const wrong = Array.from(number).flatMap((digit, at) =>
    Array.from('0123456789')
      .filter((other) => other !== digit)
      .map((other) => number.slice(0, at) + other + number.slice(at + 1)),
  );
  expect(wrong.filter(isGtin)).toEqual([]);
});
