import { amountMinor, currency, identifier, options, vatClass } from '@orderwire/events-schema/common';
import { decimalOf } from '@orderwire/money/price';
import type { Refusal } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { Availability, ListedItem } from '../../domain/item.ts';

export const availability = z.enum(['unknown', 'in_stock', 'sold_out'] satisfies Availability[]);

/** An item as everybody may see it. */
export const itemView = z.strictObject({
  id: identifier,
  title: z.string(),
  /** The same as `title`: other shops' clients call it so. */
  name: z.string(),
  category: z.string(),
  type: z.optional(z.string()),
  brand: z.optional(z.string()),
  company: z.optional(z.string()),
  description: z.optional(z.string()),
  pictures: z.optional(z.array(z.string())),
  sku: z.optional(z.string()),
  gtin: z.optional(z.string()),
  /** The product that it is a variant of. */
  productId: z.optional(identifier),
  options: z.optional(options),
  /** As the shop's prices are, with or without tax: in the currency's major unit, with all its digits: `21.90`. */
  price: z.string(),
  /** The same in minor units: 2190. */
  priceMinor: amountMinor,
  currency,
  vatClass,
  availability,
  /** The day by which it is there if it is ordered now, as the shop promises; not of what is sold out. */
  deliverBy: z.optional(z.iso.date()),
});

/** Neither what it costs the shop nor where it lies. */
export const viewOf = (
  { itemId, costMinor: _, bin: _bin, pictures, ...rest }: ListedItem,
  deliverBy?: string,
): z.infer<typeof itemView> => ({
  id: itemId,
  name: rest.title,
  price: decimalOf(rest.priceMinor, rest.currency),
  ...rest,
  ...(pictures && { pictures: [...pictures] }),
  ...(deliverBy !== undefined && rest.availability !== 'sold_out' && { deliverBy }),
});

/** What is no id names no item and is not looked up: DynamoDB refuses keys that are empty or too long. */
export const isItemId = (value: string | undefined): value is string => identifier.safeParse(value).success;

export const ITEM_NOT_FOUND = { status: 404, detail: 'There is no such item.' } satisfies Refusal;

export const ITEM_INVALID = { status: 422, detail: 'This makes no item.' } satisfies Refusal;
