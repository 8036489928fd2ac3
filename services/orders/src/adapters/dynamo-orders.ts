import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { conditionFailedAt, isConditionFailed } from '@orderwire/store/dynamo-errors';
import { retryConflicts } from '@orderwire/store/retry-conflicts';
import * as events from '@orderwire/events-schema/orders';
import { makeOutbox } from '@orderwire/store/outbox';
import type { Cause } from '@orderwire/events-schema/cause';
import type { Orders, PlacingKey } from '../application/ports.ts';
import type { Change } from '../domain/order.ts';
import { placingKeyPut } from './dynamo-placing-keys.ts';
import { orderKey } from './keys.ts';
import { type Item, fromItem, toItem } from './order-item.ts';

const outboxText = makeOutbox(...Object.values(events));

/** Orders as items of one table: each write is one item with its version and its outbox. */
export const dynamoOrders = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): Orders => {
  const { dynamo, tableName: TableName } = deps;
  return {
    find: async (orderId) => {
      const { Item: item } = await dynamo.send(
        new GetItemCommand({ TableName, Key: { pk: { S: orderKey(orderId) } }, ConsistentRead: true }),
      );
      return item && fromItem(item);
    },

    add: async (change, cause, key) => {
      const put = { TableName, Item: itemOf(change, cause), ConditionExpression: 'attribute_not_exists(pk)' };
      try {
        await (key
          ? retryConflicts(() => dynamo.send(withKey(put, key, change)))
          : retryConflicts(() => dynamo.send(new PutItemCommand(put))));
        return 'added';
      } catch (error) {
        if (key && conditionFailedAt(error, KEY_ACTION)) return 'key-taken';
        // An order's id is made for one request only: the row is from this very write, and its answer was lost.
        if (isConditionFailed(error)) return 'added';
        throw error;
      }
    },

    save: async (change, cause) => {
      const seen = String(change.order.version - 1);
      const put = new PutItemCommand({
        TableName,
        Item: itemOf(change, cause),
        ConditionExpression: 'version = :seen',
        ExpressionAttributeValues: { ':seen': { N: seen } },
      });
      try {
        await retryConflicts(() => dynamo.send(put));
        return 'saved';
      } catch (error) {
        if (isConditionFailed(error)) return 'overtaken';
        throw error;
      }
    },
  };
};

const itemOf = ({ order, events: caused }: Change, cause: Cause): Item => {
  const { orderId: subject, version: sequence, changedAt: at } = order;
  return toItem(order, (item) =>
    caused.length === 0 ? undefined : outboxText({ subject, sequence, at, cause, events: caused, item }),
  );
};

/** The key's place in the transaction: reasons come back in the order of the actions. */
const KEY_ACTION = 1;

/** With this token a repetition after a lost answer is the same transaction, for ten minutes. */
const withKey = (
  put: { readonly TableName: string; readonly Item: Item; readonly ConditionExpression: string },
  key: PlacingKey,
  { order: { orderId, placedAt } }: Change,
): TransactWriteItemsCommand =>
  new TransactWriteItemsCommand({
    ClientRequestToken: orderId,
    TransactItems: [{ Put: put }, { Put: placingKeyPut(put.TableName, key, orderId, placedAt) }],
  });
