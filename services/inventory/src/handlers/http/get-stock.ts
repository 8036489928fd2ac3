import { etagOf, ifNoneMatch, unlessKnown } from '@orderwire/http/etag';
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
  headers: z.object(ifNoneMatch),
  answers: { 200: levelView, 304: null },
  refusals: { ITEM_NOT_FOUND },
}).handledBy(async ({ stocks }: { readonly stocks: Pick<Stocks, 'levels'> }, { path: { itemId }, headers }) => {
  const known = isItemId(itemId) ? (await stocks.levels([itemId])).get(itemId) : undefined;
  if (!known) return { refusal: 'ITEM_NOT_FOUND' };
  return unlessKnown(headers, levelOf(known), etagOf(known.version));
});
