import { describe, expect, it } from '@jest/globals';
import { acceptedLanguage } from './languages.ts';

describe('the language that a reader likes best', () => {
  it.each([
    ...['de', 'de-AT', 'DE-ch, en;q=0.9', 'en;q=0.3, de;q=0.7', 'fr, nl;q=0.9, de;q=0.1'],
    'zh-Hant-TW, de-DE-1996;q=0.4',
  ])('is German of %j', (header) => {
    expect(acceptedLanguage(header)).toBe('de');
  });

  it.each(['en-GB,en;q=0.9,de;q=0.8', 'de;q=0, en;q=0.001', 'en ; q=0.5 , de ; q=0.5'])(
    'is English of %j',
    (header) => {
      expect(acceptedLanguage(header)).toBe('en');
    },
  );

  it.each([
    undefined,
    '',
    '*',
    'fr',
    'de;q=0',
    'deutsch',
    'english',
    'de;q=2',
    'de;q=0.5555',
    ',;,',
    'de\u0000',
    '\u202Ede',
    `${'fr,'.repeat(20)}de`,
  ])('is none of ours in %j', (header) => {
    expect(acceptedLanguage(header)).toBeUndefined();
  });
});
