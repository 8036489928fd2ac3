import { causedByCall } from '@orderwire/events-schema/cause';
import { ifMatch, seenBy, VERSION_STALE } from '@orderwire/http/etag';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { EditItems } from '../../application/edit-items.ts';
import { ITEM_NOT_FOUND, isItemId } from './item-view.ts';

/** Staff take an item out of the range: nobody finds it any more. What was ordered keeps it, and its id stays taken. */
export const retireItem = route({
  method: 'DELETE',
  paths: ['/items/{id}', '/products/{id}'],
  callers: 'staff',
  right: 'catalogue:write',
  headers: z.object(ifMatch),
  answers: { 204: null },
  refusals: { ITEM_NOT_FOUND, VERSION_STALE },
}).handledBy(async ({ edit }: { readonly edit: Pick<EditItems, 'retire'> }, { path: { id }, headers, ...call }) => {
  if (!isItemId(id)) return { refusal: 'ITEM_NOT_FOUND' };
  const retired = await edit.retire(id, seenBy(headers['if-match']), causedByCall(id, call));
  return retired.ok ? { status: 204 } : { refusal: retired.error.code };
});
