import * as z from 'zod/mini';
import { amountMinor, currency, identifier, taxRate } from './common.ts';
import { defineEvent } from './envelope.ts';

/** The subject is the item's id. */
export const ItemCreated = defineEvent({
  type: 'ItemCreated',
  version: 1,
  source: 'orderwire.catalog',
  data: z.object({
    itemId: identifier,
    title: z.string(),
    category: z.string(),
    type: z.optional(z.string()),
    brand: z.optional(z.string()),
    /** Net, in minor units. */
    price: amountMinor,
    taxRate,
    currency,
    /** What the shop has on hand when the item is first listed. */
    initialStock: z.optional(z.int().check(z.nonnegative())),
    changed: z.array(z.string()),
  }),
});
