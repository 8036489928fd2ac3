import { defineAttention } from './attention.ts';
import { defineOutcome } from './webhook.ts';

const source = 'orderwire.warehouse';

export const WarehouseNotified = defineOutcome('WarehouseNotified', source, 'timeline');
export const WarehouseNotificationFailed = defineOutcome('WarehouseNotificationFailed', source);

/**
 * Written together with `WarehouseNotificationFailed`: a person has to tell the partner in another way, or to find out why
 * the partner does not hear us.
 */
export const WarehouseNeedsAttention = defineAttention('WarehouseNeedsAttention', source);
