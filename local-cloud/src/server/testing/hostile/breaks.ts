import type { Random } from '../../../simulator/random.ts';
import { KEPT_MEMBERS } from './names.ts';
import type { Json } from './names.ts';

type Path = readonly (string | number)[];

const isNode = (value: Json): value is readonly Json[] | { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null;

/** Every place in a value, its root left out. */
const placesIn = (value: Json, at: Path = []): readonly Path[] => {
  if (!isNode(value)) return [];
  const entries: readonly (readonly [string | number, Json])[] = Array.isArray(value)
    ? (value as readonly Json[]).map((each, index) => [index, each])
    : Object.entries(value).filter(([name]) => !KEPT_MEMBERS.has(name));
  return entries.flatMap(([name, each]) => [[...at, name], ...placesIn(each, [...at, name])]);
};

/** The value with another one at the place; undefined takes away what is there. */
const withAt = (value: Json, [head, ...rest]: Path, put: (old: Json) => Json | undefined): Json | undefined => {
  if (head === undefined) return put(value);
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    return list.flatMap((each, index) => (index === head ? (withAt(each, rest, put) ?? []) : [each]));
  }
  const entries = Object.entries(value as { readonly [name: string]: Json });
  return Object.fromEntries(
    entries.flatMap(([name, each]): [string, Json][] => {
      if (name !== head) return [[name, each]];
      const changed = withAt(each, rest, put);
      return changed === undefined ? [] : [[name, changed]];
    }),
  );
};

/** Built by loops: recursion would overflow the stack. */
export const nested = (depth: number, open: string, inside: string, close: string): string =>
  open.repeat(depth) + inside + close.repeat(depth);

const BASE64 = ['A', 'AAA', 'A===', '=+/=', '+/+=', '!!!!', 'AAAA\n', 'ÿÿÿÿ'] as const;
const NUMBERS = [-1, 0.5, 1e308, -0, 2 ** 53 + 1, -(2 ** 31), 4_294_967_296] as const;
const TEXTS = [
  '',
  ' ',
  '\0',
  '\ud800',
  '__proto__',
  'constructor',
  '../..',
  '%00',
  '\u202e',
  '<&>',
  "'--",
  '{{x}}',
] as const;
const EXPRESSIONS = [
  'NOT '.repeat(1_000) + '#a = :a',
  '('.repeat(2_000),
  `${'('.repeat(2_000)}#a = :a${')'.repeat(2_000)}`,
  `#a < ${'size('.repeat(600)}#a${')'.repeat(600)}`,
  `#a = :a${' OR #a = :a'.repeat(200)}`,
  `SET #a = ${'if_not_exists(#a, '.repeat(180)}:a${')'.repeat(180)}`,
  `SET #a = :a${' + :a'.repeat(400)}`,
  'a'.repeat(5_000),
  `#a${'.a'.repeat(1_000)}`,
  'SET #a[99999999999999999999] = :a',
  '#a = :a AND',
  'REMOVE',
  '',
] as const;

/** Any JSON there is, for a place that asks for something else. */
const anything = (random: Random): Json => {
  const kinds: readonly (() => Json)[] = [
    () => null,
    () => random.chance(0.5),
    () => random.pick(NUMBERS),
    () => random.pick(TEXTS),
    () => random.pick(BASE64),
    () => random.pick(EXPRESSIONS),
    () => [],
    () => ({}),
    () => [null],
    () => ({ S: null }),
    () => ({ L: 'x' }),
    () => ({ BOOL: 'true' }),
    () => ({ S: 'x', N: '1' }),
    () => ({ N: random.pick(['', 'NaN', '1e999', '0x10', '1'.repeat(40), '--1']) }),
    () => 'x'.repeat(random.pick([256, 1_025, 2_049, 5_000, 70_000])),
    () => Array.from({ length: random.pick([11, 26, 101]) }, (_, at) => ({ Id: `${at}` })),
  ];
  return random.pick(kinds)();
};

/** Of the same kind, so that it is not the type that is refused. */
const alike = (old: Json, random: Random): Json => {
  if (typeof old === 'number') return random.pick(NUMBERS);
  if (typeof old === 'boolean') return random.pick([!old, 'yes', 'dog', 0]);
  if (typeof old !== 'string')
    return Array.isArray(old) ? random.pick([[], [...(old as Json[]), ...(old as Json[])]]) : {};
  const longer = `${old}${'x'.repeat(random.pick([1, 256, 1_025, 2_049, 70_000]))}`;
  return random.pick([...TEXTS, ...BASE64, ...EXPRESSIONS, longer, old.slice(0, -1), old.toUpperCase()]);
};

/** Stands where something nests too deeply for a value: put in as text once the rest is text. */
const HOLE = 'hole-for-what-nests-too-deeply';
const DEPTHS = [33, 40, 100, 500, 999, 1_001, 1_500, 6_000, 100_000] as const;

const withHole = (text: string, random: Random): string => {
  const depth = random.pick(DEPTHS);
  const [open, inside, close] = random.pick([
    ['[', '', ']'],
    ['{"a":', '1', '}'],
    ['{"L":[', '{"S":"x"}', ']}'],
    ['{"M":{"a":', '{"S":"x"}', '}}'],
  ] as const);
  return text.replace(JSON.stringify(HOLE), () => nested(depth, open, inside, close));
};

type Break = (input: Json, random: Random) => string | Buffer;

const replaceOne =
  (make: (random: Random, old: Json) => Json | undefined): ((input: Json, random: Random) => Json) =>
  (input, random) => {
    const places = placesIn(input);
    if (places.length === 0) return anything(random);
    return withAt(input, random.pick(places), (old) => make(random, old)) ?? null;
  };

const insertBytes = (text: string, bytes: readonly number[], random: Random): Buffer => {
  const whole = Buffer.from(text);
  const at = random.below(whole.length + 1);
  return Buffer.concat([whole.subarray(0, at), Buffer.from(bytes), whole.subarray(at)]);
};

const withOther: Break = (input, random) =>
  JSON.stringify(
    replaceOne((chance, old) => (chance.chance(0.6) ? alike(old, chance) : anything(chance)))(input, random),
  );
const without: Break = (input, random) => JSON.stringify(replaceOne(() => undefined)(input, random));
const withDepth: Break = (input, random) => withHole(JSON.stringify(replaceOne(() => HOLE)(input, random)), random);

/** Ways to break a JSON body. Each answers the body's bytes or text. */
const BREAKS: readonly Break[] = [
  // Most often a body that is still JSON: it gets past the parser and further into the code.
  ...[withOther, withOther, withOther, withOther, withOther, withOther, without, without, withDepth],
  (input, random) => JSON.stringify(replaceOne(anything)(replaceOne(anything)(input, random), random)),
  (input, random) => JSON.stringify(replaceOne(() => null)(input, random)),
  (input, random) => {
    const name = random.pick(['__proto__', 'constructor', 'toString', 'Unknown', 'ttl', '']);
    const more = JSON.stringify({ [name]: anything(random) }).slice(1, -1);
    return JSON.stringify(input)
      .replace(/^\{/, () => `{${more},`)
      .replace(/,\}$/, '}');
  },
  (input, random) => withHole(`{"unknown":"${HOLE}",${JSON.stringify(input).slice(1)}`, random),
  (input, random) => {
    const text = JSON.stringify(input);
    return text.slice(0, random.below(text.length));
  },
  (input, random) =>
    insertBytes(JSON.stringify(input), random.pick([[0xff], [0xc3], [0xed, 0xa0, 0x80], [0], [0xe4]]), random),
  (input, random) => {
    const text = JSON.stringify(input);
    return text.replace(/"[^"]*"(?=[,}\]])/, () =>
      random.pick(['1e999', 'NaN', '-', '01', '"\\ud800"', '"\\x"', 'undefined', "'x'"]),
    );
  },
  (_, random) =>
    random.pick([
      '',
      'null',
      '[]',
      '"x"',
      '0',
      'true',
      '{',
      '}',
      '\ufeff{}',
      '{"a":1}{"a":2}',
      'a=1&b=2',
      '<x/>',
      ' '.repeat(5_000),
    ]),
  (_, random) => random.pick(['[', '{"a":']).repeat(random.pick([1_000, 100_000])),
  (_, random) => Buffer.from(random.bytes(random.below(300))),
  (input) => `[${JSON.stringify(input)}]`,
];

/** A broken body, made of a valid input. */
export const breakBody = (input: Json, random: Random): Buffer => Buffer.from(random.pick(BREAKS)(input, random));
