import { describe, expect, it } from '@jest/globals';
import { HOUR, NOW, ORDER_NUMBER, anOrderThatIs } from '../testing/builders.ts';
import { cancelOrder } from './cancel-order.ts';
import { keepPromise, moveOn, promiseDueAt } from './keep-promises.ts';
import type { OrderStatus } from './lifecycle.ts';
import { type Change, type Order, begin } from './order.ts';

const PACK_BY = NOW + 2 * HOUR;
const DELIVER_BY = NOW + 5 * HOUR;
const deadlines = { packBy: PACK_BY, deliverBy: DELIVER_BY, authorizedUntil: NOW + 168 * HOUR };

const anOrderIn = (status: OrderStatus, patch: Partial<Order> = {}): Order =>
  anOrderThatIs(status, { deadlines, ...patch });
const look = (order: Order, at: number): Change => keepPromise(begin(order, at), at);
const told = ({ events }: Change) => events.map(({ type, data }) => [type, 'what' in data ? data.what : undefined]);

const OPEN = ['confirmed', 'packed', 'shipped', 'delivery_failed'] as const;

describe('an order that is packed too late', () => {
  it('is stuck at the very moment, and says until when it was promised', () => {
    const order = anOrderIn('confirmed');
    expect(promiseDueAt(order)).toBe(PACK_BY);
    expect(look(order, PACK_BY - 1).events).toEqual([]);
    expect(look(order, PACK_BY).events).toEqual([
      {
        type: 'OrderStuck',
        data: {
          ...{ orderNumber: ORDER_NUMBER, status: 'confirmed', what: 'pack_by' },
          dueAt: new Date(PACK_BY).toISOString(),
        },
      },
    ]);
  });

  it('is told of once, and again when it is delivered too late, too', () => {
    const { order } = look(anOrderIn('confirmed'), PACK_BY);
    expect([promiseDueAt(order), look(order, DELIVER_BY - 1).events]).toEqual([DELIVER_BY, []]);
    const later = look(order, DELIVER_BY);
    expect(told(later)).toEqual([['OrderStuck', 'deliver_by']]);
    expect([promiseDueAt(later.order), look(later.order, DELIVER_BY + HOUR).events]).toEqual([undefined, []]);
  });

  it('is told of both when nobody looked in between', () => {
    expect(told(look(anOrderIn('confirmed'), DELIVER_BY))).toEqual([
      ['OrderStuck', 'pack_by'],
      ['OrderStuck', 'deliver_by'],
    ]);
  });
});

describe('an order that is delivered too late', () => {
  it.each(OPEN.filter((status) => status !== 'confirmed'))('was packed in time and is stuck as %s', (status) => {
    const kept = look(anOrderIn(status), PACK_BY);
    expect([kept.events, kept.order.watched]).toEqual([[], { passed: 'pack_by' }]);
    expect(told(look(kept.order, DELIVER_BY))).toEqual([['OrderStuck', 'deliver_by']]);
  });
});

describe('nothing was promised', () => {
  it.each(['placed', 'delivered', 'returned', 'cancelled', 'rejected'] as const)('of an order that is %s', (status) => {
    expect(promiseDueAt(anOrderIn(status))).toBeUndefined();
    expect(look(anOrderIn(status), DELIVER_BY).events).toEqual([]);
  });

  it('to whoever ordered before there were promises', () => {
    expect(promiseDueAt(anOrderThatIs('confirmed'))).toBeUndefined();
  });
});

describe('an order that was stuck', () => {
  const stuck = (status: OrderStatus, what: 'pack_by' | 'deliver_by'): Change =>
    moveOn(begin(anOrderIn(status, { watched: { passed: what, stuck: what } }), NOW));

  it.each([
    ['packed', 'pack_by'],
    ['cancelled', 'pack_by'],
    ['delivered', 'deliver_by'],
    ['returned', 'deliver_by'],
  ] as const)('has moved on when it is %s and was late by %s, and says so once', (status, what) => {
    const moved = stuck(status, what);
    expect(moved.events).toEqual([{ type: 'OrderMovedOn', data: { orderNumber: ORDER_NUMBER, status, what } }]);
    expect(moved.order.watched).toEqual({ passed: what });
    expect(moveOn(begin(moved.order, NOW)).events).toEqual([]);
  });

  it.each([
    ['confirmed', 'pack_by'],
    ['packed', 'deliver_by'],
    ['shipped', 'deliver_by'],
    ['delivery_failed', 'deliver_by'],
  ] as const)('is stuck still while it is %s and late by %s', (status, what) => {
    expect(stuck(status, what).events).toEqual([]);
  });

  it('says so behind what moves it', () => {
    const { order } = look(anOrderIn('confirmed'), PACK_BY);
    const cancelled = cancelOrder({ by: 'staff' }, order, PACK_BY + 1);
    const moved = cancelled.ok ? moveOn(cancelled.value) : undefined;
    expect(moved && told(moved).map(([type]) => type)).toEqual(['OrderCancelled', 'OrderMovedOn']);
  });
});
