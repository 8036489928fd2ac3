import { identifier } from '@orderwire/events-schema/common';
import { actorSchema } from '@orderwire/events-schema/envelope';
import { ifNoneMatch, unlessKnown } from '@orderwire/http/etag';
import { cursorOf, keyOf, pageQuery } from '@orderwire/http/page';
import { CURSOR_INVALID, ORDER_NOT_FOUND } from '@orderwire/http/refusals';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { Timelines } from '../../application/timelines.ts';

/** A delivered order has about twenty entries: one page is nearly always all. */
const DEFAULT_LIMIT = 100;

/** Entries begin with their time. DynamoDB refuses to begin a page elsewhere, or at a key longer than 1,024 bytes. */
const ENTRY = /^\d{4}-[\x21-\x7e]{1,1000}$/;

const entryView = z.strictObject({
  id: z.string(),
  at: z.iso.datetime(),
  type: z.string(),
  source: z.string(),
  actor: z.strictObject(actorSchema.shape),
  cause: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

/** What happened to an order; for its owner and for staff. To anyone else there is no such order. */
export const getTimeline = route({
  method: 'GET',
  paths: ['/orders/{id}/timeline'],
  callers: 'signedIn',
  right: 'orders:read',
  headers: z.object(ifNoneMatch),
  query: z.strictObject(pageQuery),
  answers: {
    304: null,
    200: z.strictObject({ orderId: identifier, entries: z.array(entryView), cursor: z.optional(z.string()) }),
  },
  refusals: { CURSOR_INVALID, ORDER_NOT_FOUND },
}).handledBy(
  async (
    { timelines }: { readonly timelines: Pick<Timelines, 'ownerOf' | 'list'> },
    { path: { id: orderId }, headers, caller, query: { limit = DEFAULT_LIMIT, cursor } },
  ) => {
    const after = cursor === undefined ? undefined : entryAt(cursor);
    if (cursor !== undefined && after === undefined) return { refusal: 'CURSOR_INVALID' };
    // What cannot be an id names no order and is not looked up.
    const owner = identifier.safeParse(orderId).success ? await timelines.ownerOf(orderId) : undefined;
    if (owner === undefined || (owner !== caller.customerId && !caller.staff)) return { refusal: 'ORDER_NOT_FOUND' };
    const { entries, next } = await timelines.list(orderId, { limit, ...(after !== undefined && { after }) });
    const cursorOfNext = next === undefined ? undefined : cursorOf({ after: next });
    return unlessKnown(headers, { orderId, entries: [...entries], cursor: cursorOfNext });
  },
);

/** Where a cursor of this list begins; undefined when it is none. */
const entryAt = (cursor: string): string | undefined => {
  const key = keyOf(cursor, ['after']);
  return key.ok && ENTRY.test(key.value.after) ? key.value.after : undefined;
};
