import { describe, expect, it } from '@jest/globals';
import { isJson } from './is-json.ts';

describe('a value that JSON gives back', () => {
  it.each([
    ['nothing', null],
    ['a text that is no UTF-16', 'a\ud800'],
    ['what a request holds', { a: [1, -1.5, true, null, 'é'], b: { c: {} }, d: [] }],
    ['a name that a plain assignment would not store', JSON.parse('{"__proto__":{"a":1}}')],
  ])('is %s', (_what, value) => {
    expect(isJson(value)).toBe(true);
    expect(JSON.parse(JSON.stringify(value))).toStrictEqual(value);
  });

  it.each([
    ['bytes', { body: Uint8Array.of(1) }],
    ['a date', { at: new Date(0) }],
    ['a map', new Map()],
    ['a number beyond JSON', [Number.NaN]],
    ['minus zero', -0],
    ['undefined', { a: undefined }],
    ['a hole', [undefined, 1]],
    ['a function', { toJSON: () => 1 }],
  ])('is not %s', (_what, value) => {
    expect(isJson(value)).toBe(false);
  });
});
