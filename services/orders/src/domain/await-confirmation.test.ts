import { describe, expect, it } from '@jest/globals';
import { MINUTE, NOW, anOrder, anOrderThatIs } from '../testing/builders.ts';
import {
  paymentAuthorized,
  paymentDeclined,
  stockReservationFailed,
  stockReserved,
  timeOut,
} from './await-confirmation.ts';
import { ORDER_STATUSES } from './lifecycle.ts';
import type { Change, Order } from './order.ts';

const SHORT = [{ itemId: 'mug', requested: 2, available: 1 }];
const types = ({ events }: Change) => events.map(({ type }) => type);

const ANSWERS: Readonly<Record<string, (order: Order, at: number) => Change>> = {
  StockReserved: stockReserved,
  StockReservationFailed: (order, at) => stockReservationFailed(order, SHORT, at),
  PaymentAuthorized: paymentAuthorized,
  PaymentDeclined: paymentDeclined,
  'the time-out': (order, at) => timeOut(order, at + 60 * MINUTE),
};

describe('an order that waits for stock and payment', () => {
  it.each([
    ['stock, then payment', stockReserved, paymentAuthorized],
    ['payment, then stock', paymentAuthorized, stockReserved],
  ])('is confirmed by the second: %s', (_order, first, second) => {
    const half = first(anOrder(), NOW);
    expect([half.order.status, half.order.version, types(half)]).toEqual(['placed', 2, []]);
    const whole = second(half.order, NOW);
    expect([whole.order.status, whole.order.version, types(whole)]).toEqual(['confirmed', 3, ['OrderConfirmed']]);
  });

  it('goes on at once to what a partner told too early', () => {
    const order = anOrder({ stockReserved: true, held: [{ action: 'packed', heldAt: NOW - MINUTE }] });
    const confirmed = paymentAuthorized(order, NOW);
    expect([confirmed.order.status, confirmed.order.version, confirmed.order.held]).toEqual(['packed', 2, []]);
    expect(types(confirmed)).toEqual(['OrderConfirmed', 'OrderPacked']);
  });

  it.each([
    ['StockReserved', stockReserved],
    ['PaymentAuthorized', paymentAuthorized],
  ])('is not moved by the same %s twice', (_event, react) => {
    const once = react(anOrder(), NOW).order;
    expect(react(once, NOW).order).toBe(once);
  });

  it('is rejected when stock is short, and says of what', () => {
    const { order, events } = stockReservationFailed(anOrder(), SHORT, NOW);
    expect(order).toMatchObject({
      status: 'rejected',
      version: 2,
      rejection: { reason: 'out_of_stock', short: SHORT },
    });
    expect(events).toEqual([{ type: 'OrderRejected', data: { reason: 'out_of_stock', short: SHORT } }]);
  });

  it('is rejected when the payment is declined, also after stock was reserved', () => {
    const { events } = paymentDeclined(anOrder({ stockReserved: true }), NOW);
    expect(events).toEqual([{ type: 'OrderRejected', data: { reason: 'payment_declined' } }]);
  });

  it('is rejected after a quarter of an hour, and not a moment before', () => {
    const order = anOrder({ placedAt: NOW, paymentAuthorized: true });
    expect(timeOut(order, NOW + 15 * MINUTE - 1).order).toBe(order);
    expect(timeOut(order, NOW + 15 * MINUTE).events).toEqual([
      { type: 'OrderRejected', data: { reason: 'timed_out' } },
    ]);
  });
});

describe.each(ORDER_STATUSES.filter((status) => status !== 'placed'))('an order that is %s', (status) => {
  it.each(Object.keys(ANSWERS))('is not changed by %s', (name) => {
    const order = anOrderThatIs(status, { stockReserved: false, paymentAuthorized: false });
    expect(ANSWERS[name]?.(order, NOW).order).toBe(order);
  });
});
