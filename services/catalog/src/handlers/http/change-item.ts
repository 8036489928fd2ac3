import { causedByCall } from '@orderwire/events-schema/cause';
import { etagOf, ifMatch, seenBy, VERSION_STALE } from '@orderwire/http/etag';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { EditItems } from '../../application/edit-items.ts';
import { amounts, category, names, removable, stock, vatClass } from '../fields/item-fields.ts';
import { itemChangedBy } from '../fields/item-change.ts';
import { ITEM_INVALID, ITEM_NOT_FOUND, isItemId, itemView, viewOf } from './item-view.ts';

/** Staff change what they name of an item; the rest stays. `null` takes away what an item may do without. */
export const changeItem = route({
  method: 'PUT',
  paths: ['/items/{id}', '/products/{id}'],
  callers: 'staff',
  right: 'catalogue:write',
  headers: z.object(ifMatch),
  body: z.strictObject({
    ...names,
    ...amounts,
    ...removable,
    category: z.optional(category),
    vatClass: z.optional(vatClass),
    /** So many are to be had from now on; inventory sets it, a moment later. */
    stock: z.optional(stock),
  }),
  answers: { 200: itemView },
  refusals: { ITEM_NOT_FOUND, ITEM_INVALID, VERSION_STALE },
}).handledBy(async ({ edit }: { readonly edit: Pick<EditItems, 'change'> }, { path, headers, body, ...asked }) => {
  const { id } = path;
  if (!isItemId(id)) return { refusal: 'ITEM_NOT_FOUND' };
  const cause = causedByCall(id, asked);
  const changed = await edit.change(id, seenBy(headers['if-match']), itemChangedBy(body), cause, body.stock);
  if (!changed.ok)
    return 'errors' in changed.error
      ? { refusal: 'ITEM_INVALID', errors: changed.error.errors }
      : { refusal: changed.error.code };
  const { item, version } = changed.value;
  return { status: 200, headers: { etag: etagOf(version, item.availability) }, body: viewOf(item) };
});
