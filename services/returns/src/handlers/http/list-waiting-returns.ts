import { cursorOf, DEFAULT_LIMIT, keyOf, pageQuery } from '@orderwire/http/page';
import { CURSOR_INVALID } from '@orderwire/http/refusals';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { WaitingOrders } from '../../application/ports.ts';
import { show } from '../../application/show-returns.ts';
import { returnView } from './return-view.ts';

/** A time and an order. */
const PLACE = /^\d{4}-\d\d-\d\dT[\d:.]{8,15}Z#ord_\w{1,60}$/;

/** What waits for an answer of staff; whoever waited longest comes first. A page has `limit` orders, some with several returns. */
export const listWaitingReturns = route({
  method: 'GET',
  paths: ['/returns'],
  callers: 'staff',
  right: 'returns:read',
  query: z.strictObject({ ...pageQuery, status: z.optional(z.literal('requested')) }),
  answers: { 200: z.strictObject({ returns: z.array(returnView), cursor: z.optional(z.string()) }) },
  refusals: { CURSOR_INVALID },
}).handledBy(async ({ waiting }: { readonly waiting: WaitingOrders }, { query: { limit = DEFAULT_LIMIT, cursor } }) => {
  const after = cursor === undefined ? undefined : placeIn(cursor);
  if (cursor !== undefined && after === undefined) return { refusal: 'CURSOR_INVALID' };
  const { orders, next } = await waiting({ limit, ...(after !== undefined && { after }) });
  // The index may be a moment behind: what was answered since is left out.
  const returns = orders.flatMap((order) =>
    order.returns.filter(({ status }) => status === 'requested').map((one) => show(order, one)),
  );
  return { status: 200, body: { returns, cursor: next === undefined ? undefined : cursorOf({ waiting: next }) } };
});

const placeIn = (cursor: string): string | undefined => {
  const key = keyOf(cursor, ['waiting']);
  return key.ok && PLACE.test(key.value.waiting) ? key.value.waiting : undefined;
};
