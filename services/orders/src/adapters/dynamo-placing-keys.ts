import { type DynamoDBClient, GetItemCommand, type Put } from '@aws-sdk/client-dynamodb';
import type { Clock } from '@orderwire/kernel/clock';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import type { PlacingKey, PlacingKeys } from '../application/ports.ts';
import { placingKey } from './keys.ts';

const REMEMBERED_SECONDS = 24 * 60 * 60;

/** `expiresAt` is the table's TTL attribute, in seconds since the epoch. */
const readKey = rowReader(
  'placing key',
  z.object({ orderId: z.string(), fingerprint: z.string(), expiresAt: z.int() }),
);

/** Reads keys; they are written in the transaction that places the order. */
export const dynamoPlacingKeys = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  readonly clock: Clock;
}): PlacingKeys => ({
  find: async ({ customerId, key }) => {
    const { Item: item } = await deps.dynamo.send(
      new GetItemCommand({
        TableName: deps.tableName,
        Key: { pk: { S: placingKey(customerId, key) } },
        ConsistentRead: true,
      }),
    );
    if (!item) return undefined;
    // TTL deletes up to days late: whether a key still counts is decided here.
    const { orderId, fingerprint, expiresAt } = readKey(item);
    return expiresAt > seconds(deps.clock()) ? { orderId, fingerprint } : undefined;
  },
});

/** Takes the key for this order, unless another order has it and its day is not over. */
export const placingKeyPut = (tableName: string, key: PlacingKey, orderId: string, at: number): Put => ({
  TableName: tableName,
  Item: {
    pk: { S: placingKey(key.customerId, key.key) },
    orderId: { S: orderId },
    fingerprint: { S: key.fingerprint },
    expiresAt: { N: String(seconds(at) + REMEMBERED_SECONDS) },
  },
  ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
  ExpressionAttributeValues: { ':now': { N: String(seconds(at)) } },
});

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
