/** How a word that is looked for was found in a word that there is, from the best to the weakest. */
export type Kind = 'exact' | 'prefix' | 'slip' | 'inside' | 'slippedPrefix' | 'slippedInside';

export type Found = (term: string, kind: Kind) => void;

/** From so many letters on a word may have a slip, its beginning may, or it may stand inside of another. */
const SLIP_FROM = 4;
const SLIPPED_PREFIX_FROM = 5;
const INSIDE_FROM = 4;
const SLIPPED_INSIDE_FROM = 6;

/** No word has more letters that count. */
export const LONGEST_WORD = 40;

/** Between the words of the joined vocabulary: no word holds it. */
const GAP = '\n';

/** All words that there are, sorted: words with the same beginning stand together, and what holds for it is worked out once. */
export interface Vocabulary {
  /** Tells each word that this one may mean, once. */
  readonly find: (word: string, found: Found) => void;
}

const sharedLength = (one: string, other: string): number => {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one.charCodeAt(length) === other.charCodeAt(length)) length += 1;
  return length;
};

export const makeVocabulary = (words: Iterable<string>): Vocabulary => {
  const sorted = [...words].sort();
  const shared = Int32Array.from(sorted, (word, at) => (at === 0 ? 0 : sharedLength(sorted[at - 1] ?? '', word)));
  const joined = GAP + sorted.join(GAP) + GAP;
  const reach = makeReach(sorted, shared);

  /** The words that hold this text, but do not begin with it. */
  const inside = (text: string, tell: (term: string) => void): void => {
    for (let at = joined.indexOf(text); at !== -1; at = joined.indexOf(text, at + 1)) {
      const start = joined.lastIndexOf(GAP, at) + 1;
      if (start === at) continue;
      const end = joined.indexOf(GAP, at);
      tell(joined.slice(start, end));
      at = end;
    }
  };

  return {
    find: (word, found) => {
      const told = new Set<string>();
      const tell = (term: string, kind: Kind): void => {
        if (told.has(term)) return;
        told.add(term);
        found(term, kind);
      };
      const weak: string[] = [];
      const meant: string[] = [];
      reach(word, word.length >= SLIP_FROM ? 1 : 0, (term, whole, beginning) => {
        if (whole === 0) tell(term, 'exact');
        else if (beginning === 0) tell(term, 'prefix');
        else if (whole === 1) {
          tell(term, 'slip');
          meant.push(term);
        } else if (word.length >= SLIPPED_PREFIX_FROM) weak.push(term);
      });
      if (word.length >= INSIDE_FROM) inside(word, (term) => tell(term, 'inside'));
      // What was meant stands inside of compounds, too.
      for (const one of meant) if (one.length >= INSIDE_FROM) inside(one, (term) => tell(term, 'slippedInside'));
      for (const term of weak) tell(term, 'slippedPrefix');
      if (told.size === 0 && word.length >= SLIPPED_INSIDE_FROM)
        for (const term of sorted) if (isNearlyInside(word, term)) tell(term, 'slippedInside');
    },
  };
};

/**
 * @param whole the distance of the word to the term
 * @param beginning its distance to the beginning of the term that is nearest to it
 */
type Reached = (term: string, whole: number, beginning: number) => void;

const WIDTH = LONGEST_WORD + 1;

/**
 * Walks the sorted words with the table of optimal string alignment (a wrong, missing, extra or swapped letter is one edit), a
 * row for each letter of the term. Rows of a shared beginning are kept, and what begins too differently is passed over at once.
 */
const makeReach = (sorted: readonly string[], shared: Int32Array) => {
  const rows = new Uint8Array(WIDTH * WIDTH);
  /** By letters of the term: the best end of a row up to there. */
  const nearest = new Uint8Array(WIDTH);
  return (looked: string, most: number, reached: Reached): void => {
    const word = looked.slice(0, LONGEST_WORD);
    const { length } = word;
    for (let column = 0; column <= length; column += 1) rows[column] = column;
    nearest[0] = length;
    let known = 0;
    for (let at = 0; at < sorted.length; at += 1) {
      const term = sorted[at] ?? '';
      const end = Math.min(term.length, LONGEST_WORD);
      let depth = Math.min(known, shared[at] ?? 0);
      let isFar = false;
      for (; depth < end && !isFar; depth += 1) {
        isFar = fillRow(rows, word, term, depth + 1) > most;
        nearest[depth + 1] = Math.min(nearest[depth] ?? 0, rows[(depth + 1) * WIDTH + length] ?? 0);
      }
      known = depth;
      const beginning = nearest[depth] ?? 0;
      if (beginning <= most) reached(term, isFar ? most + 1 : (rows[depth * WIDTH + length] ?? 0), beginning);
      else if (isFar) while ((shared[at + 1] ?? 0) >= depth) at += 1;
    }
  };
};

/** @returns the least of the row: no longer word with this beginning is nearer */
const fillRow = (rows: Uint8Array, word: string, term: string, row: number): number => {
  const here = row * WIDTH;
  const letter = term.charCodeAt(row - 1);
  const before = term.charCodeAt(row - 2);
  let least = row;
  rows[here] = row;
  for (let column = 1; column <= word.length; column += 1) {
    const typed = word.charCodeAt(column - 1);
    let cost = (rows[here - WIDTH + column - 1] ?? 0) + (letter === typed ? 0 : 1);
    cost = Math.min(cost, (rows[here - WIDTH + column] ?? 0) + 1, (rows[here + column - 1] ?? 0) + 1);
    if (row > 1 && column > 1 && letter === word.charCodeAt(column - 2) && before === typed)
      cost = Math.min(cost, (rows[here - 2 * WIDTH + column - 2] ?? 0) + 1);
    rows[here + column] = cost;
    if (cost < least) least = cost;
  }
  return least;
};

/** Whether a part of the term is the word but for one slip (Sellers: the table begins with zeros, and may end anywhere). */
const isNearlyInside = (word: string, term: string): boolean => {
  if (term.length < word.length - 1) return false;
  let [last, before] = [[] as number[], Array.from({ length: word.length + 1 }, (_, column) => column)];
  for (let at = 0; at < term.length; at += 1) {
    const row = [0];
    for (let column = 1; column <= word.length; column += 1) {
      const isSame = word[column - 1] === term[at];
      const isSwapped = at > 0 && word[column - 2] === term[at] && word[column - 1] === term[at - 1];
      row.push(
        Math.min(
          (before[column - 1] ?? 0) + (isSame ? 0 : 1),
          (before[column] ?? 0) + 1,
          (row[column - 1] ?? 0) + 1,
          isSwapped ? (last[column - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    if ((row[word.length] ?? 0) <= 1) return true;
    [last, before] = [before, row];
  }
  return false;
};
