import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { amountMinor, currency, vatClass } from '@orderwire/events-schema/common';
import { batchGet } from '@orderwire/store/batch-get';
import { isConditionFailed } from '@orderwire/store/dynamo-errors';
import { retryConflicts } from '@orderwire/store/retry-conflicts';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import type { Prices } from '../application/ports.ts';
import { itemKey, rowKey } from './keys.ts';

const readPrice = rowReader(
  'price',
  z.object({ itemId: z.string(), title: z.string(), priceMinor: amountMinor, vatClass, currency }),
);

/** The copy of the catalogue's prices, in the orders' own table. These rows carry no outbox and publish nothing. */
export const dynamoPrices = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): Prices => ({
  find: async (itemIds) => {
    const items = await batchGet(
      deps.dynamo,
      deps.tableName,
      itemIds.map((itemId) => rowKey(itemKey(itemId))),
    );
    return new Map(items.map(readPrice).map((price) => [price.itemId, price]));
  },

  keep: async (price, sequence) => {
    const put = new PutItemCommand({
      TableName: deps.tableName,
      Item: marshall({ ...price, pk: itemKey(price.itemId), sequence }),
      ConditionExpression: 'attribute_not_exists(pk) OR #sequence < :sequence',
      ExpressionAttributeNames: { '#sequence': 'sequence' },
      ExpressionAttributeValues: { ':sequence': { N: String(sequence) } },
    });
    try {
      await retryConflicts(() => deps.dynamo.send(put));
    } catch (error) {
      // This price or a newer one is known: the event came twice or late.
      if (!isConditionFailed(error)) throw error;
    }
  },
});
