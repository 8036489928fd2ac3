import { causedByCall } from '@orderwire/events-schema/cause';
import { token } from '@orderwire/http/names';
import { route } from '@orderwire/http/route';
import { line } from '@orderwire/http/text';
import * as z from 'zod/mini';
import type { MoveStock } from '../../application/move-stock.ts';
import { isItemId, ITEM_NOT_FOUND, movementView, movementViewOf } from './stock-view.ts';

interface Deps {
  readonly moveStock: Pick<MoveStock, 'takeIn'>;
  readonly fingerprintOf: (body: unknown) => string;
}

/** Goods have come in. Whoever sends the same again, after a lost answer, gets the first answer; nothing is counted twice. */
export const receiveGoods = route({
  method: 'POST',
  paths: ['/stock/{itemId}/receipts'],
  callers: 'staff',
  right: 'stock:write',
  headers: z.object({ 'idempotency-key': z.optional(token(200)) }),
  body: z.strictObject({
    count: z.int().check(z.minimum(1), z.maximum(1_000_000)),
    /** The number of a delivery note. Without an `Idempotency-Key` it names the delivery. */
    reference: z.optional(line(100)),
  }),
  answers: { 201: movementView },
  refusals: {
    ITEM_NOT_FOUND,
    RECEIPT_UNNAMED: {
      status: 422,
      detail: 'Name the delivery, so that it is counted once: by `reference`, or by an Idempotency-Key.',
      errors: [{ pointer: '#/reference', message: 'is missing, and there is no Idempotency-Key' }],
    },
    IDEMPOTENCY_KEY_REUSED: {
      status: 422,
      detail: 'Another delivery of this item was taken in under this name. A new one needs a name of its own.',
    },
  },
}).handledBy(async ({ moveStock, fingerprintOf }: Deps, { path: { itemId }, headers, body, ...call }) => {
  if (!isItemId(itemId)) return { refusal: 'ITEM_NOT_FOUND' };
  const name = nameOf(headers['idempotency-key'], body.reference);
  if (name === undefined) return { refusal: 'RECEIPT_UNNAMED' };
  const key = { name, fingerprint: fingerprintOf(body) };
  const done = await moveStock.takeIn(itemId, body, key, causedByCall(itemId, call));
  if (!done.ok) return { refusal: done.error.code };
  const { movement, isReplayed } = done.value;
  return {
    status: 201,
    headers: {
      location: `/stock/${encodeURIComponent(itemId)}/history`,
      ...(isReplayed && { 'idempotent-replay': 'true' }),
    },
    body: movementViewOf(movement),
  };
});

const nameOf = (key: string | undefined, reference: string | undefined): string | undefined => {
  if (key !== undefined) return `key/${key}`;
  return reference === undefined ? undefined : `reference/${reference}`;
};
