import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { isConditionFailed } from '@orderwire/aws/dynamo-errors';
import { ItemCreated } from '@orderwire/events-schema/catalog';
import type { Clock } from '@orderwire/kernel/clock';
import { makeOutbox } from '@orderwire/messaging/outbox';
import type { Items } from '../application/items.ts';
import { availabilityOf, type Item, type ListedItem } from '../domain/item.ts';

const BY_CATEGORY = 'byCategory';
const outboxOf = makeOutbox(ItemCreated);

interface Stored extends Item {
  readonly version: number;
  readonly outbox?: string;
  readonly available?: number;
  readonly availableSequence?: number;
}

/** The Items table: one row per item, under its id. */
export const dynamoItems = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  readonly clock: Clock;
}): Items => {
  const TableName = deps.tableName;
  return {
    find: async (itemId) => {
      const { Item: row } = await deps.dynamo.send(new GetItemCommand({ TableName, Key: marshall({ itemId }) }));
      return row && listed(row);
    },

    list: async ({ category, limit, after }) => {
      const page = { TableName, Limit: limit, ...(after && { ExclusiveStartKey: marshall(after) }) };
      const { Items: rows = [], LastEvaluatedKey } = await (category === undefined
        ? deps.dynamo.send(new ScanCommand(page))
        : deps.dynamo.send(
            new QueryCommand({
              ...page,
              IndexName: BY_CATEGORY,
              KeyConditionExpression: 'category = :category',
              ExpressionAttributeValues: marshall({ ':category': category }),
            }),
          ));
      return {
        items: rows.map(listed),
        ...(LastEvaluatedKey && { next: unmarshall(LastEvaluatedKey) as Record<string, string> }),
      };
    },

    add: async (item, initialStock, cause) => {
      const { itemId, title, category, type, brand, price, taxRate, currency } = item;
      const data = { itemId, title, category, type, brand, price, taxRate, currency, initialStock, changed: [] };
      const outbox = outboxOf({
        subject: itemId,
        sequence: 1,
        at: deps.clock(),
        cause,
        events: [{ type: 'ItemCreated', data }],
      });
      const row: Stored = { ...item, version: 1, outbox };
      return deps.dynamo
        .send(
          new PutItemCommand({
            TableName,
            Item: marshall(row, { removeUndefinedValues: true }),
            ConditionExpression: 'attribute_not_exists(itemId)',
          }),
        )
        .then(() => true)
        .catch((error: unknown) => {
          if (isConditionFailed(error)) return false;
          throw error;
        });
    },

    noteAvailable: async (itemId, available, sequence) => {
      try {
        await deps.dynamo.send(
          new UpdateItemCommand({
            TableName,
            Key: marshall({ itemId }),
            UpdateExpression: 'SET available = :available, availableSequence = :sequence REMOVE outbox',
            ConditionExpression:
              'attribute_exists(itemId) AND (attribute_not_exists(availableSequence) OR availableSequence < :sequence)',
            ExpressionAttributeValues: marshall({ ':available': available, ':sequence': sequence }),
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
      } catch (error) {
        if (!isConditionFailed(error)) throw error;
        const known = (error as { readonly Item?: Record<string, AttributeValue> }).Item;
        if (known === undefined) throw new Error(`Item ${itemId} is not listed yet.`, { cause: error });
      }
    },
  };
};

const listed = (row: Record<string, AttributeValue>): ListedItem => {
  const {
    version: _version,
    outbox: _outbox,
    available,
    availableSequence: _sequence,
    ...item
  } = unmarshall(row) as Stored;
  return { ...item, availability: availabilityOf(available) };
};
