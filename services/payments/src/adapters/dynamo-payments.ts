import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { isConditionFailed } from '@orderwire/store/dynamo-errors';
import { retryConflicts } from '@orderwire/store/retry-conflicts';
import { amountMinor } from '@orderwire/events-schema/common';
import {
  PaymentAuthorized,
  PaymentCaptured,
  PaymentDeclined,
  PaymentRefunded,
  PaymentVoided,
} from '@orderwire/events-schema/payments';
import type { Clock } from '@orderwire/kernel/clock';
import { makeOutbox } from '@orderwire/store/outbox';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import type { Payments } from '../application/ports.ts';
import type { Payment, PaymentEventDefinition } from '../domain/payment.ts';

const outboxOf = makeOutbox<PaymentEventDefinition>(
  PaymentAuthorized,
  PaymentDeclined,
  PaymentCaptured,
  PaymentVoided,
  PaymentRefunded,
);

type Stored = Payment & { readonly outbox?: string };

const common = { paymentId: z.string(), orderId: z.string(), version: z.int().check(z.positive()) };
const terms = { amount: amountMinor, currency: z.string() };
const held = {
  ...terms,
  providerReference: z.string(),
  parcels: z.exactOptional(z.int().check(z.positive())),
};
const capture = z.object({ parcelId: z.string(), amount: amountMinor });

const paymentOf = rowReader(
  'payment',
  z.discriminatedUnion('status', [
    z.object({ ...common, ...terms, status: z.literal('authorizing') }),
    z.object({ ...common, ...held, status: z.literal('authorized') }),
    z.object({
      ...common,
      ...held,
      status: z.enum(['capturing', 'captured']),
      captures: z.array(capture),
      refunds: z.exactOptional(z.array(z.object({ ...capture.shape, refundId: z.string(), isDone: z.boolean() }))),
    }),
    z.object({ ...common, ...terms, status: z.literal('declined'), reason: z.string() }),
    z.object({
      ...common,
      amount: z.exactOptional(terms.amount),
      currency: z.exactOptional(terms.currency),
      status: z.literal('voided'),
      providerReference: z.exactOptional(held.providerReference),
    }),
  ]),
);

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
    return Item && paymentOf(Item);
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
