import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { amountMinor } from '@orderwire/events-schema/common';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import { AVAILABILITIES } from '../domain/item.ts';
import type { Entry } from '../domain/listing.ts';

/** The partition that all items share in the index of changes: what lists read at once. */
const LISTING = 'all';

/**
 * The attributes by which an item stands in the index of changes. They are written when something changes that lists show: a
 * stock level that leaves an item available is none.
 */
export const inListing = (changedAt: number): { readonly listing: string; readonly changedAt: number } => ({
  listing: LISTING,
  changedAt,
});

const text = z.exactOptional(z.string());

const readRow = rowReader(
  'listing',
  z.object({
    itemId: z.string(),
    title: z.string(),
    category: z.string(),
    type: text,
    brand: text,
    sku: text,
    gtin: text,
    priceMinor: amountMinor,
    availability: z.exactOptional(z.enum(AVAILABILITIES)),
    retiredAt: text,
    changedAt: z.number(),
  }),
);

const entryOf = (row: Record<string, AttributeValue>): Entry => {
  const { retiredAt, availability = 'unknown', ...entry } = readRow(row);
  return { ...entry, availability, isRetired: retiredAt !== undefined };
};

/** Reads what changed after a moment, a megabyte at a time. */
export const readChanges = async function* (
  dynamo: Pick<DynamoDBClient, 'send'>,
  TableName: string,
  since: number,
): AsyncGenerator<readonly Entry[]> {
  const query = {
    ...{ TableName, IndexName: 'byChange' },
    KeyConditionExpression: 'listing = :listing AND changedAt > :since',
    ExpressionAttributeValues: marshall({ ':listing': LISTING, ':since': since }),
  };
  let next: Record<string, AttributeValue> | undefined;
  do {
    const page = await dynamo.send(new QueryCommand({ ...query, ...(next && { ExclusiveStartKey: next }) }));
    yield (page.Items ?? []).map(entryOf);
    next = page.LastEvaluatedKey;
  } while (next);
};
