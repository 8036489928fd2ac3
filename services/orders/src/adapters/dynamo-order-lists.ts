import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { batchGet } from '@orderwire/store/batch-get';
import type { OrderLists } from '../application/ports.ts';
import { boundsOf, CUSTOMER_INDEX, DUE_INDEX, DUE_SHARDS, orderIdOf, orderKey, pageOf, rowKey } from './keys.ts';
import { type Item, fromItem } from './order-item.ts';

const PAGE = 100;

/** So many of the youngest are read when an answer is late: one that was answered is enough. */
const YOUNGEST = 25;

/** Both lists are indexes that hold keys only, so that a change of an order is not billed twice. */
export const dynamoOrderLists = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): OrderLists => {
  const { dynamo, tableName: TableName } = deps;
  const ordersAt = async (pks: readonly string[]) =>
    new Map((await batchGet(dynamo, TableName, pks.map(rowKey))).map((item) => [pkOf(item), fromItem(item)]));

  return {
    ofCustomer: async ({ customerId, span, limit, after }) => {
      const page = span ? pageOf(span, after) : { after };
      if (page === undefined) return { orders: [] };
      // One more than asked for tells whether there is another page, without an empty one at the end.
      const { Items: keys = [] } = await dynamo.send(
        new QueryCommand({
          TableName,
          IndexName: CUSTOMER_INDEX,
          KeyConditionExpression: `customerId = :customerId${span ? ' AND pk BETWEEN :first AND :last' : ''}`,
          ExpressionAttributeValues: { ':customerId': { S: customerId }, ...(span && boundsOf(span)) },
          // Order ids begin with the time they were made.
          ScanIndexForward: false,
          Limit: limit + 1,
          ...(page.after !== undefined && {
            ExclusiveStartKey: { ...rowKey(orderKey(page.after)), customerId: { S: customerId } },
          }),
        }),
      );
      const pks = keys.slice(0, limit).map(pkOf);
      const last = pks.at(-1);
      const found = await ordersAt(pks);
      return {
        orders: pks.map((pk) => found.get(pk)).filter((order) => order !== undefined),
        ...(keys.length > limit && last !== undefined && { last: orderIdOf(last) }),
      };
    },

    ofIds: async (orderIds) => {
      const found = await ordersAt(orderIds.map(orderKey));
      return orderIds.flatMap((orderId) => found.get(orderKey(orderId)) ?? []);
    },

    dueForReview: async function* (at) {
      for (const shard of DUE_SHARDS) {
        let start: Item | undefined;
        do {
          const page = await dynamo.send(
            new QueryCommand({
              TableName,
              IndexName: DUE_INDEX,
              KeyConditionExpression: 'dueShard = :shard AND dueAt <= :at',
              ExpressionAttributeValues: { ':shard': { S: shard }, ':at': { N: String(at) } },
              Limit: PAGE,
              ...(start && { ExclusiveStartKey: start }),
            }),
          );
          yield (page.Items ?? []).map((item) => orderIdOf(pkOf(item)));
          start = page.LastEvaluatedKey;
        } while (start);
      }
    },

    placedAfter: async ({ orderId, deadlines }) => {
      if (deadlines === undefined) return [];
      const shards = await Promise.all(
        DUE_SHARDS.map(async (shard) => {
          const { Items: keys = [] } = await dynamo.send(
            new QueryCommand({
              TableName,
              IndexName: DUE_INDEX,
              // What was placed later has to be packed later, or at the same time.
              KeyConditionExpression: 'dueShard = :shard AND dueAt >= :packBy',
              ExpressionAttributeValues: { ':shard': { S: shard }, ':packBy': { N: String(deadlines.packBy) } },
              Limit: PAGE,
            }),
          );
          return keys.map(pkOf);
        }),
      );
      // Order ids begin with the time they were made.
      const younger = shards.flat().filter((pk) => pk > orderKey(orderId));
      return [...(await ordersAt(younger.sort().slice(-YOUNGEST))).values()];
    },

    hasOrders: async (customerId) => {
      const { Count = 0 } = await dynamo.send(
        new QueryCommand({
          TableName,
          IndexName: CUSTOMER_INDEX,
          KeyConditionExpression: 'customerId = :customerId',
          ExpressionAttributeValues: { ':customerId': { S: customerId } },
          Limit: 1,
        }),
      );
      return Count > 0;
    },
  };
};

const pkOf = (item: Item): string => item['pk']?.S ?? '';
