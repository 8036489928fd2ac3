import { ifNoneMatch, unlessKnown } from '@orderwire/http/etag';
import { cursorOf, DEFAULT_LIMIT, keyOf, pageQuery } from '@orderwire/http/page';
import { CURSOR_INVALID } from '@orderwire/http/refusals';
import { route } from '@orderwire/http/route';
import { readOrderNumber } from '@orderwire/money/order-number';
import * as z from 'zod/mini';
import type { ListOrders, ListQuery } from '../../application/read-orders.ts';
import { instantOf } from '@orderwire/http/instant';
import { orderStatus, orderView, viewOf } from './order-view.ts';
import { isOrderId, token } from '@orderwire/http/names';

/** A time with its offset, or a day, which begins at midnight UTC. */
const timeIn = (text: string): number | undefined =>
  instantOf(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);

const time = z.optional(
  z.pipe(
    z.string().check(z.refine((text) => timeIn(text) !== undefined, 'is no time with its offset, and no day')),
    z.transform((text) => timeIn(text) ?? 0),
  ),
);

const query = z
  .strictObject({
    ...pageQuery,
    status: z.optional(orderStatus),
    /** When they were placed: from then on, and before then. */
    from: time,
    to: time,
    customerId: z.optional(token(100)),
    email: z.optional(token(200)),
    orderNumber: z.optional(
      z.pipe(
        z
          .string()
          .check(z.refine((text) => readOrderNumber(text) !== undefined, 'is no order number: look for a slip')),
        z.transform((text) => readOrderNumber(text) ?? ''),
      ),
    ),
    scope: z.optional(z.literal('all')),
  })
  .check(
    z.refine(
      ({ customerId, email, orderNumber, scope }) =>
        [customerId, email, orderNumber, scope].filter((one) => one !== undefined).length <= 1,
      { error: 'stands beside another way to say whose orders: name one', path: ['scope'] },
    ),
  );

/** A page of a customer's orders, newest first; for staff also those of everybody, or of whom they look for. */
export const listOrders = route({
  method: 'GET',
  paths: ['/orders', '/orderslist'],
  callers: 'signedIn',
  right: 'orders:read',
  headers: z.object(ifNoneMatch),
  query,
  answers: { 200: z.strictObject({ orders: z.array(orderView), cursor: z.optional(z.string()) }), 304: null },
  refusals: {
    CURSOR_INVALID,
    STAFF_ONLY: { status: 403, detail: 'Only staff may ask for the orders of others.' },
  },
}).handledBy(async (deps: { readonly listOrders: ListOrders }, { query: asked, headers, caller }) => {
  const { limit = DEFAULT_LIMIT, cursor, status, from, to } = asked;
  const of = whoseOf(asked);
  const list = nameOf(of, caller.customerId);
  const after = cursor === undefined ? undefined : orderAt(cursor, list);
  if (cursor !== undefined && after === undefined) return { refusal: 'CURSOR_INVALID' };
  const listed = await deps.listOrders({ of, status, from, to, limit, after }, caller);
  if (!listed.ok) return { refusal: listed.error.code };
  const { orders, last } = listed.value;
  return unlessKnown(headers, {
    orders: orders.map((order) => viewOf(order, caller)),
    cursor: last && cursorOf({ ...list, orderId: last }),
  });
});

const whoseOf = ({ customerId, email, orderNumber, scope }: z.infer<typeof query>): ListQuery['of'] => {
  if (scope !== undefined) return { everybody: true };
  if (email !== undefined) return { email: email.toLowerCase() };
  return orderNumber === undefined ? { customerId } : { orderNumber };
};

/** What a cursor says of the list that it was given out for. */
const nameOf = (of: ListQuery['of'], own: string): Readonly<Record<string, string>> => {
  if ('everybody' in of) return { scope: 'all' };
  return 'customerId' in of ? { customerId: of.customerId ?? own } : of;
};

/** A cursor opens the list that it was given out for, and no other. */
const orderAt = (cursor: string, list: Readonly<Record<string, string>>): string | undefined => {
  const key = keyOf(cursor, [...Object.keys(list), 'orderId']);
  if (!key.ok) return undefined;
  const { orderId = '', ...listed } = key.value;
  const isOfList = Object.entries(list).every(([name, value]) => listed[name] === value);
  return isOfList && isOrderId(orderId) ? orderId : undefined;
};
