import { defineAttention } from './attention.ts';
import { defineEvent } from './envelope.ts';
import { webhookOutcome } from './webhook.ts';

const source = 'orderwire.warehouse';

/** The subject of all is the webhook's id. */
export const WarehouseNotified = defineEvent({ type: 'WarehouseNotified', version: 1, source, data: webhookOutcome });

export const WarehouseNotificationFailed = defineEvent({
  type: 'WarehouseNotificationFailed',
  version: 1,
  source,
  data: webhookOutcome,
});

/** In the write of `WarehouseNotificationFailed`: somebody has to tell them another way, or to mend why they do not hear. */
export const WarehouseNeedsAttention = defineAttention('WarehouseNeedsAttention', source);
