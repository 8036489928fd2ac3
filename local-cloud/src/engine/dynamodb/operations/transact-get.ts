import type { TransactGetItemsInput, TransactGetItemsOutput } from '@aws-sdk/client-dynamodb';
import { admitItem } from '../admit.ts';
import { consumedCapacity, mergeUnits } from '../capacity.ts';
import type { Context } from '../context.ts';
import { CONFLICT_MESSAGE, transactionCanceled } from '../errors.ts';
import { projectionOf } from '../expressions/cache.ts';
import { openScope } from '../expressions/scope.ts';
import { checkReturnCapacity, refuseUnknown, required } from '../input.ts';
import { checkKey, refuseEmptyKeys } from '../keys.ts';
import { currentRow } from '../write.ts';
import { locateAll } from './cancelling.ts';
import { shown, unitsOfRead } from './get-item.ts';
import { checkCount, checkTransactionBytes } from './transact-write.ts';

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
    const prepared = items.map((item) => {
      const get = required(item.Get, 'transactItems.1.member.get');
      refuseUnknown('TransactGetItems.Get', get, GET_PARAMETERS);
      const projection = projectionOf(get.ProjectionExpression);
      const scope = openScope(get, [projection]);
      const table = context.tableOf(get.TableName);
      const given = admitItem(required(get.Key, 'key'));
      refuseEmptyKeys(table.definition, given);
      return { table, given, projection, scope };
    });
    const gets = locateAll(
      prepared.map(({ given, ...each }) => () => {
        const key = checkKey(each.table.definition, given);
        return { ...each, key, row: currentRow(each.table, key) };
      }),
    );
    const held = gets.map(({ table, key }) => context.isHeld(table, key.item));
    if (held.includes(true))
      throw transactionCanceled(
        held.map((each) => (each ? { Code: 'TransactionConflict', Message: CONFLICT_MESSAGE } : { Code: 'None' })),
      );
    checkTransactionBytes(gets.reduce((sum, { row }) => sum + (row?.size ?? 0), 0));
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
