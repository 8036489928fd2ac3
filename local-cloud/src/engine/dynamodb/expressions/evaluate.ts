import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { typeOf, type Item } from '../item.ts';
import { compareBytes, compareValues, sameValue } from '../values.ts';
import type { Comparator, Condition, Operand } from './condition-ast.ts';
import { valueAt } from './paths.ts';
import { valueOf, type Scope } from './scope.ts';

const EMPTY: Item = Object.freeze({});

/** Whether the condition holds; a missing item is one without attributes. */
export const holds = (condition: Condition, given: Item | undefined, scope: Scope): boolean => {
  const item = given ?? EMPTY;
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, item, scope) && holds(condition.right, item, scope);
    case 'or':
      return holds(condition.left, item, scope) || holds(condition.right, item, scope);
    case 'not':
      return !holds(condition.of, item, scope);
    case 'compare':
      return compares(condition.operator, read(condition.left, item, scope), read(condition.right, item, scope));
    case 'between': {
      const value = read(condition.operand, item, scope);
      return (
        compares('>=', value, read(condition.low, item, scope)) &&
        compares('<=', value, read(condition.high, item, scope))
      );
    }
    case 'in': {
      const value = read(condition.operand, item, scope);
      return condition.options.some((option) => compares('=', value, read(option, item, scope)));
    }
    case 'attribute_exists':
      return read(condition.operand, item, scope) !== undefined;
    case 'attribute_not_exists':
      return read(condition.operand, item, scope) === undefined;
    case 'attribute_type':
    case 'begins_with':
    case 'contains':
      return applies(condition.kind, read(condition.operand, item, scope), read(condition.argument, item, scope));
  }
};

const applies = (
  name: 'attribute_type' | 'begins_with' | 'contains',
  value: AttributeValue | undefined,
  argument: AttributeValue | undefined,
): boolean => {
  if (value === undefined || argument === undefined) return false;
  if (name === 'attribute_type') return typeOf(value) === argument.S;
  return name === 'begins_with' ? beginsWith(value, argument) : contains(value, argument);
};

const read = (operand: Operand, item: Item, scope: Scope): AttributeValue | undefined => {
  if (operand.kind === 'path') return valueAt(item, operand.path, scope);
  if (operand.kind === 'value') return valueOf(scope, operand.name);
  const value = read(operand.of, item, scope);
  const size = value === undefined ? undefined : lengthOf(value);
  return size === undefined ? undefined : { N: String(size) };
};

/** `size` is not defined for N, BOOL and NULL: a comparison with it is then false. */
const lengthOf = (value: AttributeValue): number | undefined => {
  if (value.S !== undefined) return value.S.length;
  if (value.B !== undefined) return value.B.byteLength;
  if (value.M !== undefined) return Object.keys(value.M).length;
  return (value.L ?? value.SS ?? value.NS ?? value.BS)?.length;
};

/** Nothing equals a missing attribute, so `<>` holds for it; values of different types have no order. */
const compares = (
  operator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean => {
  if (operator === '=') return left !== undefined && right !== undefined && sameValue(left, right);
  if (operator === '<>') return left === undefined || right === undefined || !sameValue(left, right);
  const order = left === undefined || right === undefined ? undefined : compareValues(left, right);
  if (order === undefined) return false;
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
};

/** For two strings or two binaries; false for anything else. */
export const beginsWith = (value: AttributeValue, prefix: AttributeValue): boolean => {
  if (value.S !== undefined) return prefix.S !== undefined && value.S.startsWith(prefix.S);
  if (value.B === undefined || prefix.B === undefined) return false;
  return compareBytes(value.B.subarray(0, prefix.B.byteLength), prefix.B) === 0;
};

const contains = (value: AttributeValue, part: AttributeValue): boolean => {
  if (value.S !== undefined) return part.S !== undefined && value.S.includes(part.S);
  if (value.L !== undefined) return value.L.some((element) => sameValue(element, part));
  if (value.SS !== undefined) return part.S !== undefined && value.SS.includes(part.S);
  if (value.NS !== undefined) return part.N !== undefined && value.NS.includes(part.N);
  const bytes = part.B;
  if (bytes === undefined) return false;
  if (value.B !== undefined) return Buffer.from(value.B).includes(Buffer.from(bytes));
  return value.BS?.some((member) => compareBytes(member, bytes) === 0) === true;
};
