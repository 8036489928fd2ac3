import { causedByCall } from '@orderwire/events-schema/cause';
import { etagOf, ifMatch, seenBy, VERSION_STALE } from '@orderwire/http/etag';
import { route } from '@orderwire/http/route';
import { line } from '@orderwire/http/text';
import * as z from 'zod/mini';
import type { MoveStock } from '../../application/move-stock.ts';
import { levelOf } from '../../application/level-of.ts';
import { isItemId, ITEM_NOT_FOUND, levelView } from './stock-view.ts';

const amount = z.int().check(z.minimum(0), z.maximum(1_000_000_000));

/** Staff have counted, or say from when on an item is low. The same once more changes nothing. */
export const correctStock = route({
  method: 'PUT',
  paths: ['/stock/{itemId}'],
  callers: 'staff',
  right: 'stock:write',
  headers: z.object(ifMatch),
  body: z.strictObject({
    onHand: z.optional(amount),
    lowAt: z.optional(amount),
    reason: line(200),
    /** That less is on hand than is reserved, if it is so. */
    belowReserved: z.optional(z.boolean()),
  }),
  answers: { 200: levelView },
  refusals: {
    ITEM_NOT_FOUND,
    VERSION_STALE,
    STOCK_BELOW_RESERVED: {
      status: 409,
      detail: 'Orders have more of it reserved. If it is so, say so with `belowReserved: true`.',
      more: z.strictObject({ reserved: z.int() }),
    },
  },
}).handledBy(
  async (
    { moveStock }: { readonly moveStock: Pick<MoveStock, 'correct'> },
    { path: { itemId }, headers, body, ...call },
  ) => {
    if (!isItemId(itemId)) return { refusal: 'ITEM_NOT_FOUND' };
    const cause = causedByCall(itemId, call, body.reason);
    const done = await moveStock.correct(itemId, body, seenBy(headers['if-match']), cause);
    if (done.ok) return { status: 200, headers: { etag: etagOf(done.value.version) }, body: levelOf(done.value) };
    if (done.error.code === 'STOCK_BELOW_RESERVED')
      return { refusal: done.error.code, more: { reserved: done.error.reserved } };
    return { refusal: done.error.code };
  },
);
