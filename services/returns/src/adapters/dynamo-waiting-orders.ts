import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { batchGet } from '@orderwire/store/batch-get';
import type { WaitingOrders } from '../application/ports.ts';
import { orderKey, orderOf, WAITING, WAITING_INDEX } from './order-row.ts';

/** Keys only are in the index: a row is in it as long as one of its returns waits for an answer. */
export const dynamoWaitingOrders =
  (deps: { readonly dynamo: Pick<DynamoDBClient, 'send'>; readonly tableName: string }): WaitingOrders =>
  async ({ limit, after }) => {
    const { dynamo, tableName: TableName } = deps;
    // One more than asked for tells whether there is another page.
    const { Items: keys = [] } = await dynamo.send(
      new QueryCommand({
        TableName,
        IndexName: WAITING_INDEX,
        KeyConditionExpression: 'waitsFor = :what',
        ExpressionAttributeValues: marshall({ ':what': WAITING }),
        Limit: limit + 1,
        ...(after !== undefined && {
          ExclusiveStartKey: marshall({
            pk: orderKey(after.slice(after.indexOf('#') + 1)),
            waitsFor: WAITING,
            waitsSince: after,
          }),
        }),
      }),
    );
    const page = keys.slice(0, limit);
    const pks = page.map((key) => key['pk']?.S ?? '');
    const rows = await batchGet(
      dynamo,
      TableName,
      pks.map((pk) => marshall({ pk })),
    );
    const found = new Map(rows.map((row) => [row['pk']?.S ?? '', orderOf(row)]));
    const next = keys.length > limit ? page.at(-1)?.['waitsSince']?.S : undefined;
    return { orders: pks.flatMap((pk) => found.get(pk) ?? []), ...(next !== undefined && { next }) };
  };
