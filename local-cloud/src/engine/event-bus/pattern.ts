import { AwsError } from '../contract.ts';
import { OPERATORS } from './operators.ts';
import type { Refuse, ValueTest } from './operators.ts';

/** Whether an event (or a part of one; undefined where the event has nothing) matches. */
export type Matcher = (event: unknown) => boolean;

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

const isLeafThere = (value: unknown): boolean => someLeaf(value, () => true);

const compileOperator = (operator: Readonly<Record<string, unknown>>): Matcher => {
  const [[name, operand] = ['', undefined], ...others] = Object.entries(operator);
  if (others.length > 0) return refuse('Only one key allowed in match expression');
  if (name === 'exists') {
    if (typeof operand !== 'boolean') return refuse('exists match pattern must be either true or false.');
    return (value) => isLeafThere(value) === operand;
  }
  if (!isOperator(name)) return refuse(`Unrecognized match type ${name}`);
  const test = OPERATORS[name](operand, refuse);
  return (value) => someLeaf(value, test);
};

/** A field's list: the value equals one of the literals or passes one of the operators. */
const compileLeaf = (alternatives: readonly unknown[]): Matcher => {
  if (alternatives.length === 0) return refuse('Empty arrays are not allowed');
  const literals = new Set<unknown>();
  const operators: Matcher[] = [];
  for (const alternative of alternatives) {
    if (isObject(alternative)) operators.push(compileOperator(alternative));
    else if (Array.isArray(alternative)) return refuse('Match value must be String, number, true, false, or null');
    else literals.add(alternative);
  }
  const equals: ValueTest = (value) => literals.has(value);
  return (value) => (literals.size > 0 && someLeaf(value, equals)) || operators.some((matches) => matches(value));
};

/** Each alternative finds its own objects in arrays, independently of the fields beside `$or`. */
const compileOr = (alternatives: unknown): Matcher => {
  if (!Array.isArray(alternatives) || alternatives.length < 2 || !alternatives.every(isObject))
    return refuse('$or must be an array of at least two patterns');
  const matchers = alternatives.map((one) => compileFields(one));
  return (event) => matchers.some((matches) => matches(event));
};

const compileField = (name: string, pattern: unknown): Matcher => {
  if (name === '$or') return compileOr(pattern);
  if (!Array.isArray(pattern) && !isObject(pattern)) return refuse(`"${name}" must be an object or an array`);
  const matches = Array.isArray(pattern) ? compileLeaf(pattern) : compileNested(pattern);
  return (event) => matches(isObject(event) && Object.hasOwn(event, name) ? event[name] : undefined);
};

const compileFields = (pattern: Readonly<Record<string, unknown>>): Matcher => {
  const fields = Object.entries(pattern).map(([name, one]) => compileField(name, one));
  if (fields.length === 0) return refuse('Empty patterns are not allowed');
  return (event) => fields.every((matches) => matches(event));
};

/** In an array of objects one object has to match as a whole. */
const compileNested = (pattern: Readonly<Record<string, unknown>>): Matcher => {
  const matches = compileFields(pattern);
  const matchesNested: Matcher = (value) =>
    Array.isArray(value) && value.some((one) => typeof one === 'object' && one !== null)
      ? value.some(matchesNested)
      : matches(value);
  return matchesNested;
};

/**
 * Compiles an event pattern once for many events. Numbers are compared by value, where EventBridge compares how they are
 * written. Throws InvalidEventPatternException.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export const compilePattern = (pattern: unknown): Matcher =>
  isObject(pattern) ? compileFields(pattern) : refuse('Filter is not an object');
