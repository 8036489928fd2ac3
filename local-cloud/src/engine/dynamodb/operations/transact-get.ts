import type { TransactGetItemsInput, TransactGetItemsOutput } from '@aws-sdk/client-dynamodb';
import { consumedCapacity, mergeUnits } from '../capacity.ts';
import type { Context } from '../context.ts';
import { CONFLICT_MESSAGE, transactionCanceled, validation } from '../errors.ts';
import { projectionOf } from '../expressions/cache.ts';
import { openScope } from '../expressions/scope.ts';
import { checkReturnCapacity, refuseUnknown, required } from '../input.ts';
import { keyFromInput } from '../keys.ts';
import { currentRow } from '../write.ts';
import { shown, unitsOfRead } from './get-item.ts';
import { checkCount, MAXIMUM_TRANSACTION_BYTES } from './transact-write.ts';

const KNOWN = new Set(['TransactItems', 'ReturnConsumedCapacity']);
const GET_PARAMETERS = new Set(['TableName', 'Key', 'ProjectionExpression', 'ExpressionAttributeNames']);

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html */
export const makeTransactGetItems =
  (context: Context) =>
  (input: TransactGetItemsInput): TransactGetItemsOutput => {
    refuseUnknown('TransactGetItems', input, KNOWN);
    checkReturnCapacity(input.ReturnConsumedCapacity);
    const items = required(input.TransactItems, 'transactItems');
    checkCount(items.length);
    const gets = items.map((item) => {
      const get = required(item.Get, 'transactItems.1.member.get');
      refuseUnknown('TransactGetItems.Get', get, GET_PARAMETERS);
      const projection = projectionOf(get.ProjectionExpression);
      const scope = openScope(get, [projection]);
      const table = context.tableOf(get.TableName);
      const key = keyFromInput(table.definition, get.Key);
      return { table, key, projection, scope, row: currentRow(table, key) };
    });
    const held = gets.map(({ table, key }) => context.isHeld(table, key.item));
    if (held.includes(true))
      throw transactionCanceled(
        held.map((each) => (each ? { Code: 'TransactionConflict', Message: CONFLICT_MESSAGE } : { Code: 'None' })),
      );
    if (gets.reduce((sum, { row }) => sum + (row?.size ?? 0), 0) > MAXIMUM_TRANSACTION_BYTES)
      throw validation('The aggregate size of the items exceeds 4 MB');
    const merged = mergeUnits(gets.map(({ table, row }) => unitsOfRead(table, row?.size ?? 0, 'transactional')));
    for (const units of merged) context.charge(context.tableOf(units.tableName), units);
    const consumed = merged.flatMap((units) => consumedCapacity(units, input.ReturnConsumedCapacity, true) ?? []);
    return {
      Responses: gets.map(({ row, projection, scope }) =>
        row === undefined ? {} : { Item: shown(row, projection, scope) },
      ),
      ...(consumed.length > 0 && { ConsumedCapacity: consumed }),
    };
  };
