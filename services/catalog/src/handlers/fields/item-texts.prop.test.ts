import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isItemId } from './item-texts.ts';

/** What a client makes of an id, and API Gateway of the path: decoded as a whole, then parted at slashes. */
const carried = (id: string): readonly string[] => {
  const { pathname } = new URL(`https://shop.example/items/${encodeURIComponent(id)}`);
  return decodeURIComponent(pathname).split('/').slice(2);
};

const ids = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
  fc.string({ unit: fc.constantFrom('.', '/', '\\', '%', '2', 'F', 'e', '?', '#', ' ', 'ü', '+', ';'), minLength: 1 }),
);

describe('an id that the catalogue takes', () => {
  it('comes through a path as it is', () => {
    fc.assert(
      fc.property(ids, (id) => {
        if (isItemId(id)) expect(carried(id)).toEqual([id]);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(['MUG-1', 'mug 1', '4006381333931', 'a?b#c', '100%', 'Kaffee_ä', '帽子', '...', '__proto__'])(
    'may be %s',
    (id) => {
      expect([isItemId(id), carried(id)]).toEqual([true, [id]]);
    },
  );
});
