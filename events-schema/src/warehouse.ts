import { defineEvent } from './envelope.ts';
import { webhookOutcome } from './webhook.ts';

const source = 'orderwire.warehouse';

/** The subject of both is the webhook's id. */
export const WarehouseNotified = defineEvent({ type: 'WarehouseNotified', version: 1, source, data: webhookOutcome });

export const WarehouseNotificationFailed = defineEvent({
  type: 'WarehouseNotificationFailed',
  version: 1,
  source,
  data: webhookOutcome,
});
