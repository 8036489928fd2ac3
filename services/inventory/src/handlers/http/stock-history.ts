import { cursorOf, DEFAULT_LIMIT, keyOf, pageQuery } from '@orderwire/http/page';
import { CURSOR_INVALID } from '@orderwire/http/refusals';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { Movements } from '../../application/movements.ts';
import type { Stocks } from '../../application/stocks.ts';
import { isItemId, ITEM_NOT_FOUND, movementView, movementViewOf } from './stock-view.ts';

interface Deps {
  readonly stocks: Pick<Stocks, 'levels'>;
  readonly movements: Pick<Movements, 'find'>;
}

/** Who changed what there is of an item, when, from what to what, and why: newest first. What orders did, their timelines say. */
export const stockHistory = route({
  method: 'GET',
  paths: ['/stock/{itemId}/history'],
  callers: 'staff',
  right: 'stock:read',
  query: z.strictObject(pageQuery),
  answers: { 200: z.strictObject({ movements: z.array(movementView), cursor: z.optional(z.string()) }) },
  refusals: { ITEM_NOT_FOUND, CURSOR_INVALID },
}).handledBy(async ({ stocks, movements }: Deps, { path: { itemId }, query: { limit = DEFAULT_LIMIT, cursor } }) => {
  const before = cursor === undefined ? undefined : numberAt(cursor, itemId);
  if (cursor !== undefined && before === undefined) return { refusal: 'CURSOR_INVALID' };
  const stock = isItemId(itemId) ? (await stocks.levels([itemId])).get(itemId) : undefined;
  if (!stock) return { refusal: 'ITEM_NOT_FOUND' };
  const newest = Math.min(before === undefined ? Infinity : before - 1, stock.movements ?? 0);
  const oldest = Math.max(1, newest - limit + 1);
  const numbers = Array.from({ length: Math.max(0, newest - oldest + 1) }, (_, index) => newest - index);
  const found = [...(await movements.find(itemId, numbers))].sort((one, other) => other.number - one.number);
  const more = oldest > 1 ? cursorOf({ itemId, before: String(oldest) }) : undefined;
  return { status: 200, body: { movements: found.map(movementViewOf), cursor: more } };
});

const numberAt = (cursor: string, itemId: string): number | undefined => {
  const key = keyOf(cursor, ['itemId', 'before']);
  if (!key.ok || key.value.itemId !== itemId || !/^[1-9]\d{0,14}$/.test(key.value.before)) return undefined;
  return Number(key.value.before);
};
