/** Letters that no decomposition takes apart, as people type them. */
const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', ı: 'i' };

const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue' };

const wordsIn = (text: string): readonly string[] => text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');

const lower = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’‘`´]/g, '')
    .replace(/[ßæœøđłı]/g, (letter) => LETTERS[letter] ?? letter);

const withoutAccents = (text: string): string => text.normalize('NFKD').replace(/\p{M}+/gu, '');

/** The words of what is looked for: without case and accents. */
export const wordsOf = (text: string): readonly string[] => wordsIn(withoutAccents(lower(text)));

/** The words under which a text is found: a word with umlauts is found both as `kase` and as `kaese`. */
export const wordsToFind = (text: string): readonly string[] => {
  const spelt = lower(text);
  const words = wordsIn(withoutAccents(spelt));
  if (!/[äöü]/.test(spelt)) return words;
  const written = wordsIn(withoutAccents(spelt.replace(/[äöü]/g, (letter) => UMLAUTS[letter] ?? letter)));
  return [...new Set([...words, ...written])];
};
