import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { isConditionFailed } from '@orderwire/store/dynamo-errors';
import { retryConflicts } from '@orderwire/store/retry-conflicts';
import { PaymentAuthorized, PaymentCaptured, PaymentDeclined, PaymentVoided } from '@orderwire/events-schema/payments';
import type { Clock } from '@orderwire/kernel/clock';
import { makeOutbox } from '@orderwire/store/outbox';
import type { Payments } from '../application/ports.ts';
import type { Payment, PaymentEventDefinition } from '../domain/payment.ts';

const outboxOf = makeOutbox<PaymentEventDefinition>(PaymentAuthorized, PaymentDeclined, PaymentCaptured, PaymentVoided);

type Stored = Payment & { readonly outbox?: string };

/** The Payments table: one row per order, under the payment's id. */
export const dynamoPayments = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  readonly clock: Clock;
}): Payments => ({
  find: async (paymentId) => {
    const { Item } = await deps.dynamo.send(
      new GetItemCommand({ TableName: deps.tableName, Key: marshall({ paymentId }), ConsistentRead: true }),
    );
    if (!Item) return undefined;
    const { outbox: _outbox, ...payment } = unmarshall(Item) as Stored;
    return payment;
  },

  save: async ({ payment, events }, cause) => {
    const { paymentId, version } = payment;
    const write = { subject: paymentId, sequence: version, at: deps.clock(), cause, events };
    const row: Stored = { ...payment, ...(events.length > 0 && { outbox: outboxOf(write) }) };
    const put = new PutItemCommand({
      TableName: deps.tableName,
      Item: marshall(row),
      ...(version === 1
        ? { ConditionExpression: 'attribute_not_exists(paymentId)' }
        : { ConditionExpression: 'version = :seen', ExpressionAttributeValues: marshall({ ':seen': version - 1 }) }),
    });
    try {
      await retryConflicts(() => deps.dynamo.send(put));
      return true;
    } catch (error) {
      if (isConditionFailed(error)) return false;
      throw error;
    }
  },
});
