import {
  WarehouseNeedsAttention,
  WarehouseNotificationFailed,
  WarehouseNotified,
} from '@orderwire/events-schema/warehouse';
import type { OutcomeEvents } from '@orderwire/partners/webhook-log';

/** What the Requests table publishes of each webhook. */
export const outcomes: OutcomeEvents = {
  sent: WarehouseNotified,
  failed: WarehouseNotificationFailed,
  attention: WarehouseNeedsAttention,
};
