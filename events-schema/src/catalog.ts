import * as z from 'zod/mini';
import { amountMinor, currency, identifier, options, vatClass } from './common.ts';
import { defineEvent } from './envelope.ts';
import { defineAudit } from './audit.ts';

const item = {
  itemId: identifier,
  title: z.string(),
  category: z.string(),
  type: z.optional(z.string()),
  brand: z.optional(z.string()),
  /** The shop's own article number. */
  sku: z.optional(z.string()),
  /** GTIN-8, -12, -13 or -14. */
  gtin: z.optional(z.string()),
  /** The product that the item is a variant of; what tells it from the others are its `options`. */
  productId: z.optional(identifier),
  options: z.optional(options),
  /** In minor units: with tax where the shop's prices are gross. */
  priceMinor: amountMinor,
  vatClass,
  currency,
  /** What a piece costs the shop, in minor units. */
  costMinor: z.optional(amountMinor),
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
    /** The catalogue's fields that changed; `description`, `pictures`, `company` and `bin` are told of by name only. */
    changed: z.array(z.string()),
    /** So many are to be had from now on, as a client said who sends the stock with the item; inventory sets them. */
    stock: z.optional(z.int().check(z.nonnegative())),
  }),
});

/** Taken out of the range: nobody can find or order it any more. It is listed again by an `ItemUpdated` of a later sequence. */
export const ItemRetired = defineEvent({
  type: 'ItemRetired',
  version: 1,
  source: 'orderwire.catalog',
  data: z.object({ ...item, changed: z.array(z.string()) }),
});

export const CatalogChangedByStaff = defineAudit('CatalogChangedByStaff', 'orderwire.catalog');
