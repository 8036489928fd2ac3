import { type DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Timelines } from '../application/timelines.ts';
import type { Entry } from '../domain/entry.ts';

/** Sorts behind every entry, for those begin with a year. */
const OWNER = 'owner';

interface StoredEntry extends Omit<Entry, 'id'> {
  readonly orderId: string;
  readonly entry: string;
}

/** The Timeline table: rows of one order under its id, entries sorted by time and then by the event's id. */
export const dynamoTimelines = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): Timelines => {
  const TableName = deps.tableName;
  return {
    add: async (orderId, { id, ...rest }) => {
      const row: StoredEntry = { orderId, entry: `${rest.at}#${id}`, ...rest };
      await deps.dynamo.send(new PutItemCommand({ TableName, Item: marshall(row) }));
    },

    noteOwner: async (orderId, customerId) => {
      await deps.dynamo.send(new PutItemCommand({ TableName, Item: marshall({ orderId, entry: OWNER, customerId }) }));
    },

    ownerOf: async (orderId) => {
      const { Item } = await deps.dynamo.send(
        new GetItemCommand({ TableName, Key: marshall({ orderId, entry: OWNER }), ConsistentRead: true }),
      );
      return Item && (unmarshall(Item) as { readonly customerId: string }).customerId;
    },

    list: async (orderId, { limit, after }) => {
      const { Items = [], LastEvaluatedKey } = await deps.dynamo.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'orderId = :orderId AND entry < :owner',
          ExpressionAttributeValues: marshall({ ':orderId': orderId, ':owner': OWNER }),
          ConsistentRead: true,
          Limit: limit,
          ...(after !== undefined && { ExclusiveStartKey: marshall({ orderId, entry: after }) }),
        }),
      );
      return { entries: Items.map((row) => shown(unmarshall(row) as StoredEntry)), ...next(LastEvaluatedKey) };
    },
  };
};

const shown = ({ orderId: _orderId, entry, at, ...rest }: StoredEntry): Entry => ({
  id: entry.slice(at.length + 1),
  at,
  ...rest,
});

const next = (key: Parameters<typeof unmarshall>[0] | undefined) =>
  key ? { next: (unmarshall(key) as { readonly entry: string }).entry } : {};
