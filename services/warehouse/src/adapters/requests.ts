import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  WarehouseNeedsAttention,
  WarehouseNotificationFailed,
  WarehouseNotified,
} from '@orderwire/events-schema/warehouse';
import { makeWebhookLog, type WebhookLog } from '@orderwire/partners/webhook-log';

/** The Requests table, which publishes what became of each webhook. */
export const dynamoRequests = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): WebhookLog =>
  makeWebhookLog({
    ...deps,
    events: { sent: WarehouseNotified, failed: WarehouseNotificationFailed, attention: WarehouseNeedsAttention },
  });
