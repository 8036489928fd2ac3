import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canBeListed, listed, PARCEL_LIST_BYTES } from './parcel-list.ts';

const text = (maxLength: number) =>
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength }),
    fc.string({ unit: 'binary', maxLength }),
    fc.nat({ max: maxLength }).map((length) => '漢'.repeat(length)),
    fc.nat({ max: maxLength }).map((length) => '"'.repeat(length)),
  );

// Made once for both fields: fast-check builds its list of all characters anew for each arbitrary.
const long = text(200);

const line = fc.record({
  itemId: long,
  title: long,
  count: fc.integer({ min: 1, max: 99 }),
  color: fc.option(text(50), { nil: undefined }),
});

const lines = fc.array(line, { minLength: 1, maxLength: 40, size: 'max' });

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

describe('a list for a parcel', () => {
  it('fits into its bytes whenever it can be listed, and names all that tells items apart', () => {
    fc.assert(
      fc.property(lines, (all) => {
        fc.pre(canBeListed(all));
        const told = listed(all, PARCEL_LIST_BYTES);
        expect(bytesOf(told)).toBeLessThanOrEqual(PARCEL_LIST_BYTES + 2);
        expect(told.map((one) => ({ ...one, title: '' }))).toEqual(all.map((one) => ({ ...one, title: '' })));
        told.forEach(({ title }, index) => expect(all[index]?.title.startsWith(title)).toBe(true));
      }),
    );
  });

  it('is whole when it is short', () => {
    const few = [{ title: '💡'.repeat(100) }, { title: 'Mug' }];
    expect(listed(few, PARCEL_LIST_BYTES)).toEqual(few);
  });

  it('cuts no character in two', () => {
    const [cut] = listed([{ title: '💡'.repeat(100) }], 100);
    expect(cut?.title).toMatch(/^(💡)+$/u);
  });

  it('cannot be made of ids that take all the room themselves', () => {
    expect(canBeListed(Array.from({ length: 40 }, () => ({ itemId: 'x'.repeat(400), title: '' })))).toBe(true);
    expect(canBeListed(Array.from({ length: 40 }, () => ({ itemId: 'x'.repeat(500), title: '' })))).toBe(false);
  });
});
