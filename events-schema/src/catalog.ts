import * as z from 'zod/mini';
import { amountMinor, currency, identifier, vatRate } from './common.ts';
import { defineEvent } from './envelope.ts';

const item = {
  itemId: identifier,
  title: z.string(),
  category: z.string(),
  type: z.optional(z.string()),
  brand: z.optional(z.string()),
  /** Net, in minor units. */
  priceMinor: amountMinor,
  vatRate,
  currency,
};

/** The subject is the item's id. */
export const ItemCreated = defineEvent({
  type: 'ItemCreated',
  version: 1,
  source: 'orderwire.catalog',
  data: z.object({
    ...item,
    /** What the shop has on hand when the item is first listed. */
    initialStock: z.optional(z.int().check(z.nonnegative())),
    changed: z.array(z.string()),
  }),
});

/** The item as it is now. Its sequence orders it among the item's events: an older one is behind the times. */
export const ItemUpdated = defineEvent({
  type: 'ItemUpdated',
  version: 1,
  source: 'orderwire.catalog',
  data: z.object({
    ...item,
    /** The catalogue's fields that changed; `description` and `image` are told of by name only. */
    changed: z.array(z.string()),
  }),
});
