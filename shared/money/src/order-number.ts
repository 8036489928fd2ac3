import { invariant } from '@orderwire/kernel/invariant';

/**
 * Digits and letters that are not taken for each other when they are read out, written down or printed: neither 0 nor O,
 * 1, I nor L, 2 without Z, 5 without S, 8 without B, 6 without G; no vowels, so that no word comes out. So many as a prime.
 */
export const ORDER_NUMBER_CHARACTERS = '23456789CDFHJKMNPRTVWXY';
const ALPHABET = ORDER_NUMBER_CHARACTERS;
const BASE = ALPHABET.length;
const LENGTH = 12;
const IN_GROUPS = /.{4}(?!$)/g;

/** The alphabet of ids: https://github.com/ulid/spec */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM = 16;
const RANDOM_PART = /^[0-9A-HJKMNP-TV-Z]{16}$/;

/**
 * Each character counts by its place. The sum is a multiple of a prime, so one wrong character is always seen, and so are
 * any two that are exchanged.
 */
const sumOf = (characters: string): number =>
  Array.from(characters).reduce((sum, character, at) => sum + (LENGTH - at) * ALPHABET.indexOf(character), 0) % BASE;

/**
 * What people call an order: `4H7K-9MXT-2RWC`. It is made of the random part of the order's id and so needs no counter that
 * orders share: eleven characters of 23, and a check character. Among ten million orders two have the same number with a
 * chance of one in twenty; only the id is certain.
 * @param orderId as `makeNewId` makes it: its last 16 characters are random
 */
export const orderNumberOf = (orderId: string): string => {
  const random = orderId.slice(-RANDOM);
  invariant(RANDOM_PART.test(random), 'An order’s id ends in a ULID.');
  let rest = Array.from(random).reduce((all, character) => all * 32n + BigInt(CROCKFORD.indexOf(character)), 0n);
  let body = '';
  for (let place = 1; place < LENGTH; place += 1) {
    body += ALPHABET.charAt(Number(rest % BigInt(BASE)));
    rest /= BigInt(BASE);
  }
  // The last place counts once.
  const check = ALPHABET.charAt((BASE - sumOf(body)) % BASE);
  return `${body}${check}`.replace(IN_GROUPS, '$&-');
};

/** An order's number as it is, of what somebody typed; undefined when it has a typing error. */
export const readOrderNumber = (text: string): string | undefined => {
  const characters = text.toUpperCase().replace(/[\s-]/g, '');
  const isOne = characters.length === LENGTH && Array.from(characters).every((one) => ALPHABET.includes(one));
  return isOne && sumOf(characters) === 0 ? characters.replace(IN_GROUPS, '$&-') : undefined;
};
