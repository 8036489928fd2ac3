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
import { ItemCreated, ItemRetired, ItemUpdated } from '@orderwire/events-schema/catalog';
import type { Cause } from '@orderwire/events-schema/cause';
import { type Clock, isoTime } from '@orderwire/kernel/clock';
import { makeOutbox } from '@orderwire/store/outbox';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import type { Items, KnownItem } from '../application/items.ts';
import { availabilityOf, type Item, type ListedItem } from '../domain/item.ts';
import { filterKeys, listItems, noFilterKeys } from './dynamo-item-lists.ts';

const outboxOf = makeOutbox<typeof ItemCreated | typeof ItemUpdated | typeof ItemRetired>(
  ItemCreated,
  ItemUpdated,
  ItemRetired,
);

type Event = Parameters<typeof outboxOf>[0]['events'][number];

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
    retiredAt: text,
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
  const read = async (itemId: string, ConsistentRead: boolean): Promise<KnownItem | undefined> => {
    const Key = marshall({ itemId });
    const { Item: row } = await deps.dynamo.send(new GetItemCommand({ TableName, Key, ConsistentRead }));
    return row && known(row);
  };
  /** The next version of an item and what is to be told of it, in one write. */
  const write = (item: Item, seen: number, fields: Fields, events: readonly Event[], cause: Cause) => {
    const version = seen + 1;
    const outbox = outboxOf({ subject: item.itemId, sequence: version, at: deps.clock(), cause, events });
    return unlessKnown(
      deps.dynamo.send(
        new UpdateItemCommand({
          TableName,
          Key: marshall({ itemId: item.itemId }),
          ...changeOf({ ...fields, version, outbox }, { ':seen': seen }),
          ConditionExpression: 'version = :seen',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );
  };
  return {
    find: (itemId) => read(itemId, false),

    current: (itemId) => read(itemId, true),

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

    // Writes nothing but what has changed: a stock level may be noted at the same time.
    update: (item, { seen, changed }, cause) => {
      const fields = Object.fromEntries(changed.map((field) => [field, item[field]]));
      const data = { ...item, changed: [...changed] };
      return write(
        item,
        seen,
        { ...fields, ...filterKeys(item), retiredAt: undefined },
        [{ type: 'ItemUpdated', data }],
        cause,
      );
    },

    // What has no filter keys is in no index.
    retire: (item, seen, cause) =>
      write(
        item,
        seen,
        { ...noFilterKeys, retiredAt: isoTime(deps.clock()) },
        [{ type: 'ItemRetired', data: { ...item, changed: [] } }],
        cause,
      ),

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

type Fields = Readonly<Record<string, unknown>>;

/** Sets these fields, and removes those that are undefined. */
const changeOf = (fields: Fields, values: object) => {
  const names = Object.keys(fields);
  const set = names.filter((name) => fields[name] !== undefined).map((name) => `#${name} = :${name}`);
  const gone = names.filter((name) => fields[name] === undefined).map((name) => `#${name}`);
  return {
    UpdateExpression: [`SET ${set.join(', ')}`, ...(gone.length > 0 ? [`REMOVE ${gone.join(', ')}`] : [])].join(' '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: marshall(
      { ...Object.fromEntries(names.map((name) => [`:${name}`, fields[name]])), ...values },
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
    return known(row);
  }
};

type Stored = ReturnType<typeof readRow>;

const itemOf = ({
  version: _version,
  retiredAt: _retiredAt,
  available: _available,
  availableSequence: _sequence,
  ...item
}: Stored): Item => item;

const known = (row: Record<string, AttributeValue>): KnownItem => {
  const stored = readRow(row);
  const item = { ...itemOf(stored), availability: availabilityOf(stored.available) };
  return { item, version: stored.version, isRetired: stored.retiredAt !== undefined };
};

const listed = (row: Record<string, AttributeValue>): ListedItem => known(row).item;
