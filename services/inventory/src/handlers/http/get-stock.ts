import { identifier } from '@orderwire/events-schema/common';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { Stocks } from '../../application/stocks.ts';

const amount = z.int().check(z.nonnegative());

/** The level just now. */
export const getStock = route({
  method: 'GET',
  paths: ['/stock/{itemId}'],
  callers: 'staff',
  right: 'stock:read',
  answers: {
    200: z.strictObject({
      itemId: identifier,
      onHand: amount,
      reserved: amount,
      /** On hand and not reserved. */
      available: amount,
      shipped: amount,
      version: z.int().check(z.positive()),
    }),
  },
  refusals: { ITEM_NOT_FOUND: { status: 404, detail: 'There is no such item in stock.' } },
}).handledBy(async ({ stocks }: { readonly stocks: Pick<Stocks, 'levels'> }, { path: { itemId } }) => {
  // What cannot be an item's id is not looked up: DynamoDB refuses keys that are empty or too long.
  const known = identifier.safeParse(itemId).success ? (await stocks.levels([itemId])).get(itemId) : undefined;
  return known ? { status: 200, body: known } : { refusal: 'ITEM_NOT_FOUND' };
});
