import { arnLike, wildcard, type Test } from './patterns.ts';

/**
 * The values a request carries, by condition key in lower case. A key the request does not have is absent; a key with
 * an empty list counts as absent too, as in IAM.
 */
export type RequestContext = Readonly<Record<string, readonly string[]>>;

export type Condition = (context: RequestContext) => boolean;

/**
 * The keys that the local cloud fills in when they apply. A policy that asks for any other is refused when it is read:
 * an unknown key would look like an absent one, and its condition would pass or fail by accident.
 */
const KNOWN_KEYS = new Set(
  [
    'aws:PrincipalAccount',
    'aws:PrincipalArn',
    'aws:RequestedRegion',
    'aws:SecureTransport',
    'aws:SourceAccount',
    'aws:SourceArn',
    'dynamodb:Attributes',
    'dynamodb:EnclosingOperation',
    'dynamodb:LeadingKeys',
    'dynamodb:ReturnConsumedCapacity',
    'dynamodb:ReturnValues',
    'dynamodb:Select',
    'events:detail-type',
    'events:source',
    's3:delimiter',
    's3:max-keys',
    's3:prefix',
    'secretsmanager:SecretId',
    'secretsmanager:VersionId',
    'secretsmanager:VersionStage',
    'ses:FeedbackAddress',
    'ses:FromAddress',
    'ses:FromDisplayName',
    'ses:Recipients',
  ].map((key) => key.toLowerCase()),
);

/** Each makes the test of one policy value; `negated` operators pass when no policy value matches. */
interface Operator {
  readonly compile: (expected: string) => Test;
  readonly negated: boolean;
}

const positive = (compile: (expected: string) => Test): Operator => ({ compile, negated: false });
const negative = (compile: (expected: string) => Test): Operator => ({ compile, negated: true });

const equals =
  (expected: string): Test =>
  (actual) =>
    actual === expected;
const equalsIgnoringCase =
  (expected: string): Test =>
  (actual) =>
    actual.toLowerCase() === expected.toLowerCase();
const numeric =
  (compare: (actual: number, expected: number) => boolean) =>
  (expected: string): Test =>
  (actual) =>
    compare(Number(actual), Number(expected));

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: positive(equals),
  StringNotEquals: negative(equals),
  StringEqualsIgnoreCase: positive(equalsIgnoringCase),
  StringNotEqualsIgnoreCase: negative(equalsIgnoringCase),
  StringLike: positive((expected) => wildcard(expected)),
  StringNotLike: negative((expected) => wildcard(expected)),
  ArnEquals: positive(arnLike),
  ArnLike: positive(arnLike),
  ArnNotEquals: negative(arnLike),
  ArnNotLike: negative(arnLike),
  Bool: positive(equalsIgnoringCase),
  NumericEquals: positive(numeric((actual, expected) => actual === expected)),
  NumericNotEquals: negative(numeric((actual, expected) => actual === expected)),
  NumericLessThan: positive(numeric((actual, expected) => actual < expected)),
  NumericLessThanEquals: positive(numeric((actual, expected) => actual <= expected)),
  NumericGreaterThan: positive(numeric((actual, expected) => actual > expected)),
  NumericGreaterThanEquals: positive(numeric((actual, expected) => actual >= expected)),
};

type Quantifier = 'ForAllValues' | 'ForAnyValue' | 'single';

const nullCondition =
  (key: string, expected: readonly string[]): Condition =>
  (context) =>
    expected.some((value) => (value.toLowerCase() === 'true') === ((context[key]?.length ?? 0) === 0));

const readOperator = (text: string): { quantifier: Quantifier; name: string; ifExists: boolean } => {
  const [, quantifier, base = ''] = /^(?:(ForAllValues|ForAnyValue):)?(.+)$/.exec(text) ?? [];
  const ifExists = base.endsWith('IfExists');
  return {
    quantifier: (quantifier ?? 'single') as Quantifier,
    name: ifExists ? base.slice(0, -'IfExists'.length) : base,
    ifExists,
  };
};

const compileOne = (operatorText: string, key: string, expected: readonly string[]): Condition => {
  const { quantifier, name, ifExists } = readOperator(operatorText);
  const contextKey = key.toLowerCase();
  if (!KNOWN_KEYS.has(contextKey)) throw new Error(`The local cloud does not know the condition key ${key}.`);
  const variable = expected.find((value) => value.includes('${'));
  if (variable !== undefined) {
    throw new Error(`The local cloud does not resolve policy variables: ${variable} in ${operatorText} ${key}.`);
  }
  if (name === 'Null' && quantifier === 'single' && !ifExists) return nullCondition(contextKey, expected);
  const operator = OPERATORS[name];
  if (operator === undefined) throw new Error(`The local cloud does not know the condition operator ${operatorText}.`);
  const tests = expected.map(operator.compile);
  const passes = (actual: string): boolean => tests.some((test) => test(actual)) !== operator.negated;
  // An absent key: ForAllValues holds, as there is no counterexample; ForAnyValue fails, whatever `IfExists` says, and
  // a negated comparison holds.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
  const whenAbsent = quantifier === 'ForAllValues' || (quantifier === 'single' && (ifExists || operator.negated));
  const everyValue = quantifier === 'ForAllValues' || (quantifier === 'single' && operator.negated);
  return (context) => {
    const actual = context[contextKey] ?? [];
    if (actual.length === 0) return whenAbsent;
    return everyValue ? actual.every(passes) : actual.some(passes);
  };
};

/**
 * Compiles the `Condition` block of a statement: every operator and key must hold, any of a key's values may.
 * Throws an Error, which is meant for whoever starts the local cloud, on an operator or a key it does not know.
 */
export const compileConditions = (
  block: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
): Condition | undefined => {
  const conditions = Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, expected]) => compileOne(operator, key, expected)),
  );
  return conditions.length === 0 ? undefined : (context) => conditions.every((holds) => holds(context));
};
