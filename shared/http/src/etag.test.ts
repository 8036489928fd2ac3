import { describe, expect, it } from '@jest/globals';
import { etagOf, isKnownTag, seenBy } from './etag.ts';

describe('a tag', () => {
  it('is of a version, and of what else the answer shows', () => {
    expect([etagOf(3), etagOf(3, 'sold_out')]).toEqual(['"3"', '"3-sold_out"']);
  });

  it.each([
    [undefined, false],
    ['"3"', true],
    ['W/"3"', true],
    ['"1", "3"', true],
    ['*', true],
    ['"33"', false],
    ['3', false],
  ])('is known to a client that says %s: %s', (header, isKnown) => {
    expect(isKnownTag(header, etagOf(3))).toBe(isKnown);
  });
});

describe('a version', () => {
  it.each([
    ['"3"', true],
    ['"3-sold_out"', true],
    ['W/"3-in_stock"', true],
    ['"2", "3"', true],
    ['*', true],
    ['"33"', false],
    ['"33-in_stock"', false],
    ['nonsense', false],
    ['', false],
  ])('was seen by who says %s: %s', (header, isSeen) => {
    expect(seenBy(header)?.(3)).toBe(isSeen);
  });

  it('is any where nothing is said', () => {
    expect(seenBy(undefined)).toBeUndefined();
  });
});
