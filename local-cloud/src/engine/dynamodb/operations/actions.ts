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
import { checkItemKey, checkKey, keyDefinitions, refuseEmptyKeys, type Key } from '../keys.ts';
import { currentRow, planNothing, planWrite, type Write } from '../write.ts';

/**
 * A single write and an action of a transaction are the same thing, done in three steps. *Prepare* (here) finds what is
 * wrong with the request whatever the tables are; *locate* holds it against the table's schema; *plan* looks at the item.
 * In a transaction only faults of the first kind refuse the request, the others cancel it.
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

/** Throws ValidationException where the request does not suit the table. */
export type Locate = () => Action;

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

/** Written out, as spreading costs as much as the rest of a small write. */
const actionOf = (
  { scope, table, condition, showsItem, paths }: Omit<Action, 'key' | 'plan'>,
  key: Key,
  plan: Action['plan'],
): Action => ({ scope, table, condition, showsItem, paths, key, plan });

export const preparePut = (context: Context, input: ItemInput): Locate => {
  const prepared = prepare(context, input);
  const { table } = prepared;
  const item = admitItem(required(input.Item, 'item'));
  // In a transaction too this refuses the request, and is no reason to cancel it.
  refuseEmptyKeys(table.definition, item);
  return () => {
    const key = checkItemKey(table.definition, item);
    checkIndexKeys(table.definition, item);
    return actionOf(prepared, key, () => planWrite(table, key, currentRow(table, key), item, 'put'));
  };
};

export const prepareDelete = (context: Context, input: KeyInput): Locate => {
  const prepared = prepare(context, input);
  const { table } = prepared;
  const given = admitItem(required(input.Key, 'key'));
  return () => {
    const key = checkKey(table.definition, given);
    return actionOf(prepared, key, () => planWrite(table, key, currentRow(table, key), undefined, 'put'));
  };
};

export const prepareCheck = (context: Context, input: KeyInput): Locate => {
  required(input.ConditionExpression, 'conditionExpression');
  const prepared = prepare(context, input);
  const { table } = prepared;
  const given = admitItem(required(input.Key, 'key'));
  return () => {
    const key = checkKey(table.definition, given);
    return actionOf(prepared, key, () => planNothing(table, key, currentRow(table, key)));
  };
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
): Locate => {
  const update = updateOf(input.UpdateExpression);
  const prepared = prepare(context, input, update);
  const { table, scope } = prepared;
  const given = admitItem(required(input.Key, 'key'));
  const actions = update?.ast ?? [];
  const paths = actions.map(({ path }) => resolvePath(scope, path));
  return () => {
    const key = checkKey(table.definition, given);
    refuseKeyChange(table, paths);
    const plan = () => {
      const before = currentRow(table, key);
      return planWrite(table, key, before, applyUpdate(actions, before?.item ?? key.item, scope), 'update');
    };
    return actionOf({ ...prepared, paths }, key, plan);
  };
};
