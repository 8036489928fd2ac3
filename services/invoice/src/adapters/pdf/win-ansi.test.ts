import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { widthOf } from './helvetica.ts';
import { winAnsi } from './win-ansi.ts';
import { wrap } from './wrap.ts';

describe('text in WinAnsi', () => {
  it.each([
    ['Western letters stay', 'Zoë Müller, ½ £', 'Zoë Müller, ½ £'],
    ['decomposed letters are put together', 'Zoe\u0308', 'Zoë'],
    ['typographic marks have codes of their own', '„€5“ – …', '\x84\x805\x93 \x96 \x85'],
    ['foreign marks are lost', 'Łukasz Żółć Świętokrzyska Dvořák', 'Lukasz Zólc Swietokrzyska Dvorák'],
    ['ligatures are taken apart', 'ﬁne', 'fine'],
    ['other scripts become question marks', '王小明 Иван', '??? ????'],
    ['a picture becomes one', 'a 🎉 b', 'a ? b'],
    ['joiners and selectors vanish', '👩\u200d👧\ufe0f', '??'],
    ['soft hyphens vanish', 'in\u00advoice', 'invoice'],
    ['direction marks vanish', '\u202eabc', 'abc'],
    ['line breaks and control characters become one space', 'a\r\n\u0000\t b\u0085c', 'a b c'],
    ['half a pair becomes a question mark', 'a\ud83d', 'a?'],
    ['nothing stays nothing', '', ''],
  ])('%s', (_rule, text, expected) => {
    expect(winAnsi(text)).toBe(expected);
  });

  it('is the same on every Node, whatever Unicode that one knows: an invoice can be drawn again', () => {
    const hash = createHash('sha256');
    for (let code = 0x20; code <= 0x10ffff; code += 1)
      if (code < 0xd800 || code > 0xdfff) hash.update(`${winAnsi(`x${String.fromCodePoint(code)}x`)}\n`, 'latin1');
    // Made alike by Node 20.19.0 (Unicode 16), 20.20.2 and 24.21.0 (Unicode 17).
    expect(hash.digest('hex')).toBe('6dcbd5a35445ad7d811b8b2673b081c029a221796a926113841a790094e03315');
  });
});

describe('a long line', () => {
  const style = { bold: false, size: 9 };

  it.each(['word '.repeat(60).trim(), 'x'.repeat(500), `short ${'y'.repeat(300)} end`, ''])(
    'is broken so that nothing is too wide: %#',
    (text) => {
      const lines = wrap(text, 200, style, 100);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      for (const line of lines) expect(widthOf(line, style)).toBeLessThanOrEqual(200);
    },
  );

  it('is cut with an ellipsis when there are too many lines', () => {
    const lines = wrap('x'.repeat(500), 200, style, 2);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^x+\x85$/);
    for (const line of lines) expect(widthOf(line, style)).toBeLessThanOrEqual(200);
  });
});
