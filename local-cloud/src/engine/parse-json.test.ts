import { describe, expect, it } from '@jest/globals';
import { DEEPEST_JSON, parseJson, parseJsonBytes } from './parse-json.ts';

const lists = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('JSON from outside', () => {
  it('is read as deep as AWS reads it, and no deeper', () => {
    expect(() => parseJson(lists(DEEPEST_JSON))).not.toThrow();
    expect(() => parseJson(lists(DEEPEST_JSON + 1))).toThrow(SyntaxError);
    expect(() => parseJson('{"a":'.repeat(100_000))).toThrow('Nested');
  });

  it.each([
    ['brackets in a text', JSON.stringify({ a: '['.repeat(5_000) })],
    ['brackets after an escaped quote', JSON.stringify({ a: `"${'['.repeat(5_000)}` })],
    ['brackets after an escaped backslash', JSON.stringify(['\\', ['{'.repeat(5_000)]])],
    ['brackets beside each other', `[${Array(5_000).fill('[]').join()}]`],
  ])('does not nest by %s', (_what, text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ['broken UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['a byte order mark', Buffer.from('\ufeff{}')],
    ['nothing', Buffer.alloc(0)],
    ['a text without an end', Buffer.from('{"a":"\\')],
  ])('is refused as %s', (_what, bytes) => {
    expect(() => parseJsonBytes(bytes)).toThrow();
  });
});
