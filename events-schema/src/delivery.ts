import { defineAttention } from './attention.ts';
import { defineOutcome } from './webhook.ts';

const source = 'orderwire.delivery';

export const CourierNotified = defineOutcome('CourierNotified', source, 'timeline');
export const CourierNotificationFailed = defineOutcome('CourierNotificationFailed', source);

/**
 * Written together with `CourierNotificationFailed`: a person has to tell the partner in another way, or to find out why
 * the partner does not hear us.
 */
export const CourierNeedsAttention = defineAttention('CourierNeedsAttention', source);
