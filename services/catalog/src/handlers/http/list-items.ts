import { cursorOf, DEFAULT_LIMIT, keyOf, pageQuery } from '@orderwire/http/page';
import { CURSOR_INVALID } from '@orderwire/http/refusals';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { Items } from '../../application/items.ts';
import { isItemId, itemView, viewOf } from './item-view.ts';

/** A page of what is on sale. */
export const listItems = route({
  method: 'GET',
  paths: ['/items', '/products'],
  callers: 'anyone',
  query: z.strictObject({
    ...pageQuery,
    category: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
  }),
  answers: { 200: z.strictObject({ items: z.array(itemView), cursor: z.optional(z.string()) }) },
  refusals: { CURSOR_INVALID },
}).handledBy(
  async (
    { items }: { readonly items: Pick<Items, 'list'> },
    { query: { category, limit = DEFAULT_LIMIT, cursor } },
  ) => {
    const after = cursor === undefined ? undefined : keyAt(cursor, category);
    if (cursor !== undefined && after === undefined) return { refusal: 'CURSOR_INVALID' };
    const page = await items.list({ limit, ...(category !== undefined && { category }), ...(after && { after }) });
    return { status: 200, body: { items: page.items.map(viewOf), cursor: cursorOf(page.next) } };
  },
);

/** A cursor must be one that a list of this category could have given out. */
const keyAt = (cursor: string, category: string | undefined) => {
  const key = category === undefined ? keyOf(cursor, ['itemId']) : keyOf(cursor, ['itemId', 'category']);
  if (!key.ok) return undefined;
  const { itemId, category: listed } = key.value as Partial<Record<'itemId' | 'category', string>>;
  return isItemId(itemId) && listed === category ? key.value : undefined;
};
