import { describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE, NOW, anOrder, anOrderThatIs } from '../testing/builders.ts';
import {
  awaitAnswer,
  paymentAuthorized,
  paymentDeclined,
  stockReservationFailed,
  stockReserved,
} from './await-confirmation.ts';
import { ORDER_STATUSES } from './lifecycle.ts';
import { type Change, type Order, begin } from './order.ts';
import { reviewOrder } from './review-order.ts';

const SHORT = [{ itemId: 'mug', requested: 2, available: 1 }];
const types = ({ events }: Change) => events.map(({ type }) => type);

const ANSWERS: Readonly<Record<string, (order: Order, at: number) => Change>> = {
  StockReserved: stockReserved,
  StockReservationFailed: (order, at) => stockReservationFailed(order, SHORT, at),
  PaymentAuthorized: paymentAuthorized,
  PaymentDeclined: paymentDeclined,
  'the time-out': (order, at) => reviewOrder(order, [], at + 24 * HOUR),
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
});

describe('an order whose answer is late', () => {
  const order = anOrder({ placedAt: NOW, paymentAuthorized: true });
  const late = NOW + 15 * MINUTE;
  const other = (patch: Partial<Order>) =>
    anOrderThatIs('confirmed', { placedAt: NOW + 1, changedAt: late - 5 * MINUTE, ...patch });
  const look = (younger: readonly Order[], at: number, from: Order = order) =>
    awaitAnswer(begin(from, at), younger, at);

  it('is rejected when the silent service has answered a younger order, and not a moment before', () => {
    expect(look([other({})], late - 1).events).toEqual([]);
    expect(look([other({})], late).events).toEqual([{ type: 'OrderRejected', data: { reason: 'timed_out' } }]);
  });

  it.each([
    ['there is no other order', []],
    ['an older order was answered', [other({ placedAt: NOW - 1 })]],
    ['a younger order was answered by the other service', [other({ stockReserved: false })]],
    ['a younger order was answered a moment ago: all answers may come at once', [other({ changedAt: late - 1 })]],
  ])('waits, and people are told who is silent, when %s', (_case, younger) => {
    const waiting = look(younger, late);
    expect([waiting.order.status, waiting.order.watched]).toEqual(['placed', { lateAt: late }]);
    expect(waiting.events).toMatchObject([{ type: 'OrderNeedsAttention', data: { code: 'ANSWER_LATE' } }]);
    expect(JSON.stringify(waiting.events)).toContain('No answer from inventory,');
  });

  it('is looked at every quarter of an hour from then on, and people are told once', () => {
    const { order: waiting } = look([], late);
    expect(look([], late + 15 * MINUTE - 1, waiting).order.watched).toEqual({ lateAt: late });
    const again = look([], late + 15 * MINUTE, waiting);
    expect([again.order.watched, again.events]).toEqual([{ lateAt: late + 15 * MINUTE }, []]);
    expect(types(look([other({})], late + 15 * MINUTE, waiting))).toEqual(['OrderRejected']);
  });

  it('is still confirmed when the answer comes', () => {
    expect(types(stockReserved(look([], late).order, late + HOUR))).toEqual(['OrderConfirmed']);
  });

  it('is rejected after a day, whoever is silent', () => {
    const waiting = { ...order, watched: { lateAt: NOW + 24 * HOUR - MINUTE } };
    expect(look([], NOW + 24 * HOUR - 1, waiting).events).toEqual([]);
    expect(types(look([], NOW + 24 * HOUR, waiting))).toEqual(['OrderRejected']);
  });

  it('names both when both are silent', () => {
    expect(JSON.stringify(look([], late, anOrder({ placedAt: NOW })).events)).toContain('inventory and payments');
  });
});

describe.each(ORDER_STATUSES.filter((status) => status !== 'placed'))('an order that is %s', (status) => {
  it.each(Object.keys(ANSWERS))('is not changed by %s', (name) => {
    const order = anOrderThatIs(status, { stockReserved: false, paymentAuthorized: false });
    expect(ANSWERS[name]?.(order, NOW).order).toBe(order);
  });
});
