import { AwsError } from '../contract.ts';
import { OPERATORS } from './operators.ts';
import type { Refuse, ValueTest } from './operators.ts';

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
  readonly leaves: readonly Judge[];
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

/** A field's list: the value equals one of the literals or passes one of the operators. */
const compileLeaf = (alternatives: readonly unknown[]): Judge => {
  if (alternatives.length === 0) return refuse('Empty arrays are not allowed');
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

const merge = (left: Fields, right: Fields): Fields => {
  if (left.size === 0) return right;
  const merged = new Map(left);
  for (const [name, field] of right) {
    const { leaves, inner } = left.get(name) ?? { leaves: [], inner: NOTHING };
    merged.set(name, { leaves: [...leaves, ...field.leaves], inner: merge(inner, field.inner) });
  }
  return merged;
};

const optionsOf = (name: string, pattern: unknown): readonly Fields[] => {
  if (name === '$or') {
    if (!Array.isArray(pattern) || pattern.length < 2 || !pattern.every(isObject))
      return refuse('$or must be an array of at least two patterns');
    return pattern.flatMap((one) => combinationsOf(one));
  }
  if (Array.isArray(pattern)) return [new Map([[name, { leaves: [compileLeaf(pattern)], inner: NOTHING }]])];
  if (!isObject(pattern)) return refuse(`"${name}" must be an object or an array`);
  return combinationsOf(pattern).map((inner) => new Map([[name, { leaves: [], inner }]]));
};

/** Multiplies `$or` out: each combination is a pattern of its own, with the fields beside `$or`. */
const combinationsOf = (pattern: Readonly<Record<string, unknown>>): readonly Fields[] => {
  const entries = Object.entries(pattern);
  if (entries.length === 0) return refuse('Empty patterns are not allowed');
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
    [...fields].map(([name, { leaves, inner }]): Judge => {
      const judge = every(inner.size === 0 ? leaves : [...leaves, judgeNested(inner)]);
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
 * written. A field named both beside `$or` and in it has to pass both. Throws InvalidEventPatternException.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export const compilePattern = (pattern: unknown): Matcher => {
  if (!isObject(pattern)) return refuse('Filter is not an object');
  const judges = combinationsOf(pattern).map(judgeFields);
  return (event) => judges.some((judge) => judge(event) !== 'no');
};
