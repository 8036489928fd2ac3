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
import { batchGet } from '@orderwire/store/batch-get';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import type { Items, KnownItem } from '../application/items.ts';
import { type Availability, availabilityOf, type Item } from '../domain/item.ts';
import { inListing, readChanges } from './dynamo-listing.ts';

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
    changedAt: z.exactOptional(z.number()),
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
    const at = deps.clock();
    const outbox = outboxOf({ subject: item.itemId, sequence: version, at, cause, events });
    return unlessKnown(
      deps.dynamo.send(
        new UpdateItemCommand({
          TableName,
          Key: marshall({ itemId: item.itemId }),
          ...changeOf({ ...fields, ...inListing(at), version, outbox }, { ':seen': seen }),
          ConditionExpression: 'version = :seen',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );
  };
  return {
    find: (itemId) => read(itemId, false),

    current: (itemId) => read(itemId, true),

    findAll: async (itemIds) =>
      (
        await batchGet(
          deps.dynamo,
          TableName,
          itemIds.map((itemId) => marshall({ itemId })),
        )
      ).map(known),

    changedAfter: (since) => readChanges(deps.dynamo, TableName, since),

    add: (item, initialStock, cause) => {
      const at = deps.clock();
      const outbox = outboxOf({
        ...{ subject: item.itemId, sequence: 1, at },
        cause,
        events: [{ type: 'ItemCreated', data: { ...item, initialStock, changed: [] } }],
      });
      const row = { ...item, ...inListing(at), version: 1, outbox };
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
    update: (item, { seen, changed, stock }, cause) => {
      const fields = Object.fromEntries(changed.map((field) => [field, item[field]]));
      const data = { ...item, changed: [...changed], stock };
      return write(item, seen, { ...fields, retiredAt: undefined }, [{ type: 'ItemUpdated', data }], cause);
    },

    // It stays in the index of changes: who keeps a list has to learn of it.
    retire: (item, seen, cause) =>
      write(
        item,
        seen,
        { retiredAt: isoTime(deps.clock()) },
        [{ type: 'ItemRetired', data: { ...item, changed: [] } }],
        cause,
      ),

    // Most levels leave an item as available as it is, and are written without a change of any list.
    noteAvailable: async (itemId, available, sequence) => {
      const level = { itemId, available, sequence, availability: availabilityOf(available) };
      const inTheWay = await noted(deps.dynamo, TableName, level);
      if (!inTheWay) return;
      const { availableSequence = 0 } = readRow(inTheWay);
      if (availableSequence < sequence) await noted(deps.dynamo, TableName, level, deps.clock());
    },
  };
};

interface Level {
  readonly itemId: string;
  readonly available: number;
  readonly sequence: number;
  readonly availability: Availability;
}

/**
 * Notes a level unless a newer one is known.
 * @param changedAt absent: only where it leaves the item as available as it is
 * @returns the row where nothing was written
 * @throws Error when the item is not there (yet)
 */
const noted = async (
  dynamo: Pick<DynamoDBClient, 'send'>,
  TableName: string,
  { itemId, available, sequence, availability }: Level,
  changedAt?: number,
): Promise<Record<string, AttributeValue> | undefined> => {
  const isNewer =
    'attribute_exists(itemId) AND (attribute_not_exists(availableSequence) OR availableSequence < :sequence)';
  const level = 'available = :available, availableSequence = :sequence';
  const values = { ':available': available, ':sequence': sequence, ':availability': availability };
  try {
    await dynamo.send(
      new UpdateItemCommand({
        TableName,
        Key: marshall({ itemId }),
        ...(changedAt === undefined
          ? {
              UpdateExpression: `SET ${level} REMOVE outbox`,
              ConditionExpression: `${isNewer} AND availability = :availability`,
              ExpressionAttributeValues: marshall(values),
            }
          : {
              UpdateExpression: `SET ${level}, availability = :availability, listing = :listing, changedAt = :at REMOVE outbox`,
              ConditionExpression: isNewer,
              ExpressionAttributeValues: marshall({
                ...values,
                ':listing': inListing(changedAt).listing,
                ':at': changedAt,
              }),
            }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return undefined;
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    const row = (error as { readonly Item?: Record<string, AttributeValue> }).Item;
    if (row === undefined) throw new Error(`Item ${itemId} is not listed yet.`, { cause: error });
    return row;
  }
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
  changedAt: _changedAt,
  available: _available,
  availableSequence: _sequence,
  ...item
}: Stored): Item => item;

const known = (row: Record<string, AttributeValue>): KnownItem => {
  const stored = readRow(row);
  const item = { ...itemOf(stored), availability: availabilityOf(stored.available) };
  const isRetired = stored.retiredAt !== undefined;
  return { item, version: stored.version, isRetired, isListed: !isRetired && stored.changedAt !== undefined };
};
