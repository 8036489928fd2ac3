import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CourierNeedsAttention, CourierNotificationFailed, CourierNotified } from '@orderwire/events-schema/delivery';
import { makeWebhookLog, type WebhookLog } from '@orderwire/partners/webhook-log';

/** The Requests table, which publishes what became of each webhook. */
export const dynamoRequests = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): WebhookLog =>
  makeWebhookLog({
    ...deps,
    events: { sent: CourierNotified, failed: CourierNotificationFailed, attention: CourierNeedsAttention },
  });
