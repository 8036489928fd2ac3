import { describe, expect, it } from '@jest/globals';
import type { Order } from '../domain/order.ts';
import { NOW, ORDER_ID, anOrder } from '../testing/builders.ts';
import { ordersInMemory } from '../testing/fakes.ts';
import { makeChangeOrder } from './change-order.ts';
import type { Cause } from '@orderwire/events-schema/cause';
import { makeReactions } from './reactions.ts';

const cause = (causationId: string): Cause => ({
  correlationId: ORDER_ID,
  causationId,
  actor: { type: 'system', id: 'orders' },
});

const aReactor = (...orders: readonly Order[]) => {
  const memory = ordersInMemory(...orders);
  return { ...memory, ...makeReactions(makeChangeOrder({ orders: memory.orders, clock: () => NOW })) };
};

describe('the answers of stock and payment', () => {
  it('confirm an order that gets both, and name the second as the cause', async () => {
    const { stockReserved, paymentAuthorized, written } = aReactor(anOrder());
    await paymentAuthorized(ORDER_ID, cause('pay#1#0'));
    await stockReserved(ORDER_ID, cause('stock#1#0'));
    expect(
      written.map(({ order, events, cause: { causationId } }) => [order.version, events.length, causationId]),
    ).toEqual([
      [2, 0, 'pay#1#0'],
      [3, 1, 'stock#1#0'],
    ]);
  });

  it('confirm once when both come at the same moment', async () => {
    const { stockReserved, paymentAuthorized, beforeNextWrite, eventTypes } = aReactor(anOrder());
    beforeNextWrite(() => paymentAuthorized(ORDER_ID, cause('pay#1#0')));
    await stockReserved(ORDER_ID, cause('stock#1#0'));
    expect(eventTypes()).toEqual(['OrderConfirmed']);
  });

  it('change nothing when they come twice, or after the end', async () => {
    const reactor = aReactor(anOrder());
    const short = [{ itemId: 'mug', requested: 2, available: 0 }];
    await reactor.stockReservationFailed(ORDER_ID, short, cause('stock#1#0'));
    await reactor.stockReservationFailed(ORDER_ID, short, cause('stock#1#0'));
    await reactor.paymentDeclined(ORDER_ID, cause('pay#1#0'));
    await reactor.paymentAuthorized(ORDER_ID, cause('pay#2#0'));
    expect(reactor.eventTypes()).toEqual(['OrderRejected']);
  });

  it('are tried again when the order is not there yet', async () => {
    await expect(aReactor().stockReserved(ORDER_ID, cause('stock#1#0'))).rejects.toThrow('not yet');
  });
});
