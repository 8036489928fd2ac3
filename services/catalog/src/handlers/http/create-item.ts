import { causedByCall } from '@orderwire/events-schema/cause';
import { etagOf } from '@orderwire/http/etag';
import { route } from '@orderwire/http/route';
import type { NewId } from '@orderwire/kernel/ids';
import * as z from 'zod/mini';
import type { EditItems } from '../../application/edit-items.ts';
import { amounts, category, itemId, itemIn, names, optional, stock, vatClass } from '../fields/item-fields.ts';
import { ITEM_INVALID, itemView, viewOf } from './item-view.ts';

interface Deps {
  readonly edit: Pick<EditItems, 'create'>;
  readonly newId: NewId;
  /** ISO 4217. */
  readonly shopCurrency: string;
}

/**
 * Staff list an item. Whoever names its id may send the same again after a lost answer; without one each request makes another
 * item.
 */
export const createItem = route({
  method: 'POST',
  paths: ['/items', '/products'],
  callers: 'staff',
  right: 'catalogue:write',
  body: z.strictObject({
    ...names,
    ...amounts,
    ...optional,
    category,
    id: z.optional(itemId),
    vatClass: z.optional(vatClass),
    stock: z.optional(stock),
  }),
  answers: { 201: itemView },
  refusals: {
    ITEM_INVALID,
    ITEM_EXISTS: {
      status: 409,
      detail: 'There is an item of this id, or there was one. Change it, or choose another id.',
    },
  },
}).handledBy(async ({ edit, newId, shopCurrency }: Deps, { body, ...call }) => {
  const { id = newId('itm'), stock: initialStock = 0, vatClass: rate = 'standard', ...fields } = body;
  const read = itemIn(id, { ...fields, vatClass: rate }, shopCurrency);
  if (!read.ok) return { refusal: 'ITEM_INVALID', errors: read.error.errors };
  const created = await edit.create(read.value, initialStock, causedByCall(id, call));
  if (!created.ok) return { refusal: created.error.code };
  const { item, version } = created.value;
  const headers = { etag: etagOf(version, item.availability), location: `/items/${encodeURIComponent(id)}` };
  return { status: 201, headers, body: viewOf(item) };
});
