import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addNumbers, compareNumbers, normalise, subtractNumbers } from './numbers.ts';

/** A decimal as a fraction over 10^200: slow, and too simple to be wrong. */
const SCALE = 200;
const whole = (text: string): bigint => {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [integer = '', fraction = ''] = mantissa.split('.');
  const shift = SCALE + Number(exponent) - fraction.length;
  return BigInt(integer + fraction) * 10n ** BigInt(shift);
};

const digits = fc.stringMatching(/^[0-9]{1,18}$/);
const decimals = fc
  .tuple(fc.constantFrom('', '-'), digits, fc.option(digits), fc.option(fc.integer({ min: -60, max: 60 })))
  .map(([sign, integer, fraction, exponent]) =>
    [sign, integer, fraction === null ? '' : `.${fraction}`, exponent === null ? '' : `e${exponent}`].join(''),
  );
/** Near each other in magnitude, so that a sum keeps within 38 digits. */
const amounts = fc
  .tuple(fc.constantFrom('', '-'), digits, fc.option(digits))
  .map(([sign, integer, fraction]) => sign + integer + (fraction === null ? '' : `.${fraction}`));

describe('numbers, whatever their notation', () => {
  it('keep their value in normal form', () => {
    fc.assert(fc.property(decimals, (text) => whole(normalise(text)) === whole(text)));
  });
  it('have one normal form only', () => {
    fc.assert(fc.property(decimals, (text) => normalise(normalise(text)) === normalise(text)));
    fc.assert(fc.property(decimals, decimals, (a, b) => (normalise(a) === normalise(b)) === (whole(a) === whole(b))));
  });
  it('compare as the fractions they are', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const expected = whole(a) < whole(b) ? -1 : whole(a) > whole(b) ? 1 : 0;
        expect(Math.sign(compareNumbers(normalise(a), normalise(b)))).toBe(expected);
      }),
    );
  });
  it('add and subtract exactly, into normal form', () => {
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        const sum = addNumbers(normalise(a), normalise(b));
        const difference = subtractNumbers(normalise(a), normalise(b));
        expect(whole(sum)).toBe(whole(a) + whole(b));
        expect(whole(difference)).toBe(whole(a) - whole(b));
        expect([normalise(sum), normalise(difference)]).toEqual([sum, difference]);
      }),
    );
  });
});
