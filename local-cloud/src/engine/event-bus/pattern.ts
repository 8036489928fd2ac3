import { AwsError } from '../contract.ts';
import { withoutDots } from './dots.ts';
import { OPERATORS } from './operators.ts';
import { isRelationship } from './or.ts';
import type { Refuse, ValueTest } from './value-test.ts';
import { requireSimple } from './wildcard.ts';

/** Whether an event matches. */
export type Matcher = (event: unknown) => boolean;

/**
 * How a part of a pattern holds: not at all, by values that are there, or only by the absence of values. In an array of
 * objects the two differ: a value may be in any one object, while what must be absent must be absent from all of them,
 * unless another field has already chosen the object. https://github.com/aws/event-ruler#json-array-matching
 */
type Verdict = 'no' | 'by-absence' | 'by-value';

/** Of an event's part; undefined where the event has nothing. */
type Judge = (value: unknown) => Verdict;

/** A pattern without `$or`: what each field asks of its own value and of the fields inside. */
type Fields = ReadonlyMap<string, Field>;
interface Field {
  readonly leaf: Judge | undefined;
  readonly inner: Fields;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or */
const MOST_COMBINATIONS = 1000;
const NOTHING: Fields = new Map();

const refuse: Refuse = (reason) => {
  throw new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOperator = (name: string): name is keyof typeof OPERATORS => Object.hasOwn(OPERATORS, name);

/** Arrays count as each of their values; objects are no leaves, and an empty array is nothing. */
const someLeaf = (value: unknown, test: ValueTest): boolean => {
  if (Array.isArray(value)) return value.some((one) => someLeaf(one, test));
  return value !== undefined && !isObject(value) && test(value);
};

const anything: ValueTest = () => true;

/** `absent` for `exists: false`, which no value passes. */
const compileOperator = (operator: Readonly<Record<string, unknown>>): ValueTest | 'absent' => {
  const [[name, operand] = ['', undefined], ...others] = Object.entries(operator);
  if (others.length > 0) return refuse('Only one key allowed in match expression');
  if (name === 'exists') {
    if (typeof operand !== 'boolean') return refuse('exists match pattern must be either true or false.');
    return operand ? anything : 'absent';
  }
  if (!isOperator(name)) return refuse(`Unrecognized match type ${name}`);
  return OPERATORS[name](operand, refuse);
};

/** The texts of wildcards in one alternative, those that it must not be among them. */
const wildcardsOf = (alternative: unknown): readonly unknown[] => {
  if (!isObject(alternative)) return [];
  if ('wildcard' in alternative) return [alternative['wildcard']];
  const negated = alternative['anything-but'];
  if (!isObject(negated) || !('wildcard' in negated)) return [];
  const { wildcard } = negated;
  return Array.isArray(wildcard) ? (wildcard as readonly unknown[]) : [wildcard];
};

/** A field's list: the value equals one of the literals or passes one of the operators. */
const compileLeaf = (alternatives: readonly unknown[]): Judge => {
  if (alternatives.length === 0) return refuse('Empty arrays are not allowed');
  requireSimple(alternatives.flatMap(wildcardsOf), refuse);
  const literals = new Set<unknown>();
  const tests: ValueTest[] = [];
  let mayBeAbsent = false;
  for (const alternative of alternatives) {
    if (Array.isArray(alternative)) return refuse('Match value must be String, number, true, false, or null');
    if (!isObject(alternative)) {
      literals.add(alternative);
      continue;
    }
    const test = compileOperator(alternative);
    if (test === 'absent') mayBeAbsent = true;
    else tests.push(test);
  }
  if (literals.size > 0) tests.unshift((value) => literals.has(value));
  return (value) => {
    if (tests.some((test) => someLeaf(value, test))) return 'by-value';
    return mayBeAbsent && !someLeaf(value, anything) ? 'by-absence' : 'no';
  };
};

/** What a path says later in the text counts, for `$or` too. */
const merge = (left: Fields, right: Fields): Fields => {
  if (left.size === 0) return right;
  const merged = new Map(left);
  for (const [name, { leaf, inner }] of right) {
    const before = left.get(name);
    merged.set(name, { leaf: leaf ?? before?.leaf, inner: merge(before?.inner ?? NOTHING, inner) });
  }
  return merged;
};

/** Dots in a name are levels: `{"a.b": …}` and `{"a": {"b": …}}` are one path. */
const at = (name: string, { leaf, inner }: Field): Fields => {
  const [first = '', ...others] = name.split('.').reverse();
  return others.reduce<Fields>(
    (nested, one) => new Map([[one, { leaf: undefined, inner: nested }]]),
    new Map([[first, { leaf, inner }]]),
  );
};

const optionsOf = (name: string, pattern: unknown): readonly Fields[] => {
  if (name === '$or' && isRelationship(pattern)) return pattern.flatMap((one) => combinationsOf(one));
  if (Array.isArray(pattern)) return [at(name, { leaf: compileLeaf(pattern), inner: NOTHING })];
  if (!isObject(pattern)) return refuse(`"${name}" must be an object or an array`);
  return combinationsOf(pattern).map((inner) => at(name, { leaf: undefined, inner }));
};

/** Multiplies `$or` out: each combination is a pattern of its own, with the fields beside `$or`. */
const combinationsOf = (pattern: Readonly<Record<string, unknown>>): readonly Fields[] => {
  const entries = Object.entries(pattern);
  if (entries.length === 0) return refuse('Empty objects are not allowed');
  return entries.reduce<readonly Fields[]>(
    (combinations, [name, one]) => {
      const options = optionsOf(name, one);
      if (combinations.length * options.length > MOST_COMBINATIONS)
        return refuse(`$or makes more than ${MOST_COMBINATIONS} combinations`);
      return combinations.flatMap((left) => options.map((right) => merge(left, right)));
    },
    [NOTHING],
  );
};

const every = (judges: readonly Judge[]): Judge => {
  const [only] = judges;
  if (only !== undefined && judges.length === 1) return only;
  return (value) => {
    let verdict: Verdict = 'by-absence';
    for (const judge of judges) {
      const one = judge(value);
      if (one === 'no') return 'no';
      if (one === 'by-value') verdict = 'by-value';
    }
    return verdict;
  };
};

const judgeFields = (fields: Fields): Judge =>
  every(
    [...fields].map(([name, { leaf, inner }]): Judge => {
      const own = leaf === undefined ? [] : [leaf];
      const judge = every(inner.size === 0 ? own : [...own, judgeNested(inner)]);
      return (value) => judge(isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined);
    }),
  );

/** In an array of objects one object has to match as a whole. */
const judgeNested = (fields: Fields): Judge => {
  const judge = judgeFields(fields);
  const judgeOne: Judge = (value) => {
    if (!Array.isArray(value) || !value.some((one) => typeof one === 'object' && one !== null)) return judge(value);
    const verdicts = value.map(judgeOne);
    if (verdicts.includes('by-value')) return 'by-value';
    return verdicts.includes('no') ? 'no' : 'by-absence';
  };
  return judgeOne;
};

/**
 * Compiles an event pattern once for many events. Numbers are compared by value, where EventBridge compares how they are
 * written. Throws InvalidEventPatternException.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export const compilePattern = (pattern: unknown): Matcher => {
  if (!isObject(pattern)) return refuse('Filter is not an object');
  const judges = combinationsOf(pattern).map(judgeFields);
  return (event) => {
    const nested = withoutDots(event);
    return judges.some((judge) => judge(nested) !== 'no');
  };
};
