/**
 * The naive reference for event patterns: slow, and written from AWS's text without looking at the compiler. An event is a
 * list of leaves, each with the array elements that it lies in; a pattern is a list of rules without `$or`, each a list of
 * demands on paths, of which the last one on a path counts. A rule matches when a leaf can be chosen for every demand (or none is there, where absence is
 * demanded) and no two of the choices lie in different objects of the same array.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html
 * https://github.com/aws/event-ruler#json-array-matching
 */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Fields = Readonly<Record<string, Json>>;

/** Array → element. */
type Place = ReadonlyMap<readonly Json[], number>;

interface Leaf {
  readonly path: string;
  readonly value: Json;
  readonly place: Place;
}

interface Demand {
  readonly path: string;
  readonly alternatives: readonly Json[];
}

/** Levels are told apart by dots, and dots in names are levels. */
const below = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** Only objects have a place: the values of a list of plain values all belong to the field. */
const leavesOf = (value: Json, path: string, place: Place, reached: Place): readonly Leaf[] => {
  if (value === null || typeof value !== 'object') return [{ path, value, place }];
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    return list.flatMap((one, index) => leavesOf(one, path, place, new Map([...reached, [list, index]])));
  }
  return Object.entries(value).flatMap(([name, one]) => leavesOf(one, below(path, name), reached, reached));
};

type Rule = readonly Demand[];

const lastOfEach = (rule: Rule): Rule => [...new Map(rule.map((demand) => [demand.path, demand])).values()];

const rulesOf = (pattern: Fields, path: string): readonly Rule[] => {
  let rules: readonly Rule[] = [[]];
  for (const [name, one] of Object.entries(pattern)) {
    const here = below(path, name);
    const choices =
      name === '$or'
        ? (one as readonly Fields[]).flatMap((option) => rulesOf(option, path))
        : Array.isArray(one)
          ? [[{ path: here, alternatives: one as readonly Json[] }]]
          : rulesOf(one as Fields, here);
    rules = rules.flatMap((rule) => choices.map((choice) => [...rule, ...choice]));
  }
  return rules;
};

/** Both places together; undefined when they are different objects of one array. */
const together = (left: Place, right: Place): Place | undefined =>
  [...right].some(([list, index]) => left.has(list) && left.get(list) !== index)
    ? undefined
    : new Map([...left, ...right]);

const wildcard = (pattern: string, text: string): boolean => {
  if (pattern === '') return text === '';
  if (pattern.startsWith('*'))
    return [...Array(text.length + 1).keys()].some((from) => wildcard(pattern.slice(1), text.slice(from)));
  const escaped = pattern.startsWith('\\') ? 1 : 0;
  return text !== '' && text[0] === pattern[escaped] && wildcard(pattern.slice(escaped + 1), text.slice(1));
};

/** An address as bits, IPv4 in dots or IPv6 with at most one `::`. */
const bitsOf = (address: string): string => {
  if (/^\d+(\.\d+){3}$/.test(address))
    return address
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
  const [head = [], tail] = address.split('::').map((half) => half.split(':').filter((part) => part !== ''));
  const zeros = Array<string>(8 - head.length - (tail?.length ?? 0)).fill('0');
  return [...head, ...(tail ? [...zeros, ...tail] : [])]
    .map((part) => Number.parseInt(part, 16).toString(2).padStart(16, '0'))
    .join('');
};

const inNetwork = (text: string, network: string): boolean => {
  if (!/^[\da-f]*[.:][\da-f.:]+$/.test(text)) return false;
  const [base = '', length = '0'] = network.split('/');
  const [bits, wanted] = [bitsOf(text), bitsOf(base)];
  return bits.length === wanted.length && bits.slice(0, Number(length)) === wanted.slice(0, Number(length));
};

const compare = (value: number, sign: Json | undefined, bound: number): boolean => {
  if (sign === '=') return value === bound;
  if (sign === '<') return value < bound;
  if (sign === '<=') return value <= bound;
  return sign === '>' ? value > bound : value >= bound;
};

/** Whether the text is, or at least begins with, the pattern in some mixture of lower and upper characters. */
const foldsTo = (text: string, pattern: string, how: 'whole' | 'begins'): boolean => {
  if (pattern === '') return how === 'begins' || text === '';
  const [first = ''] = pattern.split('');
  return [first.toLowerCase(), first.toUpperCase()].some(
    (form) => text.startsWith(form) && foldsTo(text.slice(form.length), pattern.slice(1), how),
  );
};

const passesFolded = (text: string, name: string, pattern: string): boolean => {
  if (name === 'prefix') return foldsTo(text, pattern, 'begins');
  return [...Array(text.length + 1).keys()].some((from) => foldsTo(text.slice(from), pattern, 'whole'));
};

const isFields = (one: Json): one is Fields => typeof one === 'object' && one !== null && !Array.isArray(one);
const listOf = (one: Json): readonly Json[] => (Array.isArray(one) ? (one as readonly Json[]) : [one]);

const passes = (value: Json, name: string, operand: Json): boolean => {
  if (name === 'anything-but') {
    if (!isFields(operand)) return !listOf(operand).includes(value);
    return Object.entries(operand).every(([inner, many]) => !listOf(many).some((one) => passes(value, inner, one)));
  }
  if (name === 'numeric') {
    const [sign, bound, sign2, bound2] = operand as readonly Json[];
    if (typeof value !== 'number' || !compare(value, sign, bound as number)) return false;
    return sign2 === undefined || compare(value, sign2, bound2 as number);
  }
  if (typeof value !== 'string') return false;
  if (isFields(operand)) return passesFolded(value, name, operand['equals-ignore-case'] as string);
  const text = operand as string;
  if (name === 'prefix') return value.slice(0, text.length) === text;
  if (name === 'suffix') return value.length >= text.length && value.slice(value.length - text.length) === text;
  if (name === 'equals-ignore-case') return foldsTo(value, text, 'whole');
  if (name === 'wildcard') return wildcard(text, value);
  return inNetwork(value, text);
};

const isAbsence = (alternative: Json): boolean => isFields(alternative) && alternative['exists'] === false;

const isMetBy = (value: Json, alternative: Json): boolean => {
  if (!isFields(alternative)) return value === alternative;
  if ('exists' in alternative) return alternative['exists'] === true;
  return Object.entries(alternative).every(([name, operand]) => passes(value, name, operand));
};

const ruleMatches = (
  leaves: readonly Leaf[],
  [demand, ...rest]: readonly Demand[],
  place: Place,
  absent: readonly string[],
): boolean => {
  if (demand === undefined)
    return leaves.every((leaf) => !absent.includes(leaf.path) || together(place, leaf.place) === undefined);
  const { path, alternatives } = demand;
  if (alternatives.some(isAbsence) && ruleMatches(leaves, rest, place, [...absent, path])) return true;
  return leaves.some((leaf) => {
    if (leaf.path !== path || !alternatives.some((one) => isMetBy(leaf.value, one))) return false;
    const next = together(place, leaf.place);
    return next !== undefined && ruleMatches(leaves, rest, next, absent);
  });
};

/** Whether the event matches the pattern, which has to be a valid one. */
export const naivelyMatches = (pattern: unknown, event: unknown): boolean => {
  const leaves = leavesOf(event as Json, '', new Map(), new Map());
  return rulesOf(pattern as Fields, '').some((rule) => ruleMatches(leaves, lastOfEach(rule), new Map(), []));
};
