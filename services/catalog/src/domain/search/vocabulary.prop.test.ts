import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { type Kind, makeVocabulary } from './vocabulary.ts';

/** The whole table, for each pair of words: slow, and plainly right. */
const distance = (one: string, other: string): number => {
  const table = Array.from({ length: one.length + 1 }, (_, row) => [row]);
  for (let column = 0; column <= other.length; column += 1) table[0]![column] = column;
  for (let row = 1; row <= one.length; row += 1)
    for (let column = 1; column <= other.length; column += 1) {
      const least = [
        table[row - 1]![column - 1]! + (one[row - 1] === other[column - 1] ? 0 : 1),
        table[row - 1]![column]! + 1,
        table[row]![column - 1]! + 1,
      ];
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1])
        least.push(table[row - 2]![column - 2]! + 1);
      table[row]![column] = Math.min(...least);
    }
  return table[one.length]![other.length]!;
};

const found = (words: readonly string[], word: string): ReadonlyMap<string, Kind> => {
  const kinds = new Map<string, Kind>();
  makeVocabulary(new Set(words)).find(word, (term, kind) => kinds.set(term, kind));
  return kinds;
};

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 8 });

describe('a word', () => {
  it('is found exactly, by its beginning and with a slip, just as the whole table says', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), word, (words, looked) => {
        const kinds = found(words, looked);
        for (const term of words) {
          const kind = kinds.get(term);
          if (term === looked) expect([term, kind]).toEqual([term, 'exact']);
          else if (term.startsWith(looked)) expect([term, kind]).toEqual([term, 'prefix']);
          else if (looked.length >= 4 && distance(looked, term) === 1) expect([term, kind]).toEqual([term, 'slip']);
          else expect(['inside', 'slippedPrefix', 'slippedInside', undefined]).toContain(kind);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('that begins a longer one may have a slip from five letters on', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), word, (words, looked) => {
        const kinds = found(words, looked);
        for (const term of words) {
          const near = Array.from({ length: term.length + 1 }, (_, end) => distance(looked, term.slice(0, end)));
          const isNear = looked.length >= 5 && Math.min(...near) === 1;
          if (isNear) expect([term, kinds.has(term)]).toEqual([term, true]);
          if (kinds.get(term) === 'slippedPrefix') expect([term, isNear]).toEqual([term, true]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['schokolade', 'inside'],
    ['schokolde', 'slippedInside'],
    ['mlichschokolade', 'slippedInside'],
  ])('is found inside of a compound: %s', (looked, kind) => {
    expect(found(['vollmilchschokolade', 'zucker'], looked)).toEqual(new Map([['vollmilchschokolade', kind]]));
  });

  it('that is longer than any that counts is looked for by its beginning', () => {
    const long = 'a'.repeat(200);
    expect(found([long], long).size).toBe(1);
  });
});
