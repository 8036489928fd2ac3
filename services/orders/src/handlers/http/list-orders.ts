import type { Endpoints } from '@orderwire/http/endpoint';
import { CURSOR_INVALID, cursorOf, keyOf, limitOf, pageQuery } from '@orderwire/http/page';
import type { Problem } from '@orderwire/http/problem';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import * as z from 'zod/mini';
import type { ListOrders } from '../../application/read-orders.ts';
import { orderView } from './order-view.ts';
import { problemFor } from './problems.ts';
import { isOrderId, token } from './schemas.ts';

const listQuery = z.strictObject({ ...pageQuery, customerId: z.optional(token(100)) });

/** `GET /orders`: newest first. */
export const makeListOrdersHandler = ({ endpoints, listOrders }: { endpoints: Endpoints; listOrders: ListOrders }) =>
  endpoints.signedIn({ query: listQuery }, async ({ query: { limit, cursor, customerId }, caller }) => {
    const size = limitOf(limit);
    if (!size.ok) return { problem: size.error };
    const owner = customerId ?? caller.customerId;
    const after = cursor === undefined ? ok(undefined) : orderAt(cursor, owner);
    if (!after.ok) return { problem: after.error };
    const listed = await listOrders({ customerId, limit: size.value, after: after.value }, caller);
    if (!listed.ok) return problemFor({ STAFF_ONLY: () => STAFF_ONLY }, listed.error);
    const { orders, last } = listed.value;
    return {
      status: 200,
      body: { orders: orders.map(orderView), cursor: last && cursorOf({ customerId: owner, orderId: last }) },
    };
  });

/** A cursor opens the list of the customer it was given out for, and no other. */
const orderAt = (cursor: string, customerId: string): Result<string, Problem> => {
  const key = keyOf(cursor, ['customerId', 'orderId']);
  if (!key.ok) return key;
  const { orderId, customerId: owner } = key.value;
  return owner === customerId && isOrderId(orderId) ? ok(orderId) : refuse(CURSOR_INVALID);
};

const STAFF_ONLY: Problem = {
  status: 403,
  code: 'STAFF_ONLY',
  detail: 'Only staff may ask for the orders of others.',
};
