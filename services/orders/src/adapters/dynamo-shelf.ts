import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchGet } from '@orderwire/store/batch-get';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import type { Shelf } from '../application/ports.ts';
import { itemKey, rowKey } from './keys.ts';

/** The part of the inventory's row that we may read; the function's role grants these attributes and no others. */
const ATTRIBUTES = ['pk', 'itemId', 'available'];

const readLevel = rowReader('stock', z.object({ itemId: z.string(), available: z.int() }));

/** Reads the inventory's table, so that a cart can be checked while that service is down. Under its key is an item's row there, too. */
export const dynamoShelf = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): Shelf => ({
  available: async (itemIds) => {
    const keys = itemIds.map((itemId) => rowKey(itemKey(itemId)));
    const rows = await batchGet(deps.dynamo, deps.tableName, keys, { attributes: ATTRIBUTES });
    return new Map(rows.map(readLevel).map(({ itemId, available }) => [itemId, available]));
  },
});
