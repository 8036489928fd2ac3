import { describe, expect, it } from '@jest/globals';
import { RetryLaterError } from '@orderwire/kernel/retry-later-error';
import { anOrder, anOrderThatIs, NOW } from '../testing/builders.ts';
import { ordersInMemory } from '../testing/fakes.ts';
import { makeChangeOrder } from './change-order.ts';
import { makeEraseOrders } from './erase-orders.ts';

const idOf = (number: number): string => `ord_01KQ90B6D8F0H2K4M6P8R0T2V${number}`;
const cause = { correlationId: 'c', causationId: 'erased/ada#1#0', actor: { type: 'system', id: 'orders' } } as const;

const aCustomer = () => {
  const orders = [
    anOrderThatIs('delivered', { orderId: idOf(1) }),
    anOrder({ orderId: idOf(2) }),
    anOrderThatIs('cancelled', { orderId: idOf(3) }),
  ];
  const memory = ordersInMemory(...orders);
  const asked: (string | undefined)[] = [];
  const erase = makeEraseOrders({
    lists: {
      // Two on a page, and the third on another.
      ofCustomer: ({ after }) => {
        asked.push(after);
        return Promise.resolve(
          after === undefined ? { orders: orders.slice(0, 2), last: idOf(2) } : { orders: orders.slice(2) },
        );
      },
    },
    changeOrder: makeChangeOrder({ orders: memory.orders, clock: () => NOW }),
  });
  return { erase, memory, asked };
};

describe('erasing the orders of a customer', () => {
  it('waits for an order that is just being placed: it is in the list when the message comes again', async () => {
    const { erase, memory } = aCustomer();
    await expect(erase('ada', 1, cause)).rejects.toThrow(RetryLaterError);
    expect(memory.written).toEqual([]);
  });

  it('asks all of them, page by page: those that have ended forget at once', async () => {
    const { erase, memory, asked } = aCustomer();
    await erase('ada', 2, cause);
    expect(asked).toEqual([undefined, idOf(2)]);
    expect(memory.written.map(({ order }) => [order.orderId, order.erasure])).toEqual([
      [idOf(1), 'done'],
      [idOf(2), 'asked'],
      [idOf(3), 'done'],
    ]);
    expect(memory.eventTypes()).toEqual(['OrderErased', 'OrderErased']);
  });
});
