import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { mailbox } from './mailbox.ts';

/** What somebody else's parser reads in a mail with this sender. */
const readFrom = async (header: string) => (await PostalMime.parse(`From: ${header}\r\nSubject: x\r\n\r\nx`)).from;

const wordsIn = (header: string): readonly string[] => header.replace(' <a@b.example>', '').split(' ');

describe('the sender’s display name', () => {
  it.each([
    ['Mug Shop', '"Mug Shop" <a@b.c>'],
    ['The "Mug" \\ Shop', '"The \\"Mug\\" \\\\ Shop" <a@b.c>'],
    ['Mug\r\nBcc: x@y.z', '"Mug Bcc: x@y.z" <a@b.c>'],
    ['Müsli', '=?UTF-8?B?TcO8c2xp?= <a@b.c>'],
    ['Müller & Söhne GmbH', '=?UTF-8?B?TcO8bGxlciAmIFPDtmhuZSBHbWJI?= <a@b.c>'],
    [' ', 'a@b.c'],
  ])('%j is written as %j', (name, expected) => {
    expect(mailbox(name, 'a@b.c')).toBe(expected);
  });

  it.each([
    'Müller & Söhne GmbH',
    'Kaffeerösterei Müller & Söhne, Größe und Genuß seit 1893 “am Markt” GmbH',
    '🎉'.repeat(50),
  ])('comes out whole: %s', async (name) => {
    expect(await readFrom(mailbox(name, 'a@b.example'))).toMatchObject({ name, address: 'a@b.example' });
  });

  it('of any script comes out whole, in words of at most 75 characters', async () => {
    const names = fc
      .string({ unit: 'grapheme', maxLength: 200 })
      .map((text) => `ü${text.replace(/[\s\p{Cc}]+/gu, ' ').trim()}`);
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        const header = mailbox(name, 'a@b.example');
        for (const word of wordsIn(header)) expect(word).toMatch(/^=\?UTF-8\?B\?[A-Za-z0-9+/]{2,60}={0,2}\?=$/);
        for (const word of wordsIn(header)) expect(word.length).toBeLessThanOrEqual(75);
        expect(await readFrom(header)).toMatchObject({ name, address: 'a@b.example' });
      }),
    );
  });

  it('is whole characters in each of its words', () => {
    const words = wordsIn(mailbox('日本語の店'.repeat(20), 'a@b.example'));
    expect(words.length).toBeGreaterThan(1);
    for (const word of words)
      expect(Buffer.from(word.slice('=?UTF-8?B?'.length, -2), 'base64').toString()).not.toContain('\ufffd');
  });
});
