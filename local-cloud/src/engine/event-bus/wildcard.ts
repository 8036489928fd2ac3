import type { Refuse, ValueTest } from './value-test.ts';

/** Characters as they stand and `*` for any characters; `\*` is a star and `\\` a backslash. */
type Token = { readonly star: true } | { readonly star: false; readonly character: string };

const STAR: Token = { star: true };

const tokensOf = (pattern: unknown, refuse: Refuse): readonly Token[] => {
  if (typeof pattern !== 'string') return refuse('wildcard match pattern must be a string');
  const tokens: Token[] = [];
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern.charAt(index);
    if (character === '*') {
      if (pattern[index + 1] === '*') return refuse(`Consecutive wildcard characters at pos ${index + 1}`);
      tokens.push(STAR);
      continue;
    }
    const escaped = character === '\\' ? pattern[(index += 1)] : character;
    if (escaped === undefined || (character === '\\' && escaped !== '*' && escaped !== '\\'))
      return refuse(`Invalid escape character at pos ${index}`);
    tokens.push({ star: false, character: escaped });
  }
  return tokens;
};

/** What stands between the stars. */
const literalsOf = (tokens: readonly Token[]): readonly string[] => {
  const literals = [''];
  for (const token of tokens)
    if (token.star) literals.push('');
    else literals.push(`${literals.pop() ?? ''}${token.character}`);
  return literals;
};

/** Finds the literals in their order: no regular expression, which could take for ever. */
export const wildcard = (operand: unknown, refuse: Refuse): ValueTest => {
  const [first = '', ...rest] = literalsOf(tokensOf(operand, refuse));
  const last = rest.pop();
  if (last === undefined) return (value) => value === first;
  return (value) => {
    if (typeof value !== 'string' || !value.startsWith(first) || !value.endsWith(last)) return false;
    let from = first.length;
    for (const literal of rest) {
      const at = value.indexOf(literal, from);
      if (at < 0) return false;
      from = at + literal.length;
    }
    return from + last.length <= value.length;
  };
};

/**
 * EventBridge refuses patterns of which too many places can be active at once. It does not document the limit: 11
 * places were seen to be refused, and AWS's matcher suggests 10 for one rule.
 * https://github.com/aws/event-ruler#evaluating-wildcard-rules
 */
const MOST_PLACES = 10;
/** A limit of ours on the search. No pattern within EventBridge's limit was seen to come near it. */
const MOST_SETS = 10_000;

/** A place after a token, by its number over all patterns. */
const placesOf = (all: readonly (readonly Token[])[]) => {
  const tokens = all.flatMap((one) => [...one, undefined]);
  const starts = all.map((_, at) => all.slice(0, at).reduce((sum, { length }) => sum + length + 1, 0));
  /** With the star that may follow at once. */
  const enter = (places: Set<number>, at: number): void => {
    places.add(at);
    if (tokens[at]?.star === false && tokens[at + 1]?.star === true) places.add(at + 1);
  };
  const begin = (): Set<number> => new Set(starts.filter((at) => tokens[at]?.star === true));
  const after = (places: ReadonlySet<number>, character: string, isFirst: boolean): Set<number> => {
    const next = new Set<number>();
    const step = (at: number): void => {
      const token = tokens[at];
      if (token?.star === false && token.character === character) enter(next, at);
    };
    for (const at of places) {
      if (tokens[at]?.star === true) next.add(at);
      step(at + 1);
    }
    if (isFirst) starts.forEach(step);
    return next;
  };
  const characters = new Set(tokens.flatMap((token) => (token?.star === false ? [token.character] : [])));
  return { begin, after, characters };
};

const isTooComplex = (all: readonly (readonly Token[])[]): boolean => {
  const { begin, after, characters } = placesOf(all);
  const seen = new Set<string>();
  let isFirst = true;
  let sets: readonly ReadonlySet<number>[] = [begin()];
  while (sets.length > 0) {
    const next: ReadonlySet<number>[] = [];
    for (const places of sets)
      for (const character of characters) {
        const reached = after(places, character, isFirst);
        if (reached.size > MOST_PLACES) return true;
        const name = [...reached].sort((a, b) => a - b).join();
        if (seen.has(name)) continue;
        if (seen.size >= MOST_SETS) return true;
        seen.add(name);
        next.push(reached);
      }
    sets = next;
    isFirst = false;
  }
  return false;
};

/** Throws by `refuse` when the wildcards of one field, all together, are too much for EventBridge. */
export const requireSimple = (patterns: readonly unknown[], refuse: Refuse): void => {
  const all = patterns.map((pattern) => tokensOf(pattern, refuse));
  if (all.some((tokens) => tokens.includes(STAR)) && isTooComplex(all))
    refuse(
      'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
    );
};
