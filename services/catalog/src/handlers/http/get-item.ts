import { route } from '@orderwire/http/route';
import type { Items } from '../../application/items.ts';
import { isItemId, itemView, viewOf } from './item-view.ts';

export const getItem = route({
  method: 'GET',
  paths: ['/items/{id}', '/products/{id}'],
  callers: 'anyone',
  answers: { 200: itemView },
  refusals: { ITEM_NOT_FOUND: { status: 404, detail: 'There is no such item.' } },
}).handledBy(async ({ items }: { readonly items: Pick<Items, 'find'> }, { path: { id } }) => {
  const item = isItemId(id) ? await items.find(id) : undefined;
  return item ? { status: 200, body: viewOf(item) } : { refusal: 'ITEM_NOT_FOUND' };
});
