import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Discounts } from '../application/ports.ts';
import { discountIn } from './discount-row.ts';
import { discountKey, rowKey } from './keys.ts';

/** Discount codes, for whoever places an order: each is a row beside the orders that use it. */
export const dynamoDiscounts = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): Discounts => ({
  find: async (code) => {
    const Key = rowKey(discountKey(code));
    const { Item: row } = await deps.dynamo.send(
      new GetItemCommand({ TableName: deps.tableName, Key, ConsistentRead: true }),
    );
    return row && discountIn(row);
  },
});
