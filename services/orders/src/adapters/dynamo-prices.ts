import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  type Update,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { amountMinor, currency, options, vatClass } from '@orderwire/events-schema/common';
import { AGAIN, untilDecided } from '@orderwire/kernel/decide';
import { batchGet } from '@orderwire/store/batch-get';
import { conditionFailedAt, isConditionFailed } from '@orderwire/store/dynamo-errors';
import { retryConflicts } from '@orderwire/store/retry-conflicts';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import type { Prices } from '../application/ports.ts';
import type { Price } from '../domain/pricing.ts';
import type { Variant } from '../domain/variants.ts';
import { itemKey, productKey, rowKey } from './keys.ts';

const readCopy = rowReader(
  'price',
  z.object({
    itemId: z.string(),
    title: z.string(),
    category: z.string(),
    productId: z.exactOptional(z.string()),
    options: z.exactOptional(options),
    priceMinor: amountMinor,
    vatClass,
    costMinor: z.exactOptional(amountMinor),
    currency,
    isRetired: z.exactOptional(z.literal(true)),
    sequence: z.int(),
  }),
);

/** A product's row has an attribute for each of its variants, named as the item's key: its options. */
const variantsIn = (row: Readonly<Record<string, AttributeValue>>): readonly Variant[] =>
  Object.entries(unmarshall(row))
    .filter(([name]) => name.startsWith(itemKey('')))
    .map(([name, known]) => ({ itemId: name.slice(itemKey('').length), options: options.parse(known) }))
    .sort((one, other) => (one.itemId < other.itemId ? -1 : 1));

/** An item may change under a decision while its events are taken in at once. */
const MAX_DECISIONS = 5;

/**
 * The copy of the catalogue's items, in the orders' own table: a row for each item, and one for each product that names its
 * variants. Both are written at once, so a variant is found under the product that its own row names, and under no other.
 * These rows carry no outbox and publish nothing.
 */
export const dynamoPrices = ({
  dynamo,
  tableName: TableName,
}: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): Prices => {
  const readAll = (keys: readonly string[]) => batchGet(dynamo, TableName, keys.map(rowKey));

  /** Puts the item, unless its row is no more the one that was seen. */
  const put = async (price: Price, sequence: number, seen: ReturnType<typeof readCopy> | undefined): Promise<void> => {
    const item = {
      TableName,
      Item: marshall({ ...price, pk: itemKey(price.itemId), sequence }, { removeUndefinedValues: true }),
      ...(seen
        ? {
            ConditionExpression: '#sequence = :seen',
            ExpressionAttributeNames: { '#sequence': 'sequence' },
            ExpressionAttributeValues: marshall({ ':seen': seen.sequence }),
          }
        : { ConditionExpression: 'attribute_not_exists(pk)' }),
    };
    const products = productsOf(TableName, price, seen?.productId);
    await (products.length === 0
      ? dynamo.send(new PutItemCommand(item))
      : dynamo.send(
          new TransactWriteItemsCommand({ TransactItems: [{ Put: item }, ...products.map((Update) => ({ Update }))] }),
        ));
  };

  return {
    find: async (itemIds) => {
      const rows = await readAll(itemIds.map(itemKey));
      const onSale = rows.map(readCopy).filter(({ isRetired = false }) => !isRetired);
      return new Map(onSale.map(({ sequence: _, ...price }) => [price.itemId, price]));
    },

    variantsOf: async (productIds) => {
      const rows = await readAll(productIds.map(productKey));
      return new Map(rows.map((row) => [row['pk']?.S?.slice(productKey('').length) ?? '', variantsIn(row)]));
    },

    keep: (price, sequence) =>
      untilDecided(`The copy of ${price.itemId}`, MAX_DECISIONS, async () => {
        const Key = rowKey(itemKey(price.itemId));
        const { Item: row } = await dynamo.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
        const seen = row && readCopy(row);
        // This version or a newer one is known: the event came twice or late.
        if (seen && seen.sequence >= sequence) return undefined;
        try {
          await retryConflicts(() => put(price, sequence, seen));
          return undefined;
        } catch (error) {
          if (isConditionFailed(error) || conditionFailedAt(error, 0)) return AGAIN;
          throw error;
        }
      }),
  };
};

/** Names the item in the row of its product, and takes it out of the row of the product that it was of before. */
const productsOf = (TableName: string, { itemId, productId, options: of = {} }: Price, before?: string): Update[] => {
  const names = { ExpressionAttributeNames: { '#item': itemKey(itemId) } };
  const set = productId !== undefined && {
    ...{ TableName, Key: rowKey(productKey(productId)), ...names },
    UpdateExpression: 'SET #item = :options',
    ExpressionAttributeValues: marshall({ ':options': of }),
  };
  const remove = before !== undefined &&
    before !== productId && {
      ...{ TableName, Key: rowKey(productKey(before)), ...names },
      UpdateExpression: 'REMOVE #item',
    };
  return [set, remove].filter((update) => update !== false);
};
