const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
const RANDOM_CHARACTERS = 16;

/** Makes ids such as `ord_01JD…`: a prefix and a ULID, sortable by the time they were made. */
export type NewId = (prefix: string) => string;

/**
 * @param now milliseconds since the epoch
 * @param randomBytes returns the given number of bytes; from `node:crypto` in lambda.ts, seeded in the simulator
 * @see https://github.com/ulid/spec
 */
export const makeNewId =
  (now: () => number, randomBytes: (count: number) => Uint8Array): NewId =>
  (prefix) => {
    let tail = '';
    for (const byte of randomBytes(RANDOM_CHARACTERS)) tail += ALPHABET.charAt(byte % 32);
    return `${prefix}_${headOf(now())}${tail}`;
  };

/** What the ids made in a millisecond begin with, behind their prefix. @param time milliseconds since the epoch, not below 0 */
export const headOf = (time: number): string => {
  let left = time;
  let head = '';
  for (let index = 0; index < TIME_CHARACTERS; index += 1) {
    head = ALPHABET.charAt(left % 32) + head;
    left = Math.floor(left / 32);
  }
  return head;
};

/** When an id was made, in milliseconds since the epoch. @param id as `makeNewId` makes it */
export const timeOf = (id: string): number =>
  Array.from(id.slice(-TIME_CHARACTERS - RANDOM_CHARACTERS, -RANDOM_CHARACTERS)).reduce(
    (time, character) => time * 32 + ALPHABET.indexOf(character),
    0,
  );
