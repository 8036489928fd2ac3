import { type AttributeValue, type DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { OrderStuck } from '@orderwire/events-schema/orders';
import { batchGet } from '@orderwire/store/batch-get';
import { isConditionFailed } from '@orderwire/store/dynamo-errors';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import type { StuckOrders } from '../application/stuck-orders.ts';

/** The index of what people look at. An order that is never late has no row in it, and none of this kind at all. */
const INDEX = 'byAttention';
const STATE = 'stuck';

const OWN = 'stuck/';
const keyOf = (orderId: string) => ({ orderId: `${OWN}${orderId}`, entry: STATE });
const keyAt = (place: string) => keyOf(place.slice(place.indexOf('#') + 1));

const readRow = rowReader(
  'stuck order',
  z.object({
    /** The row's own key. */
    orderId: z.string(),
    sequence: z.int(),
    /** Absent once it has moved on: the row stays, so that a late event changes nothing. */
    stuck: z.exactOptional(OrderStuck.data),
  }),
);

const idOf = (row: Record<string, AttributeValue>): string => row['orderId']?.S?.slice(OWN.length) ?? '';

/** The Timeline table's rows about orders that are late. */
export const dynamoStuckOrders = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): StuckOrders => {
  const { dynamo, tableName: TableName } = deps;

  const put = async (sequence: number, row: object): Promise<void> => {
    const write = new PutItemCommand({
      TableName,
      Item: marshall({ ...row, sequence }),
      // Two promises may be broken in one write: the later one comes behind.
      ConditionExpression: 'attribute_not_exists(orderId) OR #sequence < :sequence OR attentionAt < :at',
      ExpressionAttributeNames: { '#sequence': 'sequence' },
      ExpressionAttributeValues: marshall({
        ':sequence': sequence,
        ':at': 'attentionAt' in row ? row.attentionAt : '',
      }),
    });
    await dynamo.send(write).catch((error: unknown) => {
      if (!isConditionFailed(error)) throw error;
    });
  };

  return {
    add: ({ orderId, sequence, ...stuck }) =>
      put(sequence, {
        ...keyOf(orderId),
        stuck,
        attentionState: STATE,
        // Sorts by the time, and then by the order.
        attentionAt: `${stuck.dueAt}#${orderId}`,
      }),

    remove: ({ orderId, sequence }) => put(sequence, keyOf(orderId)),

    list: async ({ limit, after }) => {
      // One more than asked for tells whether there is another page.
      const { Items: keys = [] } = await dynamo.send(
        new QueryCommand({
          TableName,
          IndexName: INDEX,
          KeyConditionExpression: 'attentionState = :state',
          ExpressionAttributeValues: marshall({ ':state': STATE }),
          Limit: limit + 1,
          ...(after !== undefined && {
            ExclusiveStartKey: marshall({ ...keyAt(after), attentionState: STATE, attentionAt: after }),
          }),
        }),
      );
      const page = keys.slice(0, limit);
      const rows = await batchGet(
        dynamo,
        TableName,
        page.map((key) => marshall(keyOf(idOf(key)))),
      );
      const found = new Map(rows.map((row) => [idOf(row), readRow(row)]));
      const next = keys.length > limit ? page.at(-1)?.['attentionAt']?.S : undefined;
      return {
        orders: page.flatMap((key) => {
          const { stuck, sequence = 0 } = found.get(idOf(key)) ?? {};
          return stuck === undefined ? [] : [{ ...stuck, orderId: idOf(key), sequence }];
        }),
        ...(next !== undefined && { next }),
      };
    },
  };
};
