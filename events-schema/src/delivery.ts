import { defineAttention } from './attention.ts';
import { defineEvent } from './envelope.ts';
import { webhookOutcome } from './webhook.ts';

const source = 'orderwire.delivery';

/** The subject of all is the webhook's id. */
export const CourierNotified = defineEvent({ type: 'CourierNotified', version: 1, source, data: webhookOutcome });

export const CourierNotificationFailed = defineEvent({
  type: 'CourierNotificationFailed',
  version: 1,
  source,
  data: webhookOutcome,
});

/** In the write of `CourierNotificationFailed`: somebody has to tell them another way, or to mend why they do not hear. */
export const CourierNeedsAttention = defineAttention('CourierNeedsAttention', source);
