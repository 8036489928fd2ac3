import { hash } from 'node:crypto';
import type { TransactWriteItem, TransactWriteItemsInput, TransactWriteItemsOutput } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../contract.ts';
import { release } from '../admit.ts';
import { consumedCapacity, mergeUnits, type Units } from '../capacity.ts';
import type { Context } from '../context.ts';
import {
  CONDITION_FAILED_MESSAGE,
  CONFLICT_MESSAGE,
  idempotentParameterMismatch,
  transactionCanceled,
  validation,
  type CancellationReason,
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
  type Locate,
} from './actions.ts';
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
export const MAXIMUM_TRANSACTION_BYTES = 4 * 1024 * 1024;
const TOKEN_LIFE_MS = 10 * 60 * 1000;
const MAXIMUM_TOKEN_LENGTH = 36;

const NO_REASON: CancellationReason = Object.freeze({ Code: 'None' });

/** DynamoDB prints the whole list into this message; the numbers are enough here. */
export const checkCount = (count: number): void => {
  const limit = count === 0 ? 'greater than or equal to 1' : `less than or equal to ${MAXIMUM_ACTIONS}`;
  if (count === 0 || count > MAXIMUM_ACTIONS)
    throw validation(
      `1 validation error detected: Value '[${count} items]' at 'transactItems' failed to satisfy constraint: Member must have length ${limit}`,
    );
};

const prepare = (context: Context, item: TransactWriteItem): Locate => {
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

const refuseSameItem = (actions: readonly (Action | undefined)[]): void => {
  const seen = new Set<string>();
  for (const action of actions) {
    if (action === undefined) continue;
    const item = `${action.table.definition.name}/${action.key.id}`;
    if (seen.has(item)) throw validation('Transaction request cannot include multiple operations on one item');
    seen.add(item);
  }
};

/** A value, or the reason why there is none. */
type Attempt<T> = { readonly value: T } | { readonly reason: CancellationReason };

/** Turns the fault of one action into its cancellation reason. */
const attempt = <T>(step: () => T): Attempt<T> => {
  try {
    return { value: step() };
  } catch (error) {
    if (!(error instanceof AwsError) || error.name !== 'ValidationException') throw error;
    return { reason: { Code: 'ValidationError', Message: error.message } };
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

/** A transaction that is cancelled has been prepared all the same: it is charged by the items that it met. */
const chargeCancelled = (context: Context, located: readonly Attempt<Action>[]): void => {
  for (const each of located)
    if ('value' in each) {
      const { table, key } = each.value;
      context.charge(table, unitsOf(planNothing(table, key, currentRow(table, key)), true));
    }
};

const planAll = (context: Context, locates: readonly Locate[]): readonly Write[] => {
  const located = locates.map((locate) => attempt(locate));
  refuseSameItem(located.map((each) => ('value' in each ? each.value : undefined)));
  const planned = located.map((each) => ('value' in each ? planOf(context, each.value) : each));
  if (planned.some((each) => 'reason' in each)) {
    chargeCancelled(context, located);
    throw transactionCanceled(planned.map((each) => ('reason' in each ? each.reason : NO_REASON)));
  }
  const writes = planned.flatMap((each) => ('value' in each ? [each.value] : []));
  const bytes = writes.reduce((sum, { before, after }) => sum + ((after ?? before)?.size ?? 0), 0);
  if (bytes > MAXIMUM_TRANSACTION_BYTES) throw validation('The aggregate size of the items exceeds 4 MB');
  return writes;
};

const digestOf = (items: readonly TransactWriteItem[]): string => hash('sha256', JSON.stringify(items), 'base64');

/** Tokens leave in the order in which they came, so that the oldest are always in front. */
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
    const locates = items.map((item) => prepare(context, item));
    const { tokens } = context.state;
    const now = context.environment.now();
    forgetTokens(tokens, now);
    const digest = token === undefined ? '' : digestOf(items);
    const used = token === undefined ? undefined : tokens.get(token);
    if (used !== undefined) {
      if (used.digest !== digest) throw idempotentParameterMismatch();
      return answerAgain(context, used, input.ReturnConsumedCapacity);
    }
    const writes = planAll(context, locates);
    for (const write of writes) commit(context, write);
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
