import { GetItemCommand, QueryCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { batchGet } from '@orderwire/store/batch-get';
import { cancellationReasons, conditionFailedAt } from '@orderwire/store/dynamo-errors';
import { retryConflicts } from '@orderwire/store/retry-conflicts';
import type { Movements } from '../application/movements.ts';
import { itemKey, LOW, movementKey, movementOf, movementRow, receiptKey, receiptOf, receiptRow } from './stock-rows.ts';
import { makeStockWrites, type StockTable } from './stock-writes.ts';

/** Sales of the item are in the way for milliseconds. */
const MAX_ATTEMPTS = 8;

/** In the Stock table: a row for each entry of an item's history, and one for each delivery's name. */
export const dynamoMovements = (table: StockTable): Movements => {
  const { dynamo, tableName } = table;
  const { putOf, putStock } = makeStockWrites(table);

  return {
    find: async (itemId, numbers) => {
      const keys = numbers.map((number) => movementKey(itemId, number));
      return (await batchGet(dynamo, tableName, keys)).map(movementOf);
    },

    receipt: async (itemId, name) => {
      const read = { TableName: tableName, Key: receiptKey(itemId, name), ConsistentRead: true };
      const { Item } = await dynamo.send(new GetItemCommand(read));
      return Item && receiptOf(Item);
    },

    save: async ({ stock, events, movement }, key, cause) => {
      const { itemId, number } = movement;
      const TransactItems = [
        { Put: putStock(stock, events, cause) },
        { Put: putOf(movementRow(movement), 1) },
        ...(key === undefined ? [] : [{ Put: putOf(receiptRow(itemId, { ...key, number }), 1) }]),
      ];
      try {
        await retryConflicts(() => dynamo.send(new TransactWriteItemsCommand({ TransactItems })), MAX_ATTEMPTS);
        return 'saved';
      } catch (error) {
        if (cancellationReasons(error)?.some((_, index) => conditionFailedAt(error, index))) return 'moved';
        throw error;
      }
    },

    low: async (limit, after) => {
      const { Items = [], LastEvaluatedKey: last } = await dynamo.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: 'low',
          KeyConditionExpression: 'low = :low',
          ExpressionAttributeValues: marshall({ ':low': LOW }),
          Limit: limit,
          ...(after !== undefined && { ExclusiveStartKey: { ...itemKey(after), low: { S: LOW } } }),
        }),
      );
      const itemIds = Items.map(({ pk }) => pk?.S?.slice('item/'.length) ?? '');
      return { itemIds, last: last && itemIds.at(-1) };
    },
  };
};
