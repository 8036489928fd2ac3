import { identifier } from '@orderwire/events-schema/common';
import type { makeEndpoints } from '@orderwire/http/endpoint';
import { CURSOR_INVALID, cursorOf, keyOf, limitOf, pageQuery } from '@orderwire/http/page';
import type { Problem } from '@orderwire/http/problem';
import * as z from 'zod/mini';
import type { Timelines } from '../application/timelines.ts';

const NOT_FOUND: Problem = { status: 404, code: 'ORDER_NOT_FOUND', detail: 'There is no such order.' };

const query = z.strictObject(pageQuery);

/** A delivered order has about twenty entries: one page is nearly always all. */
const DEFAULT_LIMIT = 100;

/** Entries begin with their time. DynamoDB refuses to begin a page elsewhere, or at a key longer than 1,024 bytes. */
const ENTRY = /^\d{4}-[\x21-\x7e]{1,1000}$/;

/** `GET /orders/{id}/timeline`: for the owner and staff; to anyone else there is no such order. */
export const makeGetTimeline = (deps: {
  readonly endpoints: ReturnType<typeof makeEndpoints>;
  readonly timelines: Timelines;
}) =>
  deps.endpoints.signedIn({ query }, async ({ path, caller, query: { limit, cursor } }) => {
    const orderId = path['id'] ?? '';
    const size = limitOf(limit, DEFAULT_LIMIT);
    if (!size.ok) return { problem: size.error };
    const key = cursor === undefined ? undefined : keyOf(cursor, ['after']);
    if (key && !key.ok) return { problem: key.error };
    const after = key?.value.after;
    if (after !== undefined && !ENTRY.test(after)) return { problem: CURSOR_INVALID };
    // What is no id names no order and is not looked up.
    if (!identifier.safeParse(orderId).success) return { problem: NOT_FOUND };
    const owner = await deps.timelines.ownerOf(orderId);
    if (owner === undefined || (owner !== caller.customerId && !caller.staff)) return { problem: NOT_FOUND };
    const { entries, next } = await deps.timelines.list(orderId, {
      limit: size.value,
      ...(after !== undefined && { after }),
    });
    return {
      status: 200,
      body: { orderId, entries, cursor: next === undefined ? undefined : cursorOf({ after: next }) },
    };
  });
