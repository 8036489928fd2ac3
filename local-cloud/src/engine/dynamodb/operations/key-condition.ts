import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { KeyDefinition } from '../../../template/model.ts';
import { countWhile } from '../../count-while.ts';
import { validation } from '../errors.ts';
import type { Condition, Operand } from '../expressions/condition-ast.ts';
import { beginsWith } from '../expressions/evaluate.ts';
import { invalidExpression } from '../expressions/reader.ts';
import { resolvePath, valueOf, type Scope } from '../expressions/scope.ts';
import { typeOf } from '../item.ts';
import { encodeKey } from '../keys.ts';
import type { Place } from '../rows.ts';
import { compareValues } from '../values.ts';

/** One leaf of a key condition: `attribute operator operands`. */
interface Leaf {
  readonly name: string;
  readonly operator: '=' | '<' | '<=' | '>' | '>=' | 'BETWEEN' | 'begins_with';
  readonly operands: readonly [AttributeValue, ...AttributeValue[]];
}

const notSupported = () => validation('Query key condition not supported');

const MIRRORED = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

const leaf = (operator: Leaf['operator'], on: Operand, given: readonly Operand[], scope: Scope): Leaf => {
  const [first, ...others] = given.map((operand) => {
    if (operand.kind !== 'value') throw notSupported();
    return valueOf(scope, operand.name);
  });
  if (on.kind !== 'path' || on.path.length !== 1 || first === undefined) throw notSupported();
  return { name: String(resolvePath(scope, on.path)[0]), operator, operands: [first, ...others] };
};

const leavesOf = (condition: Condition, scope: Scope): readonly Leaf[] => {
  switch (condition.kind) {
    case 'and':
      return [...leavesOf(condition.left, scope), ...leavesOf(condition.right, scope)];
    case 'compare': {
      const { operator, left, right } = condition;
      if (operator === '<>') throw invalidOperator('<>');
      return left.kind === 'value'
        ? [leaf(MIRRORED[operator], right, [left], scope)]
        : [leaf(operator, left, [right], scope)];
    }
    case 'between':
      return [leaf('BETWEEN', condition.operand, [condition.low, condition.high], scope)];
    case 'begins_with':
      return [leaf('begins_with', condition.operand, [condition.argument], scope)];
    default:
      throw invalidOperator(
        condition.kind.startsWith('attr') || condition.kind === 'contains'
          ? condition.kind
          : condition.kind.toUpperCase(),
      );
  }
};

const invalidOperator = (operator: string) =>
  invalidExpression('KeyConditionExpression', `Invalid operator used in KeyConditionExpression: ${operator}`);

const checkOperands = ({ operands, operator }: Leaf, key: KeyDefinition): void => {
  for (const operand of operands) {
    if (typeOf(operand) !== key.type)
      throw validation(
        'One or more parameter values were invalid: Condition parameter type does not match schema type',
      );
    const empty = operand.S === '' ? 'string' : operand.B?.byteLength === 0 ? 'binary' : undefined;
    if (empty !== undefined && operator !== 'begins_with')
      throw validation(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${empty} value. Key: ${key.name}`,
      );
  }
};

/** What a query asks for: one partition, and a stretch of it. */
export interface KeyRange {
  readonly hash: string;
  /** The rows of the partition that satisfy the condition on the range key; they always lie next to each other. */
  within(rows: readonly Place[]): { readonly from: number; readonly to: number };
}

const orderOf = (row: Place, operand: AttributeValue): number =>
  row.range === undefined ? 0 : (compareValues(row.range, operand) ?? 0);

const stretch = ({ operator, operands }: Leaf, rows: readonly Place[]): { from: number; to: number } => {
  const [first, second = first] = operands;
  const below = (operand: AttributeValue) => countWhile(rows, (row) => orderOf(row, operand) < 0);
  const upTo = (operand: AttributeValue) => countWhile(rows, (row) => orderOf(row, operand) <= 0);
  switch (operator) {
    case '=':
      return { from: below(first), to: upTo(first) };
    case '<':
      return { from: 0, to: below(first) };
    case '<=':
      return { from: 0, to: upTo(first) };
    case '>':
      return { from: upTo(first), to: rows.length };
    case '>=':
      return { from: below(first), to: rows.length };
    case 'BETWEEN':
      return { from: below(first), to: upTo(second) };
    case 'begins_with': {
      const from = below(first);
      const matches = countWhile(rows.slice(from), (row) => row.range !== undefined && beginsWith(row.range, first));
      return { from, to: from + matches };
    }
  }
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html */
export const keyRangeOf = (
  condition: Condition,
  scope: Scope,
  schema: { readonly hashKey: KeyDefinition; readonly rangeKey?: KeyDefinition },
): KeyRange => {
  const leaves = leavesOf(condition, scope);
  if (leaves.length > 2) throw validation('Conditions can be of length 1 or 2 only');
  if (new Set(leaves.map(({ name }) => name)).size < leaves.length)
    throw validation('KeyConditionExpressions must only contain one condition per key');
  const hash = leaves.find(({ name }) => name === schema.hashKey.name);
  if (hash === undefined) throw validation(`Query condition missed key schema element: ${schema.hashKey.name}`);
  const other = leaves.find((each) => each !== hash);
  if (other !== undefined && other.name !== schema.rangeKey?.name)
    throw schema.rangeKey === undefined
      ? notSupported()
      : validation(`Query condition missed key schema element: ${schema.rangeKey.name}`);
  if (hash.operator !== '=') throw notSupported();
  checkOperands(hash, schema.hashKey);
  if (other !== undefined && schema.rangeKey !== undefined) checkOperands(other, schema.rangeKey);
  return {
    hash: encodeKey(hash.operands[0]),
    within: (rows) => (other === undefined ? { from: 0, to: rows.length } : stretch(other, rows)),
  };
};
