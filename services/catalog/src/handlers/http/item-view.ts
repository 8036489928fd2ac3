import { amountMinor, currency, identifier, vatRate } from '@orderwire/events-schema/common';
import * as z from 'zod/mini';
import type { ListedItem } from '../../domain/item.ts';

/** An item as everybody may see it. */
export const itemView = z.strictObject({
  id: identifier,
  title: z.string(),
  category: z.string(),
  type: z.optional(z.string()),
  brand: z.optional(z.string()),
  description: z.optional(z.string()),
  image: z.optional(z.string()),
  /** Net, in minor units. */
  price: amountMinor,
  currency,
  vatRate,
  availability: z.enum(['unknown', 'in_stock', 'sold_out']),
});

export const viewOf = ({ itemId, ...rest }: ListedItem): z.infer<typeof itemView> => ({ id: itemId, ...rest });

/** What is no id names no item and is not looked up: DynamoDB refuses keys that are empty or too long. */
export const isItemId = (value: string | undefined): value is string => identifier.safeParse(value).success;
