import { identifier } from '@orderwire/events-schema/common';
import type { makeEndpoints } from '@orderwire/http/endpoint';
import { CURSOR_INVALID, cursorOf, keyOf, limitOf, pageQuery } from '@orderwire/http/page';
import type { Problem } from '@orderwire/http/problem';
import { ok, refuse } from '@orderwire/kernel/result';
import * as z from 'zod/mini';
import type { Items } from '../application/items.ts';
import type { ListedItem } from '../domain/item.ts';

const NOT_FOUND: Problem = { status: 404, code: 'ITEM_NOT_FOUND', detail: 'There is no such item.' };

const listQuery = z.strictObject({
  ...pageQuery,
  category: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
});

interface Deps {
  readonly endpoints: ReturnType<typeof makeEndpoints>;
  readonly items: Items;
}

/** `GET /items`: a page of what is on sale. */
export const makeListItems = ({ endpoints, items }: Deps) =>
  endpoints.open({ query: listQuery }, async ({ query: { category, limit, cursor } }) => {
    const size = limitOf(limit);
    if (!size.ok) return { problem: size.error };
    const after = cursor === undefined ? ok(undefined) : keyAt(cursor, category);
    if (!after.ok) return { problem: after.error };
    const page = await items.list({
      limit: size.value,
      ...(category !== undefined && { category }),
      ...(after.value && { after: after.value }),
    });
    return { status: 200, body: { items: page.items.map(shown), cursor: cursorOf(page.next) } };
  });

/** What is no id names no item and is not looked up: DynamoDB refuses keys that are empty or too long. */
const isIdentifier = (value: string | undefined): value is string => identifier.safeParse(value).success;

/** A cursor must be one that a list of this category could have given out. */
const keyAt = (cursor: string, category: string | undefined) => {
  const key = category === undefined ? keyOf(cursor, ['itemId']) : keyOf(cursor, ['itemId', 'category']);
  if (!key.ok) return key;
  const { itemId, category: listed } = key.value as Partial<Record<'itemId' | 'category', string>>;
  return isIdentifier(itemId) && listed === category ? key : refuse(CURSOR_INVALID);
};

/** `GET /items/{id}`. */
export const makeGetItem = ({ endpoints, items }: Deps) =>
  endpoints.open({}, async ({ path }) => {
    const item = isIdentifier(path['id']) ? await items.find(path['id']) : undefined;
    return item ? { status: 200, body: shown(item) } : { problem: NOT_FOUND };
  });

const shown = ({ itemId, ...rest }: ListedItem) => ({ id: itemId, ...rest });
