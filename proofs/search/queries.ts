import { makeRandom } from '@orderwire/local-cloud/simulator/random';

export const SLIPS = ['prefix', 'wrong', 'missing', 'extra', 'swapped'] as const;

export type Slip = (typeof SLIPS)[number];

export interface Query {
  readonly text: string;
  /** Which of the names it is meant for. */
  readonly meant: number;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Nobody types a whole name: this many words of it at most. */
const MOST_WORDS = 4;

/** In a shorter word nobody can tell a slip from another word. */
const SHORTEST = 4;

type Below = (limit: number) => number;

const letterBut = (letter: string, below: Below): string => {
  const drawn = LETTERS.charAt(below(LETTERS.length));
  return drawn === letter ? letterBut(letter, below) : drawn;
};

/** One word, typed with one slip. Undefined where it cannot have such a one. */
const mistype = (word: string, slip: Slip, below: Below): string | undefined => {
  const at = below(word.length);
  switch (slip) {
    case 'prefix':
      return word.slice(0, Math.ceil(word.length / 2));
    case 'wrong':
      return word.slice(0, at) + letterBut(word.charAt(at), below) + word.slice(at + 1);
    case 'missing':
      return word.slice(0, at) + word.slice(at + 1);
    case 'extra':
      return word.slice(0, at) + LETTERS.charAt(below(LETTERS.length)) + word.slice(at);
    case 'swapped': {
      const [one, other] = [word.charAt(at), word.charAt(at + 1)];
      return one === other || other === '' ? undefined : word.slice(0, at) + other + one + word.slice(at + 2);
    }
  }
};

/** What shoppers type who mean items of these names: the beginning of a name, with one slip in one of its words. */
export const queriesFor = (names: readonly string[], slip: Slip, count: number, seed: number): readonly Query[] => {
  const { below } = makeRandom(seed, slip);
  const queries: Query[] = [];
  while (queries.length < count) {
    const meant = below(names.length);
    const words =
      (names[meant] ?? '')
        .toLowerCase()
        .match(/[a-z0-9]+/g)
        ?.slice(0, MOST_WORDS) ?? [];
    const last = words.length - 1;
    const at = slip === 'prefix' ? last : below(words.length || 1);
    const word = words[at] ?? '';
    const typed = word.length < SHORTEST ? undefined : mistype(word, slip, below);
    if (typed !== undefined) queries.push({ text: words.with(at, typed).join(' '), meant });
  }
  return queries;
};
