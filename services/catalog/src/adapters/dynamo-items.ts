import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { isConditionFailed } from '@orderwire/store/dynamo-errors';
import { amountMinor, options, vatClass } from '@orderwire/events-schema/common';
import { ItemCreated, ItemUpdated } from '@orderwire/events-schema/catalog';
import type { Clock } from '@orderwire/kernel/clock';
import { makeOutbox } from '@orderwire/store/outbox';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import type { Items, KnownItem } from '../application/items.ts';
import { availabilityOf, FILTERS, type Item, type ItemField, type ListedItem } from '../domain/item.ts';
import { filterKeys, listItems } from './dynamo-item-lists.ts';

const outboxOf = makeOutbox<typeof ItemCreated | typeof ItemUpdated>(ItemCreated, ItemUpdated);

const text = z.exactOptional(z.string());

const readRow = rowReader(
  'item',
  z.object({
    itemId: z.string(),
    title: z.string(),
    category: z.string(),
    type: text,
    brand: text,
    company: text,
    description: text,
    pictures: z.exactOptional(z.array(z.string())),
    sku: text,
    gtin: text,
    bin: text,
    productId: text,
    options: z.exactOptional(options),
    priceMinor: amountMinor,
    costMinor: z.exactOptional(amountMinor),
    vatClass,
    currency: z.string(),
    version: z.int().check(z.positive()),
    available: z.exactOptional(z.int()),
    availableSequence: z.exactOptional(z.int()),
  }),
);

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

    list: (query) => listItems(deps.dynamo, TableName, query, listed),

    add: (item, initialStock, cause) => {
      const outbox = outboxOf({
        subject: item.itemId,
        sequence: 1,
        at: deps.clock(),
        cause,
        events: [{ type: 'ItemCreated', data: { ...item, initialStock, changed: [] } }],
      });
      const row = { ...item, ...filterKeys(item), version: 1, outbox };
      return unlessKnown(
        deps.dynamo.send(
          new PutItemCommand({
            TableName,
            Item: marshall(row, { removeUndefinedValues: true }),
            ConditionExpression: 'attribute_not_exists(itemId)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        ),
      );
    },

    update: (item, { seen, changed }, cause) => {
      const version = seen + 1;
      const outbox = outboxOf({
        subject: item.itemId,
        sequence: version,
        at: deps.clock(),
        cause,
        events: [{ type: 'ItemUpdated', data: { ...item, changed: [...changed] } }],
      });
      return unlessKnown(
        deps.dynamo.send(
          new UpdateItemCommand({
            TableName,
            Key: marshall({ itemId: item.itemId }),
            ...changeOf(item, changed, { version, outbox }, { ':seen': seen }),
            ConditionExpression: 'version = :seen',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        ),
      );
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

/** Writes nothing but what has changed: a stock level may be noted at the same time. */
const changeOf = (item: Item, changed: readonly ItemField[], more: object, values: object) => {
  const fields = new Map<string, unknown>([
    ...changed.map((field) => [field, item[field]] as const),
    ...(FILTERS.some((filter) => changed.includes(filter)) ? Object.entries(filterKeys(item)) : []),
    ...Object.entries(more),
  ]);
  const names = [...fields.keys()];
  const set = names.filter((name) => fields.get(name) !== undefined).map((name) => `#${name} = :${name}`);
  const gone = names.filter((name) => fields.get(name) === undefined).map((name) => `#${name}`);
  return {
    UpdateExpression: [`SET ${set.join(', ')}`, ...(gone.length > 0 ? [`REMOVE ${gone.join(', ')}`] : [])].join(' '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: marshall(
      {
        ...Object.fromEntries([...fields].map(([name, value]) => [`:${name}`, value])),
        ...values,
      },
      { removeUndefinedValues: true },
    ),
  };
};

/** What a refused condition had in its way; undefined when the write was done. @throws whatever else is refused */
const unlessKnown = async (write: Promise<unknown>): Promise<KnownItem | undefined> => {
  try {
    await write;
    return undefined;
  } catch (error) {
    const { Item: row } = error as { readonly Item?: Record<string, AttributeValue> };
    if (!isConditionFailed(error) || !row) throw error;
    const stored = readRow(row);
    return { item: itemOf(stored), version: stored.version };
  }
};

type Stored = ReturnType<typeof readRow>;

const itemOf = ({ version: _version, available: _, availableSequence: _sequence, ...item }: Stored): Item => item;

const listed = (row: Record<string, AttributeValue>): ListedItem => {
  const stored = readRow(row);
  return { ...itemOf(stored), availability: availabilityOf(stored.available) };
};
