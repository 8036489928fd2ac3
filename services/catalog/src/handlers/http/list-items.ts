import { cursorOf, DEFAULT_LIMIT, keyOf, pageQuery } from '@orderwire/http/page';
import { CURSOR_INVALID } from '@orderwire/http/refusals';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { Items } from '../../application/items.ts';
import type { Filters } from '../../domain/item.ts';
import { isItemId, itemView, viewOf } from './item-view.ts';

const filter = z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(100)));

/** A page of what is on sale: of what fits all filters, which are compared without case. A page may be short. */
export const listItems = route({
  method: 'GET',
  paths: ['/items', '/products'],
  callers: 'anyone',
  query: z.strictObject({
    ...pageQuery,
    category: filter,
    type: filter,
    brand: filter,
  }),
  // Reads of the table may be behind by about as much; an order is priced by its own copy.
  keptMs: 1_000,
  answers: { 200: z.strictObject({ items: z.array(itemView), cursor: z.optional(z.string()) }) },
  refusals: { CURSOR_INVALID },
}).handledBy(
  async (
    { items }: { readonly items: Pick<Items, 'list'> },
    { query: { limit = DEFAULT_LIMIT, cursor, ...filters } },
  ) => {
    const after = cursor === undefined ? undefined : itemAt(cursor, filters);
    if (cursor !== undefined && after === undefined) return { refusal: 'CURSOR_INVALID' };
    const page = await items.list({ limit, filters, after });
    return {
      status: 200,
      body: { items: page.items.map(viewOf), cursor: page.last && cursorOf({ itemId: page.last, ...filters }) },
    };
  },
);

/** A cursor must be one that a list with these filters has given out. */
const itemAt = (cursor: string, filters: Filters): string | undefined => {
  const asked = Object.entries(filters).filter(([, value]) => value !== undefined);
  const key = keyOf(cursor, ['itemId', ...asked.map(([name]) => name)]);
  if (!key.ok) return undefined;
  const { itemId = '', ...listed } = key.value;
  return isItemId(itemId) && asked.every(([name, value]) => listed[name] === value) ? itemId : undefined;
};
