import { hash } from 'node:crypto';
import type { TransactWriteItem, TransactWriteItemsInput, TransactWriteItemsOutput } from '@aws-sdk/client-dynamodb';
import { release } from '../admit.ts';
import { consumedCapacity, mergeUnits, type Units } from '../capacity.ts';
import type { Context } from '../context.ts';
import {
  CONDITION_FAILED_MESSAGE,
  CONFLICT_MESSAGE,
  idempotentParameterMismatch,
  transactionCanceled,
  validation,
} from '../errors.ts';
import { checkEnum, checkReturnCapacity, refuseUnknown, required } from '../input.ts';
import type { UsedToken } from '../state.ts';
import { commit, currentRow, planNothing, unitsOf, type Write } from '../write.ts';
import {
  isAllowed,
  prepareCheck,
  prepareDelete,
  preparePut,
  prepareUpdate,
  type Action,
  type Prepared,
} from './actions.ts';
import { attempt, locateAll, NO_REASON, type Attempt } from './cancelling.ts';
import { unitsOfRead } from './get-item.ts';

const KNOWN = new Set(['TransactItems', 'ClientRequestToken', 'ReturnConsumedCapacity', 'ReturnItemCollectionMetrics']);
const ACTION_PARAMETERS = new Set([
  'TableName',
  'Key',
  'Item',
  'UpdateExpression',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValuesOnConditionCheckFailure',
]);

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html */
const MAXIMUM_ACTIONS = 100;
const MAXIMUM_TRANSACTION_BYTES = 4 * 1024 * 1024;
const TOKEN_LIFE_MS = 10 * 60 * 1000;
const MAXIMUM_TOKEN_LENGTH = 36;

/** DynamoDB prints the whole list into this message; the numbers are enough here. */
export const checkCount = (count: number): void => {
  const limit = count === 0 ? 'greater than or equal to 1' : `less than or equal to ${MAXIMUM_ACTIONS}`;
  if (count === 0 || count > MAXIMUM_ACTIONS)
    throw validation(
      `1 validation error detected: Value '[${count} items]' at 'transactItems' failed to satisfy constraint: Member must have length ${limit}`,
    );
};

export const checkTransactionBytes = (bytes: number): void => {
  if (bytes > MAXIMUM_TRANSACTION_BYTES)
    throw validation('The aggregate size of the items in the transaction cannot exceed 4 MB');
};

const prepare = (context: Context, item: TransactWriteItem): Prepared => {
  const given = Object.entries(item).filter(([, action]) => action !== undefined);
  if (given.length !== 1) throw validation('TransactItems can only contain one of Check, Put, Update or Delete');
  const { ConditionCheck, Put, Update, Delete } = item;
  for (const [name, action] of given) refuseUnknown(`TransactWriteItems.${name}`, action as object, ACTION_PARAMETERS);
  if (Put !== undefined) return preparePut(context, Put);
  if (Delete !== undefined) return prepareDelete(context, Delete);
  if (ConditionCheck !== undefined) return prepareCheck(context, ConditionCheck);
  if (Update !== undefined) {
    required(Update.UpdateExpression, 'updateExpression');
    return prepareUpdate(context, Update);
  }
  throw validation('TransactItems can only contain one of Check, Put, Update or Delete');
};

const refuseSameItem = (actions: readonly Action[]): void => {
  const seen = new Set<string>();
  for (const action of actions) {
    const item = `${action.table.definition.name}/${action.key.id}`;
    if (seen.has(item)) throw validation('Transaction request cannot include multiple operations on one item');
    seen.add(item);
  }
};

const planOf = (context: Context, action: Action): Attempt<Write> => {
  const { table, key } = action;
  if (context.isHeld(table, key.item)) return { reason: { Code: 'TransactionConflict', Message: CONFLICT_MESSAGE } };
  if (isAllowed(action)) return attempt(() => action.plan());
  const row = action.showsItem ? currentRow(table, key) : undefined;
  return {
    reason: {
      Code: 'ConditionalCheckFailed',
      Message: CONDITION_FAILED_MESSAGE,
      ...(row !== undefined && { Item: release(row.item, row.binary) }),
    },
  };
};

/** A cancelled transaction was prepared nevertheless, so it is charged by the items that it met. */
const chargeCancelled = (context: Context, actions: readonly Action[]): void => {
  for (const { table, key } of actions)
    context.charge(table, unitsOf(planNothing(table, key, currentRow(table, key)), true));
};

const planAll = (context: Context, prepared: readonly Prepared[]): readonly Write[] => {
  const actions = locateAll(prepared.map((each) => () => each.locate()));
  refuseSameItem(actions);
  const planned = actions.map((action) => planOf(context, action));
  if (planned.some((each) => 'reason' in each)) {
    chargeCancelled(context, actions);
    throw transactionCanceled(planned.map((each) => ('reason' in each ? each.reason : NO_REASON)));
  }
  return planned.flatMap((each) => ('value' in each ? [each.value] : []));
};

/** Only the request's own size counts: deleting a large item counts as its key. */
const checkPayload = (prepared: readonly Prepared[]): void => {
  checkTransactionBytes(prepared.reduce((sum, each) => sum + each.payload(), 0));
};

const digestOf = (items: readonly TransactWriteItem[]): string => hash('sha256', JSON.stringify(items), 'base64');

/** Tokens expire in the order in which they came, so the oldest are always first. */
const forgetTokens = (tokens: Map<string, UsedToken>, now: number): void => {
  for (const [token, { expiresAt }] of tokens) {
    if (expiresAt > now) return;
    tokens.delete(token);
  }
};

const chargeAll = (context: Context, all: readonly Units[], wanted: string | undefined): TransactWriteItemsOutput => {
  const merged = mergeUnits(all);
  for (const units of merged) context.charge(context.tableOf(units.tableName), units);
  const consumed = merged.flatMap((units) => consumedCapacity(units, wanted, true) ?? []);
  return consumed.length === 0 ? {} : { ConsumedCapacity: consumed };
};

/** The same again within ten minutes does nothing and succeeds, at the price of reading what was written. */
const answerAgain = (context: Context, used: UsedToken, wanted: string | undefined): TransactWriteItemsOutput =>
  chargeAll(
    context,
    used.touched.map(({ tableName, bytes }) => unitsOfRead(context.tableOf(tableName), bytes, 'transactional')),
    wanted,
  );

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
export const makeTransactWriteItems =
  (context: Context) =>
  (input: TransactWriteItemsInput): TransactWriteItemsOutput => {
    refuseUnknown('TransactWriteItems', input, KNOWN);
    checkReturnCapacity(input.ReturnConsumedCapacity);
    checkEnum(input.ReturnItemCollectionMetrics, 'returnItemCollectionMetrics', ['SIZE', 'NONE']);
    const items = required(input.TransactItems, 'transactItems');
    checkCount(items.length);
    const token = input.ClientRequestToken;
    if (token !== undefined && (token.length < 1 || token.length > MAXIMUM_TOKEN_LENGTH))
      throw validation(
        `1 validation error detected: Value '${token}' at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or equal to ${MAXIMUM_TOKEN_LENGTH}`,
      );
    const prepared = items.map((item) => prepare(context, item));
    checkPayload(prepared);
    const { tokens } = context.state;
    const now = context.environment.now();
    const digest = token === undefined ? '' : digestOf(items);
    const used = token === undefined ? undefined : tokens.get(token);
    if (used !== undefined && used.expiresAt > now) {
      if (used.digest !== digest) throw idempotentParameterMismatch();
      return answerAgain(context, used, input.ReturnConsumedCapacity);
    }
    const writes = planAll(context, prepared);
    for (const write of writes) commit(context, write);
    forgetTokens(tokens, now);
    if (token !== undefined)
      tokens.set(token, {
        digest,
        expiresAt: now + TOKEN_LIFE_MS,
        touched: writes.map(({ table, before, after }) => ({
          tableName: table.definition.name,
          bytes: Math.max(before?.size ?? 0, after?.size ?? 0),
        })),
      });
    return chargeAll(
      context,
      writes.map((write) => unitsOf(write, true)),
      input.ReturnConsumedCapacity,
    );
  };
