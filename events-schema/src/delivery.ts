import { defineEvent } from './envelope.ts';
import { webhookOutcome } from './webhook.ts';

const source = 'orderwire.delivery';

/** The subject of both is the webhook's id. */
export const CourierNotified = defineEvent({ type: 'CourierNotified', version: 1, source, data: webhookOutcome });

export const CourierNotificationFailed = defineEvent({
  type: 'CourierNotificationFailed',
  version: 1,
  source,
  data: webhookOutcome,
});
