import { etagOf, isKnownTag } from '@orderwire/http/etag';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { Stocks } from '../../application/stocks.ts';
import { levelOf } from '../../application/level-of.ts';
import { isItemId, ITEM_NOT_FOUND, levelView } from './stock-view.ts';

/** The level just now. */
export const getStock = route({
  method: 'GET',
  paths: ['/stock/{itemId}'],
  callers: 'staff',
  right: 'stock:read',
  headers: z.object({ 'if-none-match': z.optional(z.string()) }),
  answers: { 200: levelView, 304: null },
  refusals: { ITEM_NOT_FOUND },
}).handledBy(async ({ stocks }: { readonly stocks: Pick<Stocks, 'levels'> }, { path: { itemId }, headers }) => {
  const known = isItemId(itemId) ? (await stocks.levels([itemId])).get(itemId) : undefined;
  if (!known) return { refusal: 'ITEM_NOT_FOUND' };
  const etag = etagOf(known.version);
  return isKnownTag(headers['if-none-match'], etag)
    ? { status: 304, headers: { etag } }
    : { status: 200, headers: { etag }, body: levelOf(known) };
});
