import { describe, expect, it } from '@jest/globals';
import { isProse, isReadable } from './text.ts';

describe('a line of text', () => {
  it.each([
    ...['Mug', '7', '東京', 'مج', 'क्षि', '👩‍👩‍👧', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '–', 'a b', 'ﬁ', 'Zoe\u0308', '\uD840\uDC0B'],
    // A Persian name and a Sinhala one need what joins and parts their letters.
    ...['علی\u200Cرضا', 'ශ්\u200Dරී', 'Kaffee\u00ADmaschine'],
  ])('that people can read is readable: %s', (text) => {
    expect(isReadable(text)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['blanks', '  \u00A0\u3000'],
    ['joiners', '\u200C\u200D'],
    ['invisible characters', '\u200B\u2060\uFEFF\u00AD'],
    ['fillers', '\u3164\uFFA0\u2800\u115F'],
    ['a mark without a letter', '\u0301'],
    ['variation selectors', '\uFE0F\u{E0100}'],
    ['a line break', 'Mug\nBcc: b'],
    ['a separator of lines', 'Mug\u2028b'],
    ['a zero byte', 'Mug\0'],
    ['half a character', 'Mug\uD800'],
    ['a mark that turns the rest', 'Mug\u202Egpj.exe'],
    ['an isolate', '\u2066Mug\u2069'],
    ['a mark of direction', 'Ada\u200F'],
    ['a blank without width', 'A\u200Bda'],
    ['a joiner of words', 'A\u2060da'],
    ['a byte order mark', '\uFEFFAda'],
    ['what is left of broken text', 'M\uFFFDg'],
  ])('that holds %s is not', (_what, text) => {
    expect(isReadable(text)).toBe(false);
  });

  it('has no breaks; prose may', () => {
    expect([isReadable('one\r\n\ttwo'), isProse('one\r\n\ttwo'), isProse('\n'), isProse('one\0')]).toEqual([
      ...[false, true, false, false],
    ]);
  });
});
