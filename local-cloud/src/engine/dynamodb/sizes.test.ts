import { describe, expect, it } from '@jest/globals';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { sizeOfItem, sizeOfValue } from './sizes.ts';

describe('the size of a value', () => {
  it.each<[string, AttributeValue, number]>([
    ['a string, in UTF-8', { S: 'Grüße' }, 7],
    ['a number, a byte for two digits and one', { N: '101' }, 3],
    ['a number, without the zeros around it', { N: '0.00120' }, 2],
    ['a boolean', { BOOL: true }, 1],
    ['null', { NULL: true }, 1],
    ['bytes', { B: new Uint8Array(5) }, 5],
    ['an empty list', { L: [] }, 3],
    ['an empty map', { M: {} }, 3],
    ['a list, one more for each element', { L: [{ S: 'ab' }, { N: '1' }] }, 3 + 1 + 2 + 1 + 2],
    ['a map, one more for each entry', { M: { ab: { S: 'c' } } }, 3 + 1 + 2 + 1],
    ['a set of strings', { SS: ['a', 'bc'] }, 3],
    ['a set of numbers', { NS: ['1', '234'] }, 5],
    ['a set of bytes', { BS: [new Uint8Array(2), new Uint8Array(3)] }, 5],
  ])('counts %s', (_, value, size) => {
    expect(sizeOfValue(value)).toBe(size);
  });
  it('adds the names in an item', () => {
    expect(sizeOfItem({ Id: { N: '101' }, Message: { S: 'New item!' } })).toBe(2 + 3 + 7 + 9);
  });
});
