import { CourierNeedsAttention, CourierNotificationFailed, CourierNotified } from '@orderwire/events-schema/delivery';
import type { OutcomeEvents } from '@orderwire/partners/webhook-log';

/** What the Requests table publishes of each webhook. */
export const outcomes: OutcomeEvents = {
  sent: CourierNotified,
  failed: CourierNotificationFailed,
  attention: CourierNeedsAttention,
};
