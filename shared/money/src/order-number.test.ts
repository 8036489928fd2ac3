import { describe, expect, it } from '@jest/globals';
import { makeNewId } from '@orderwire/kernel/ids';
import fc from 'fast-check';
import { orderNumberOf, readOrderNumber } from './order-number.ts';

const ALPHABET = '23456789CDFHJKMNPRTVWXY';
const idArb = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => makeNewId(() => 0, () => bytes)('ord')); // prettier-ignore

describe('an order’s number', () => {
  it('is three groups of four, of characters that nobody mixes up', () => {
    fc.assert(
      fc.property(idArb, (orderId) => {
        const number = orderNumberOf(orderId);
        expect(number).toMatch(/^[2-9CDFHJKMNPRTVWXY]{4}(-[2-9CDFHJKMNPRTVWXY]{4}){2}$/);
        expect(orderNumberOf(orderId)).toBe(number);
        expect(readOrderNumber(number)).toBe(number);
      }),
    );
  });

  it('is read as people write it', () => {
    const number = orderNumberOf('ord_01JD0000000123456789ABCDEF');
    for (const text of [number.toLowerCase(), number.replaceAll('-', ''), ` ${number.replaceAll('-', ' ')} `])
      expect(readOrderNumber(text)).toBe(number);
  });

  it.each(['', '2222-2222-222', '2222-2222-22222', '0222-2222-2222', 'O222-2222-2222'])('is never %j', (text) => {
    expect(readOrderNumber(text)).toBeUndefined();
  });

  it('has a check character that sees one wrong character, in every place, whatever stands there', () => {
    // The sum is linear: what an error changes depends on the place and the two characters only, not on the others.
    const number = orderNumberOf('ord_01JD0000000123456789ABCDEF').replaceAll('-', '');
    for (const at of number.split('').keys())
      for (const is of ALPHABET) {
        const right = repaired(number.slice(0, at) + is + number.slice(at + 1), at);
        for (const wrong of ALPHABET)
          if (wrong !== is) expect(readOrderNumber(right.slice(0, at) + wrong + right.slice(at + 1))).toBeUndefined();
      }
  });

  it('has a check character that sees any two neighbours exchanged', () => {
    for (let at = 0; at < 11; at += 1)
      for (const a of ALPHABET)
        for (const b of ALPHABET) {
          if (a === b) continue;
          const start = '222222222222';
          const right = repaired(start.slice(0, at) + a + b + start.slice(at + 2), at, at + 1);
          expect(readOrderNumber(right.slice(0, at) + b + a + right.slice(at + 2))).toBeUndefined();
        }
  });

  it('refuses an id that is none', () => {
    expect(() => orderNumberOf('ord_1')).toThrow('ULID');
    expect(() => orderNumberOf('ord_01JD00000001234567-9ABCDEF')).toThrow('ULID');
  });
});

/** The same with another character somewhere else, so that it is a number. */
const repaired = (characters: string, ...kept: readonly number[]): string => {
  const free = [11, 10, 9, 8].find((at) => !kept.includes(at))!;
  const all = Array.from(ALPHABET).map((one) => characters.slice(0, free) + one + characters.slice(free + 1));
  return all.find((one) => readOrderNumber(one) !== undefined)!;
};
