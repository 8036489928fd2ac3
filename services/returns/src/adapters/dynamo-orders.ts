import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  ReturnApproved,
  ReturnReceived,
  ReturnRejected,
  ReturnRequested,
  ReturnsErased,
} from '@orderwire/events-schema/returns';
import type { Clock } from '@orderwire/kernel/clock';
import { makeOutbox } from '@orderwire/store/outbox';
import { retryConflicts } from '@orderwire/store/retry-conflicts';
import { putNextVersion } from '@orderwire/store/versioned-row';
import type { Orders } from '../application/ports.ts';
import type { ReturnEventDefinition } from '../domain/ask.ts';
import { orderKey, orderOf, rowOf } from './order-row.ts';

const outboxOf = makeOutbox<ReturnEventDefinition>(
  ReturnRequested,
  ReturnApproved,
  ReturnRejected,
  ReturnReceived,
  ReturnsErased,
);

/** The Returns table: a row per order, with its returns in it. */
export const dynamoOrders = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  readonly clock: Clock;
}): Orders => {
  const { dynamo, tableName, clock } = deps;
  return {
    find: async (orderId) => {
      const Key = { pk: { S: orderKey(orderId) } };
      const { Item } = await dynamo.send(new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }));
      return Item && orderOf(Item);
    },

    save: async ({ order, returnId, events }, cause) => {
      // Of no return: not the order's id, for that is the subject of orders' own events.
      const subject = returnId ?? `returns/${order.orderId}`;
      const outbox =
        events.length > 0
          ? outboxOf({
              ...{ subject, sequence: order.version, at: clock(), cause, events },
              isErased: order.erasure !== undefined,
            })
          : undefined;
      const table = { dynamo, tableName, key: 'pk' } as const;
      return (await retryConflicts(() => putNextVersion(table, rowOf(order), outbox))) === undefined;
    },
  };
};
