import { describe, expect, it } from '@jest/globals';
import { attributesIn, placeholderFor } from './dynamodb-expressions.ts';

describe('the attributes of an expression', () => {
  it.each([
    ['SET #a = :x, b.c[0] = if_not_exists(b.c, :y) REMOVE d ADD e :one', ['status', 'b', 'b', 'd', 'e']],
    ['attribute_not_exists(pk) AND NOT contains(tags, :t) OR size(lines) BETWEEN :lo AND :hi', ['pk', 'tags', 'lines']],
    ['v IN (:a, :b) AND #a<>:x', ['v', 'status']],
    [undefined, []],
  ])('of %s are %j', (expression, expected) => {
    expect(attributesIn(expression, { '#a': 'status' })).toEqual(expected);
  });
});

describe('the value of a key', () => {
  it.each([
    ['pk = :p AND begins_with(sk, :s)', ':p'],
    ['sk > :s AND :p = #k', ':p'],
    ['#k=:p', ':p'],
    ['sk = :s', undefined],
    [undefined, undefined],
  ])('in %s is %s', (expression, expected) => {
    expect(placeholderFor('pk', expression, { '#k': 'pk' })).toBe(expected);
  });
});
