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
    let time = now();
    let head = '';
    for (let index = 0; index < TIME_CHARACTERS; index += 1) {
      head = ALPHABET.charAt(time % 32) + head;
      time = Math.floor(time / 32);
    }
    let tail = '';
    for (const byte of randomBytes(RANDOM_CHARACTERS)) tail += ALPHABET.charAt(byte % 32);
    return `${prefix}_${head}${tail}`;
  };
