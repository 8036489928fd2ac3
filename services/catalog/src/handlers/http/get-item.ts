import { etagOf, ifNoneMatch, unlessKnown } from '@orderwire/http/etag';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { DeliverBy } from '../../application/deliver-by.ts';
import type { Items } from '../../application/items.ts';
import { ITEM_NOT_FOUND, isItemId, itemView, viewOf } from './item-view.ts';

export const getItem = route({
  method: 'GET',
  paths: ['/items/{id}', '/products/{id}'],
  callers: 'anyone',
  headers: z.object(ifNoneMatch),
  answers: { 200: itemView, 304: null },
  refusals: { ITEM_NOT_FOUND },
}).handledBy(
  async (
    { items, deliverBy }: { readonly items: Pick<Items, 'find'>; readonly deliverBy: DeliverBy },
    { path: { id }, headers },
  ) => {
    const known = isItemId(id) ? await items.find(id) : undefined;
    if (!known || known.isRetired) return { refusal: 'ITEM_NOT_FOUND' };
    // Of one version, what is to be had and by when changes.
    const day = deliverBy();
    return unlessKnown(headers, viewOf(known.item, day), etagOf(known.version, `${known.item.availability}-${day}`));
  },
);
