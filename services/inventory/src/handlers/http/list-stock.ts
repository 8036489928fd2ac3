import { cursorOf, DEFAULT_LIMIT, keyOf, pageQuery } from '@orderwire/http/page';
import { CURSOR_INVALID } from '@orderwire/http/refusals';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { Movements } from '../../application/movements.ts';
import type { Stocks } from '../../application/stocks.ts';
import { levelOf } from '../../application/level-of.ts';
import { isItemId, levelView } from './stock-view.ts';

interface Deps {
  readonly stocks: Pick<Stocks, 'levels'>;
  readonly movements: Pick<Movements, 'low'>;
}

/** `levels` reads so many. */
const MOST = 40;

/** The items that are low, in the order of their ids. */
export const listStock = route({
  method: 'GET',
  paths: ['/stock'],
  callers: 'staff',
  right: 'stock:read',
  query: z.strictObject({ ...pageQuery, low: z.literal('true') }),
  answers: { 200: z.strictObject({ items: z.array(levelView), cursor: z.optional(z.string()) }) },
  refusals: { CURSOR_INVALID },
}).handledBy(async ({ stocks, movements }: Deps, { query: { limit = DEFAULT_LIMIT, cursor } }) => {
  const after = cursor === undefined ? undefined : itemAt(cursor);
  if (cursor !== undefined && after === undefined) return { refusal: 'CURSOR_INVALID' };
  const { itemIds, last } = await movements.low(Math.min(limit, MOST), after);
  const levels = await stocks.levels(itemIds);
  // The index may be a moment behind.
  const low = itemIds.flatMap((itemId) => levels.get(itemId) ?? []).map(levelOf);
  return {
    status: 200,
    body: { items: low.filter(({ isLow }) => isLow), cursor: last && cursorOf({ low: 'true', itemId: last }) },
  };
});

const itemAt = (cursor: string): string | undefined => {
  const key = keyOf(cursor, ['low', 'itemId']);
  return key.ok && key.value.low === 'true' && isItemId(key.value.itemId) ? key.value.itemId : undefined;
};
