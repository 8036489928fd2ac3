import {
  type DynamoDBClient,
  GetItemCommand,
  type Put,
  PutItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { conditionFailedAt, isConditionFailed } from '@orderwire/store/dynamo-errors';
import { retryConflicts } from '@orderwire/store/retry-conflicts';
import * as events from '@orderwire/events-schema/orders';
import { makeOutbox } from '@orderwire/store/outbox';
import type { Cause } from '@orderwire/events-schema/cause';
import type { Orders } from '../application/ports.ts';
import type { Change } from '../domain/order.ts';
import { releaseOf, useOf } from './discount-uses.ts';
import { placingKeyPut } from './dynamo-placing-keys.ts';
import { orderKey } from './keys.ts';
import { type Item, fromItem, toItem } from './order-item.ts';

const outboxText = makeOutbox(...Object.values(events));

/**
 * Orders as items of one table: each write is one item with its version and its outbox, and what has to be true with it: the
 * customer's key, the use of a discount code.
 */
export const dynamoOrders = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): Orders => {
  const { dynamo, tableName: TableName } = deps;

  /** Writes the order, with whatever else has to be written at once or not at all. */
  const write = (put: Put, others: readonly TransactWriteItem[], ClientRequestToken?: string): Promise<unknown> =>
    retryConflicts<unknown>(() =>
      others.length === 0
        ? dynamo.send(new PutItemCommand(put))
        : dynamo.send(
            new TransactWriteItemsCommand({
              TransactItems: [{ Put: put }, ...others],
              ...(ClientRequestToken !== undefined && { ClientRequestToken }),
            }),
          ),
    );

  return {
    find: async (orderId) => {
      const { Item: item } = await dynamo.send(
        new GetItemCommand({ TableName, Key: { pk: { S: orderKey(orderId) } }, ConsistentRead: true }),
      );
      return item && fromItem(item);
    },

    add: async (change, cause, key) => {
      const { orderId, placedAt, discountCode } = change.order;
      const put = { TableName, Item: itemOf(change, cause), ConditionExpression: 'attribute_not_exists(pk)' };
      const taken = key ? [{ Put: placingKeyPut(TableName, key, orderId, placedAt) }] : [];
      const used = discountCode === undefined ? [] : [{ Update: useOf(TableName, discountCode) }];
      try {
        // With this token a repetition after a lost answer is the same transaction, for ten minutes.
        await write(put, [...taken, ...used], orderId);
        return 'added';
      } catch (error) {
        // Reasons come back in the order of the actions. Who has the key has used the code as well.
        if (key && conditionFailedAt(error, 1)) return 'key-taken';
        if (discountCode !== undefined && conditionFailedAt(error, 1 + taken.length)) return 'code-refused';
        // An order's id is made for one request only: the row is from this very write, and its answer was lost.
        if (isConditionFailed(error)) return 'added';
        throw error;
      }
    },

    save: async (change, cause) => {
      const { order, released } = change;
      const put = {
        TableName,
        Item: itemOf(change, cause),
        ConditionExpression: 'version = :seen',
        ExpressionAttributeValues: { ':seen': { N: String(order.version - 1) } },
      };
      try {
        await write(put, released === undefined ? [] : [{ Update: releaseOf(TableName, released) }]);
        return 'saved';
      } catch (error) {
        if (isConditionFailed(error) || conditionFailedAt(error, 0)) return 'overtaken';
        throw error;
      }
    },
  };
};

const itemOf = ({ order, events: caused }: Change, cause: Cause): Item => {
  const { orderId: subject, version: sequence, changedAt: at } = order;
  return toItem(order, (item) =>
    caused.length === 0
      ? undefined
      : outboxText({ subject, sequence, at, cause, events: caused, item, isErased: order.erasure === 'done' }),
  );
};
