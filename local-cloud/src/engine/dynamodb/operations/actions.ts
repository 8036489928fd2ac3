import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { admitItem } from '../admit.ts';
import { applyUpdate } from '../apply-update.ts';
import type { Context, Table } from '../context.ts';
import { validation } from '../errors.ts';
import { conditionOf, updateOf } from '../expressions/cache.ts';
import type { Condition } from '../expressions/condition-ast.ts';
import { holds } from '../expressions/evaluate.ts';
import {
  openScope,
  resolvePath,
  type Parsed,
  type Placeholders,
  type ResolvedPath,
  type Scope,
} from '../expressions/scope.ts';
import type { UpdateAction } from '../expressions/update.ts';
import { checkIndexKeys } from '../indexes.ts';
import { checkEnum, required } from '../input.ts';
import type { Item } from '../item.ts';
import { checkItemKey, checkKey, keyDefinitions, refuseEmptyKeys, type Key } from '../keys.ts';
import { sizeOfItem } from '../sizes.ts';
import type { Row } from '../state.ts';
import { checkSize, currentRow, planNothing, planWrite, type Write } from '../write.ts';

/**
 * A single write and an action of a transaction are the same thing, done in three steps. *Prepare* (here) checks the
 * request without any table; *locate* checks it against the table's schema; *plan* looks at the item. In a transaction
 * only faults of the first kind refuse the request, the others cancel it.
 */
export interface Action {
  readonly table: Table;
  readonly key: Key;
  /** Whether a failed condition hands out the item: `ReturnValuesOnConditionCheckFailure`. */
  readonly showsItem: boolean;
  readonly condition: Condition | undefined;
  readonly scope: Scope;
  /** Paths that an update touches. */
  readonly paths: readonly ResolvedPath[];
  /** What to write once the condition holds. Throws ValidationException where the item does not suit the request. */
  plan(): Write;
}

export interface Prepared {
  /** The size of the request in bytes: an item or a key, and values. It limits a transaction. */
  payload(): number;
  /** Throws ValidationException where the request does not suit the table. */
  locate(): Action;
}

export interface ConditionalInput extends Placeholders {
  readonly TableName?: string | undefined;
  readonly ConditionExpression?: string | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: string | undefined;
}
type KeyInput = ConditionalInput & { readonly Key?: Record<string, AttributeValue> | undefined };
type ItemInput = ConditionalInput & { readonly Item?: Record<string, AttributeValue> | undefined };

/** Whether the action's condition holds for the item as it is. */
export const isAllowed = ({ condition, table, key, scope }: Action): boolean =>
  condition === undefined || holds(condition, currentRow(table, key)?.item, scope);

const NO_PATHS: readonly ResolvedPath[] = [];

/** What all four share. The table must exist: a missing one refuses a transaction too. */
const prepare = (context: Context, input: ConditionalInput, update?: Parsed<readonly UpdateAction[]>) => {
  const wanted = input.ReturnValuesOnConditionCheckFailure;
  checkEnum(wanted, 'returnValuesOnConditionCheckFailure', ['ALL_OLD', 'NONE']);
  const condition = conditionOf(input.ConditionExpression);
  return {
    scope: openScope(input, [update, condition]),
    table: context.tableOf(input.TableName),
    condition: condition?.ast,
    showsItem: wanted === 'ALL_OLD',
    paths: NO_PATHS,
  };
};

/** Written out, because spreading costs as much as the rest of a small write. */
const actionOf = (
  { scope, table, condition, showsItem, paths }: Omit<Action, 'key' | 'plan'>,
  key: Key,
  plan: Action['plan'],
): Action => ({ scope, table, condition, showsItem, paths, key, plan });

/** An empty key refuses a transaction too, and is no reason to cancel it. */
const withKeys = ({ definition }: Table, item: Item): Item => {
  refuseEmptyKeys(definition, item);
  return item;
};

const givenKey = (table: Table, { Key }: KeyInput): Item => withKeys(table, admitItem(required(Key, 'key')));

export const preparePut = (context: Context, input: ItemInput): Prepared => {
  const prepared = prepare(context, input);
  const { table, scope } = prepared;
  const item = withKeys(table, admitItem(required(input.Item, 'item')));
  const size = checkSize(item, 'put');
  return {
    payload: () => size + sizeOfItem(scope.values),
    locate: () => {
      const key = checkItemKey(table.definition, item);
      checkIndexKeys(table.definition, item);
      return actionOf(prepared, key, () => planWrite(table, key, currentRow(table, key), { item, size }));
    },
  };
};

/** What the three that name an item by its key share. */
const preparedByKey = (
  prepared: ReturnType<typeof prepare>,
  given: Item,
  plan: (key: Key, before: Row | undefined) => Write,
): Prepared => {
  const { table, scope, paths } = prepared;
  return {
    payload: () => sizeOfItem(given) + sizeOfItem(scope.values),
    locate: () => {
      const key = checkKey(table.definition, given);
      refuseKeyChange(table, paths);
      return actionOf(prepared, key, () => plan(key, currentRow(table, key)));
    },
  };
};

export const prepareDelete = (context: Context, input: KeyInput): Prepared => {
  const prepared = prepare(context, input);
  const { table } = prepared;
  return preparedByKey(prepared, givenKey(table, input), (key, before) => planWrite(table, key, before, undefined));
};

export const prepareCheck = (context: Context, input: KeyInput): Prepared => {
  required(input.ConditionExpression, 'conditionExpression');
  const prepared = prepare(context, input);
  const { table } = prepared;
  return preparedByKey(prepared, givenKey(table, input), (key, before) => planNothing(table, key, before));
};

const refuseKeyChange = (table: Table, paths: readonly ResolvedPath[]): void => {
  for (const { name } of keyDefinitions(table.definition))
    if (paths.some(([head]) => head === name))
      throw validation(
        `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
      );
};

export const prepareUpdate = (
  context: Context,
  input: KeyInput & { readonly UpdateExpression?: string | undefined },
): Prepared => {
  const update = updateOf(input.UpdateExpression);
  const prepared = prepare(context, input, update);
  const { table, scope } = prepared;
  const actions = update?.ast ?? [];
  const paths = actions.map(({ path }) => resolvePath(scope, path));
  return preparedByKey({ ...prepared, paths }, givenKey(table, input), (key, before) => {
    if (before === undefined && onlyRemoves(actions)) return planNothing(table, key, before);
    const item = applyUpdate(actions, before?.item ?? key.item, scope);
    checkIndexKeys(table.definition, item);
    return planWrite(table, key, before, { item, size: checkSize(item, 'update') });
  });
};

/** Such an update makes no item, whatever its paths; one without any action does. */
const onlyRemoves = (actions: readonly UpdateAction[]): boolean =>
  actions.length > 0 && actions.every(({ kind }) => kind === 'remove');
