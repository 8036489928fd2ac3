import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { admitValue } from '../admit.ts';
import { validation } from '../errors.ts';
import { AwsError } from '../../contract.ts';
import { invalidExpression, type ExpressionKind, type Path, type Usage } from './reader.ts';

/** What the placeholders of one request stand for. Values are admitted. */
export interface Scope {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, AttributeValue>>;
}

/** A rule that needs the values: answers the fault, without the `Invalid …:` in front. */
export type Check = (scope: Scope) => string | undefined;

/** An expression understood, independent of any request, so that it can be cached by its text. */
export interface Parsed<Ast> extends Usage {
  readonly kind: ExpressionKind;
  readonly ast: Ast;
  readonly checks: readonly Check[];
}

export interface Placeholders {
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue> | undefined;
}

const NOTHING: Scope = { names: {}, values: {} };

const admitAll = (given: Record<string, AttributeValue>): Record<string, AttributeValue> => {
  const values: Record<string, AttributeValue> = {};
  for (const name of Object.keys(given)) {
    if (!/^:[A-Za-z0-9_]+$/.test(name))
      throw validation(`ExpressionAttributeValues contains invalid key: Syntax error; key: "${name}"`);
    try {
      values[name] = admitValue(given[name] as AttributeValue);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw validation(`ExpressionAttributeValues contains invalid value: ${error.message} for key ${name}`);
    }
  }
  return values;
};

const checkNames = (given: Record<string, string>): void => {
  for (const name of Object.keys(given))
    if (!/^#[A-Za-z0-9_]+$/.test(name))
      throw validation(`ExpressionAttributeNames contains invalid key: Syntax error; key: "${name}"`);
};

const refuseWithoutExpression = ({ ExpressionAttributeNames, ExpressionAttributeValues }: Placeholders): void => {
  if (ExpressionAttributeNames !== undefined)
    throw validation('ExpressionAttributeNames can only be specified when using expressions');
  if (ExpressionAttributeValues !== undefined)
    throw validation('ExpressionAttributeValues can only be specified when using expressions');
};

const refuseUndefined = (expression: Parsed<unknown>, scope: Scope): void => {
  for (const name of expression.names)
    if (!Object.hasOwn(scope.names, name))
      throw invalidExpression(
        expression.kind,
        `An expression attribute name used in the document path is not defined; attribute name: ${name}`,
      );
  for (const value of expression.values)
    if (!Object.hasOwn(scope.values, value))
      throw invalidExpression(
        expression.kind,
        `An expression attribute value used in expression is not defined; attribute value: ${value}`,
      );
};

const refuseUnused = (
  label: string,
  given: Readonly<Record<string, unknown>>,
  used: readonly ReadonlySet<string>[],
) => {
  const unused = Object.keys(given).filter((name) => !used.some((names) => names.has(name)));
  if (unused.length > 0)
    throw validation(`Value provided in ${label} unused in expressions: keys: {${unused.join(', ')}}`);
};

/**
 * Ties a request's placeholders to its expressions. Throws ValidationException for placeholders that are malformed,
 * undefined or unused, and for operands of the wrong type.
 */
export const openScope = (input: Placeholders, given: readonly (Parsed<unknown> | undefined)[]): Scope => {
  const expressions = given.filter((expression) => expression !== undefined);
  if (expressions.length === 0) {
    refuseWithoutExpression(input);
    return NOTHING;
  }
  const names = input.ExpressionAttributeNames ?? {};
  if (input.ExpressionAttributeNames !== undefined) {
    checkNames(names);
    if (Object.keys(names).length === 0) throw validation('ExpressionAttributeNames must not be empty');
  }
  const values = admitAll(input.ExpressionAttributeValues ?? {});
  if (input.ExpressionAttributeValues !== undefined && Object.keys(values).length === 0)
    throw validation('ExpressionAttributeValues must not be empty');
  const scope: Scope = { names, values };
  for (const expression of expressions) {
    refuseUndefined(expression, scope);
    for (const check of expression.checks) {
      const fault = check(scope);
      if (fault !== undefined) throw invalidExpression(expression.kind, fault);
    }
  }
  refuseUnused(
    'ExpressionAttributeNames',
    names,
    expressions.map((expression) => expression.names),
  );
  refuseUnused(
    'ExpressionAttributeValues',
    values,
    expressions.map((expression) => expression.values),
  );
  return scope;
};

/** `openScope` made sure that it is there. */
export const valueOf = (scope: Scope, name: string): AttributeValue => scope.values[name] as AttributeValue;

/** The attribute name that a segment of a path as written stands for. */
export const nameOf = (scope: Scope, segment: string): string =>
  segment.startsWith('#') ? (scope.names[segment] as string) : segment;

/** A path with its placeholders replaced. Not to be resolved again: an attribute may be called `#name`. */
export type ResolvedPath = readonly (string | number)[];

export const resolvePath = (scope: Scope, path: Path): ResolvedPath =>
  path.map((segment) => (typeof segment === 'string' ? nameOf(scope, segment) : segment));

export const describePath = (path: ResolvedPath): string =>
  `[${path.map((segment) => (typeof segment === 'number' ? `[${segment}]` : segment)).join(', ')}]`;

/** As DynamoDB prints a value into its messages. */
export const describeValue = (value: AttributeValue): string =>
  `AttributeValue: {${Object.entries(value)
    .map(([type, content]) => `${type}:${String(content)}`)
    .join('')}}`;
