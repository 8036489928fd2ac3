import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { validation } from './errors.ts';
import { valueAt } from './expressions/paths.ts';
import { resolvePath, valueOf, type ResolvedPath, type Scope } from './expressions/scope.ts';
import type { SetOperand, SetValue, UpdateAction } from './expressions/update.ts';
import { attributeOf, setAttribute, type Item } from './item.ts';
import { addNumbers, compareNumbers, subtractNumbers } from './numbers.ts';
import { compareBytes, compareText } from './values.ts';

const INVALID_PATH = 'The document path provided in the update expression is invalid for update';
const MISSING_ATTRIBUTE = 'The provided expression refers to an attribute that does not exist in the item';
const WRONG_TYPE = 'An operand in the update expression has an incorrect data type';

const operandValue = (operand: SetOperand, item: Item, scope: Scope): AttributeValue => {
  switch (operand.kind) {
    case 'value':
      return valueOf(scope, operand.name);
    case 'path': {
      const value = valueAt(item, operand.path, scope);
      if (value === undefined) throw validation(MISSING_ATTRIBUTE);
      return value;
    }
    case 'if_not_exists':
      return valueAt(item, operand.path, scope) ?? operandValue(operand.otherwise, item, scope);
    case 'list_append': {
      const left = operandValue(operand.left, item, scope).L;
      const right = operandValue(operand.right, item, scope).L;
      if (left === undefined || right === undefined) throw validation(WRONG_TYPE);
      return { L: [...left, ...right] };
    }
  }
};

const setValue = (value: SetValue, item: Item, scope: Scope): AttributeValue => {
  if (value.kind !== 'plus' && value.kind !== 'minus') return operandValue(value, item, scope);
  const left = operandValue(value.left, item, scope).N;
  const right = operandValue(value.right, item, scope).N;
  if (left === undefined || right === undefined) throw validation(WRONG_TYPE);
  return { N: value.kind === 'plus' ? addNumbers(left, right) : subtractNumbers(left, right) };
};

/** The members of both, or of the first without the second; sorted as sets are stored. */
const combine = <T>(
  given: readonly T[],
  other: readonly T[],
  kind: 'add' | 'delete',
  compare: (a: T, b: T) => number,
): T[] => {
  const isIn = (members: readonly T[], member: T) => members.some((each) => compare(each, member) === 0);
  return kind === 'delete'
    ? given.filter((member) => !isIn(other, member))
    : [...given, ...other.filter((member) => !isIn(given, member))].sort(compare);
};

const combineSets = (
  current: AttributeValue,
  operand: AttributeValue,
  kind: 'add' | 'delete',
): AttributeValue | undefined => {
  const nonEmpty = <T extends AttributeValue>(members: readonly unknown[], set: T) =>
    members.length === 0 ? undefined : set;
  if (current.SS !== undefined && operand.SS !== undefined) {
    const SS = combine(current.SS, operand.SS, kind, compareText);
    return nonEmpty(SS, { SS });
  }
  if (current.NS !== undefined && operand.NS !== undefined) {
    const NS = combine(current.NS, operand.NS, kind, compareNumbers);
    return nonEmpty(NS, { NS });
  }
  if (current.BS !== undefined && operand.BS !== undefined) {
    const BS = combine(current.BS, operand.BS, kind, compareBytes);
    return nonEmpty(BS, { BS });
  }
  throw validation(WRONG_TYPE);
};

/** What ADD or DELETE leaves at its path; undefined when nothing is left. */
const combined = (
  kind: 'add' | 'delete',
  current: AttributeValue | undefined,
  operand: AttributeValue,
): AttributeValue | undefined => {
  if (current === undefined) return kind === 'add' ? operand : undefined;
  if (kind === 'add' && operand.N !== undefined) {
    if (current.N === undefined) throw validation(WRONG_TYPE);
    return { N: addNumbers(current.N, operand.N) };
  }
  return combineSets(current, operand, kind);
};

/** Marks an element removed, since indexes in an expression mean the list as it was. */
const HOLE: AttributeValue = Object.freeze({ S: 'removed' });

/** Copies the way down to the path and puts `value` there; undefined removes. Lists keep a hole for `close`. */
const changeIn = (
  container: AttributeValue | undefined,
  path: ResolvedPath,
  at: number,
  value: AttributeValue | undefined,
): AttributeValue => {
  const segment = path[at];
  if (typeof segment === 'string') {
    if (container?.M === undefined) throw validation(INVALID_PATH);
    return { M: changeMap(container.M, path, at, segment, value) };
  }
  if (container?.L === undefined || segment === undefined) throw validation(INVALID_PATH);
  const list = [...container.L];
  const changed = at < path.length - 1 ? changeIn(list[segment], path, at + 1, value) : value;
  if (segment < list.length) list[segment] = changed ?? HOLE;
  else if (changed !== undefined) list.push(changed);
  return { L: list };
};

const changeMap = (
  map: Item,
  path: ResolvedPath,
  at: number,
  name: string,
  value: AttributeValue | undefined,
): Record<string, AttributeValue> => {
  const changed = at < path.length - 1 ? changeIn(attributeOf(map, name), path, at + 1, value) : value;
  const copy: Record<string, AttributeValue> = {};
  for (const each of Object.keys(map)) if (each !== name) setAttribute(copy, each, map[each] as AttributeValue);
  if (changed !== undefined) setAttribute(copy, name, changed);
  return copy;
};

/** Freezes what the update created, and closes gaps in lists. What is frozen already did not change. */
const close = (value: AttributeValue): AttributeValue => {
  if (Object.isFrozen(value)) return value;
  if (value.L !== undefined)
    return Object.freeze({ L: Object.freeze(value.L.filter((each) => each !== HOLE).map(close)) as AttributeValue[] });
  if (value.M !== undefined) return Object.freeze({ M: closeMap(value.M, NONE) });
  for (const member of Object.values(value) as unknown[]) if (Array.isArray(member)) Object.freeze(member);
  return Object.freeze(value);
};

const NONE: ReadonlySet<string> = new Set();

const closeMap = (map: Item, without: ReadonlySet<string>): Record<string, AttributeValue> => {
  const closed: Record<string, AttributeValue> = {};
  for (const name of Object.keys(map))
    if (!without.has(name)) setAttribute(closed, name, close(map[name] as AttributeValue));
  return Object.freeze(closed);
};

/** Sets beyond the end of a list append in the order of their indexes; elements removed leave no trace. */
const lastIndex = (path: ResolvedPath): number => {
  const last = path[path.length - 1];
  return typeof last === 'number' ? last : 0;
};

interface Effect {
  readonly path: ResolvedPath;
  readonly value: AttributeValue | undefined;
}

const effectOf = (action: UpdateAction, item: Item, scope: Scope): Effect => {
  const path = resolvePath(scope, action.path);
  if (action.kind === 'remove') return { path, value: undefined };
  if (action.kind === 'set') return { path, value: setValue(action.value, item, scope) };
  const current = valueAt(item, action.path, scope);
  return { path, value: combined(action.kind, current, valueOf(scope, action.name)) };
};

/**
 * The item after the update, frozen and sharing all that did not change. Every operand reads the item as it was.
 * Throws ValidationException where the item does not suit the expression.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
export const applyUpdate = (actions: readonly UpdateAction[], item: Item, scope: Scope): Item => {
  const effects = actions.map((action) => effectOf(action, item, scope));
  effects.sort((a, b) => lastIndex(a.path) - lastIndex(b.path));
  const draft: Record<string, AttributeValue> = { ...item };
  const removed = new Set<string>();
  for (const { path, value } of effects) {
    const name = path[0] as string;
    if (path.length > 1) setAttribute(draft, name, changeIn(attributeOf(draft, name), path, 1, value));
    else if (value === undefined) removed.add(name);
    else setAttribute(draft, name, value);
  }
  return closeMap(draft, removed);
};
