import { type Found, type Kind, makeVocabulary, type Vocabulary } from './vocabulary.ts';
import { wordsOf, wordsToFind } from './words.ts';

/** A text by which an item is found, and how much it says of the item: 1 is a title. */
export interface Text {
  readonly text: string;
  readonly weight: number;
}

/** How much each way to find a word is worth. */
const WORTH: Readonly<Record<Kind, number>> = {
  exact: 1,
  prefix: 0.7,
  slip: 0.6,
  inside: 0.45,
  slippedPrefix: 0.35,
  slippedInside: 0.25,
};

/** Nobody types more; what comes after is not looked at. */
const MOST_WORDS = 12;

/** Parts of a word that was typed as one have so many letters at least. */
const SHORTEST_PART = 3;

/** Texts under numbers from 0 on: whoever keeps it knows what is behind a number. */
export interface TextIndex {
  /** A number gets its texts once. */
  readonly add: (slot: number, texts: readonly Text[]) => void;
  /**
   * What fits all words of the query best; where nothing fits all of them, what fits most.
   * @param isThere numbers that were left since are passed over
   * @returns a score for each number, 0 for what does not fit
   */
  readonly search: (query: string, size: number, isThere: (slot: number) => boolean) => Float64Array;
}

interface Posting {
  readonly slots: number[];
  readonly weights: number[];
}

export const makeTextIndex = (): TextIndex => {
  const postings = new Map<string, Posting>();
  const lengths: number[] = [];
  let vocabulary: Vocabulary | undefined;

  const find = (word: string, found: Found): void => {
    vocabulary ??= makeVocabulary(postings.keys());
    vocabulary.find(word, found);
  };

  /** The best that each number gets for one word. @returns whether the word is one that there is, but for an end or a slip */
  const rate = (word: string, best: Float64Array): boolean => {
    let isWord = false;
    find(word, (term, kind) => {
      isWord ||= kind === 'exact' || kind === 'prefix' || kind === 'slip';
      const { slots = [], weights = [] } = postings.get(term) ?? {};
      const rare = Math.log(1 + best.length / (1 + slots.length));
      for (let at = 0; at < slots.length; at += 1) {
        const slot = slots[at] ?? 0;
        const worth = WORTH[kind] * rare * (weights[at] ?? 0);
        if (worth > (best[slot] ?? 0)) best[slot] = worth;
      }
    });
    return isWord;
  };

  const begins = (word: string): boolean => {
    let isFound = false;
    find(word, (_term, kind) => (isFound ||= kind === 'exact' || kind === 'prefix'));
    return isFound;
  };

  /** A word that there is not may be two in one: `milchschokolade` for `Milch Schokolade`. */
  const partsOf = (word: string): readonly string[] => {
    for (let at = word.length - SHORTEST_PART; at >= SHORTEST_PART; at -= 1) {
      const parts = [word.slice(0, at), word.slice(at)];
      if (parts.every(begins)) return parts;
    }
    return [];
  };

  const rateWord = (word: string, size: number): Float64Array => {
    const best = new Float64Array(size);
    if (rate(word, best)) return best;
    const parts = partsOf(word).map((part) => {
      const ofPart = new Float64Array(size);
      rate(part, ofPart);
      return ofPart;
    });
    const [one, other] = parts;
    if (one && other)
      for (let slot = 0; slot < size; slot += 1)
        best[slot] = Math.max(best[slot] ?? 0, Math.min(one[slot] ?? 0, other[slot] ?? 0));
    return best;
  };

  return {
    add: (slot, texts) => {
      const weights = new Map<string, number>();
      for (const { text, weight } of texts)
        for (const word of wordsToFind(text)) weights.set(word, Math.max(weight, weights.get(word) ?? 0));
      lengths[slot] = weights.size;
      for (const [word, weight] of weights) {
        let posting = postings.get(word);
        if (!posting) {
          postings.set(word, (posting = { slots: [], weights: [] }));
          vocabulary = undefined;
        }
        posting.slots.push(slot);
        posting.weights.push(weight);
      }
    },

    search: (query, size, isThere) => {
      const total = new Float64Array(size);
      const fitting = new Uint8Array(size);
      for (const word of new Set(wordsOf(query).slice(0, MOST_WORDS))) {
        const best = rateWord(word, size);
        for (let slot = 0; slot < size; slot += 1) {
          if (best[slot] === 0) continue;
          total[slot] = (total[slot] ?? 0) + (best[slot] ?? 0);
          fitting[slot] = (fitting[slot] ?? 0) + 1;
        }
      }
      let most = 1;
      for (let slot = 0; slot < size; slot += 1) {
        if (!isThere(slot)) fitting[slot] = 0;
        most = Math.max(most, fitting[slot] ?? 0);
      }
      for (let slot = 0; slot < size; slot += 1)
        total[slot] = fitting[slot] === most ? (total[slot] ?? 0) / (1 + 0.03 * (lengths[slot] ?? 0)) : 0;
      return total;
    },
  };
};
