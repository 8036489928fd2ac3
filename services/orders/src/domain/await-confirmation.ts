import type { ShortLine } from '@orderwire/events-schema/common';
import { orderNumberOf } from '@orderwire/money/order-number';
import { settleHeld } from './held-callbacks.ts';
import { type Change, type Order, type Rejection, begin, move, unchanged } from './order.ts';

/** How long an order waits for both stock and payment. */
export const PATIENCE_MS = 15 * 60_000;

export const stockReserved = (order: Order, at: number): Change =>
  order.status !== 'placed' || order.stockReserved
    ? unchanged(order)
    : confirmWhenReady(begin(order, at, { stockReserved: true }), at);

export const paymentAuthorized = (order: Order, at: number): Change =>
  order.status !== 'placed' || order.paymentAuthorized
    ? unchanged(order)
    : confirmWhenReady(begin(order, at, { paymentAuthorized: true }), at);

export const stockReservationFailed = (order: Order, short: readonly ShortLine[], at: number): Change =>
  reject(order, { reason: 'out_of_stock', short }, at);

export const paymentDeclined = (order: Order, at: number): Change => reject(order, { reason: 'payment_declined' }, at);

export const hasWaitedTooLong = (order: Order, at: number): boolean =>
  order.status === 'placed' && at - order.placedAt >= PATIENCE_MS;

export const timeOut = (order: Order, at: number): Change =>
  hasWaitedTooLong(order, at) ? reject(order, { reason: 'timed_out' }, at) : unchanged(order);

/** The second of the two confirms the order in its own write. */
const confirmWhenReady = (change: Change, at: number): Change => {
  const { orderId, customerId, lines, charges, discountCode, ...order } = change.order;
  if (!order.stockReserved || !order.paymentAuthorized) return change;
  const confirmed = move(
    change,
    'confirmed',
    {},
    {
      type: 'OrderConfirmed',
      data: { orderNumber: orderNumberOf(orderId), customerId, lines: [...lines], charges, discountCode },
    },
  );
  return settleHeld(confirmed, at);
};

/** Only a placed order can be rejected: whatever comes later is late, and changes nothing. */
const reject = (order: Order, rejection: Rejection, at: number): Change => {
  if (order.status !== 'placed') return unchanged(order);
  const { reason, short } = rejection;
  const rejected = move(
    begin(order, at),
    'rejected',
    { rejection },
    {
      type: 'OrderRejected',
      data: { reason, ...(short && { short: [...short] }) },
    },
  );
  return settleHeld(rejected, at);
};
