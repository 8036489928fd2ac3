import { cursorOf, DEFAULT_LIMIT, keyOf, pageQuery } from '@orderwire/http/page';
import { CURSOR_INVALID } from '@orderwire/http/refusals';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { ListOrders } from '../../application/read-orders.ts';
import { orderView, viewOf } from './order-view.ts';
import { isOrderId, token } from '@orderwire/http/names';

/** A page of a customer's orders, newest first. */
export const listOrders = route({
  method: 'GET',
  paths: ['/orders', '/orderslist'],
  callers: 'signedIn',
  right: 'orders:read',
  query: z.strictObject({ ...pageQuery, customerId: z.optional(token(100)) }),
  answers: { 200: z.strictObject({ orders: z.array(orderView), cursor: z.optional(z.string()) }) },
  refusals: {
    CURSOR_INVALID,
    STAFF_ONLY: { status: 403, detail: 'Only staff may ask for the orders of others.' },
  },
}).handledBy(async (deps: { readonly listOrders: ListOrders }, { query, caller }) => {
  const { limit = DEFAULT_LIMIT, cursor, customerId } = query;
  const owner = customerId ?? caller.customerId;
  const after = cursor === undefined ? undefined : orderAt(cursor, owner);
  if (cursor !== undefined && after === undefined) return { refusal: 'CURSOR_INVALID' };
  const listed = await deps.listOrders({ customerId, limit, after }, caller);
  if (!listed.ok) return { refusal: listed.error.code };
  const { orders, last } = listed.value;
  return {
    status: 200,
    body: {
      orders: orders.map((order) => viewOf(order, caller)),
      cursor: last && cursorOf({ customerId: owner, orderId: last }),
    },
  };
});

/** A cursor opens the list of the customer it was given out for, and no other. */
const orderAt = (cursor: string, customerId: string): string | undefined => {
  const key = keyOf(cursor, ['customerId', 'orderId']);
  if (!key.ok) return undefined;
  const { orderId, customerId: owner } = key.value;
  return owner === customerId && isOrderId(orderId) ? orderId : undefined;
};
