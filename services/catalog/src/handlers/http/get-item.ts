import { etagOf, ifNoneMatch, unlessKnown } from '@orderwire/http/etag';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { Items } from '../../application/items.ts';
import { ITEM_NOT_FOUND, isItemId, itemView, viewOf } from './item-view.ts';

export const getItem = route({
  method: 'GET',
  paths: ['/items/{id}', '/products/{id}'],
  callers: 'anyone',
  headers: z.object(ifNoneMatch),
  answers: { 200: itemView, 304: null },
  refusals: { ITEM_NOT_FOUND },
}).handledBy(async ({ items }: { readonly items: Pick<Items, 'find'> }, { path: { id }, headers }) => {
  const known = isItemId(id) ? await items.find(id) : undefined;
  if (!known || known.isRetired) return { refusal: 'ITEM_NOT_FOUND' };
  return unlessKnown(headers, viewOf(known.item), etagOf(known.version, known.item.availability));
});
