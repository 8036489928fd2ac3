import { describe, expect, it } from '@jest/globals';
import { makeRecorder } from '@orderwire/testing/fakes';
import { HOUR, NOW, anOrder, anOrderThatIs } from '../testing/builders.ts';
import { ordersInMemory } from '../testing/fakes.ts';
import { makeChangeOrder } from './change-order.ts';
import { MAX_PER_RUN, makeReviewOrders } from './review-orders.ts';

const old = (number: number) => anOrder({ orderId: `ord_${String(number)}`, placedAt: NOW - 24 * HOUR });
const clock = () => NOW;

type Memory = ReturnType<typeof ordersInMemory>;

const aReview = (memory: Memory, more: Partial<Pick<Memory, 'orders' | 'lists'>> = {}) => {
  const recorder = makeRecorder();
  const changeOrder = makeChangeOrder({ orders: more.orders ?? memory.orders, clock });
  return { ...recorder, run: makeReviewOrders({ lists: more.lists ?? memory.lists, changeOrder, clock, ...recorder }) };
};

describe('the review of every minute', () => {
  it('rejects what has waited too long, over all pages, and leaves the rest', async () => {
    const memory = ordersInMemory(...[1, 2, 3, 4, 5].map(old), anOrder({ orderId: 'ord_young' }));
    await aReview(memory).run('tick-1');
    expect(memory.eventTypes()).toEqual(Array.from({ length: 5 }, () => 'OrderRejected'));
    expect(memory.written[0]?.cause).toMatchObject({
      causationId: `review/tick-1/${String(NOW)}`,
      actor: { type: 'system', id: 'orders' },
    });
  });

  it('rejects whose answer is lost, and asks once a run for younger orders', async () => {
    const waiting = [1, 2].map((number) => anOrder({ orderId: `ord_${String(number)}`, placedAt: NOW - HOUR }));
    const answered = { placedAt: NOW - HOUR / 2, changedAt: NOW - HOUR / 4 };
    const memory = ordersInMemory(...waiting, anOrderThatIs('confirmed', { orderId: 'ord_3', ...answered }));
    let asked = 0;
    const lists: Memory['lists'] = {
      ...memory.lists,
      placedAfter: (order) => {
        asked += 1;
        return memory.lists.placedAfter(order);
      },
    };
    await aReview(memory, { lists }).run('tick-1');
    expect([memory.eventTypes(), asked]).toEqual([['OrderRejected', 'OrderRejected'], 1]);
  });

  it('decides on the order, not on the list, which may be behind', async () => {
    const memory = ordersInMemory(anOrder({ orderId: 'ord_1', status: 'confirmed', placedAt: NOW - HOUR }));
    const lists: Memory['lists'] = {
      ...memory.lists,
      dueForReview: async function* () {
        await Promise.resolve();
        yield ['ord_1', 'ord_gone'];
      },
    };
    await aReview(memory, { lists }).run('tick-1');
    expect(memory.written).toEqual([]);
  });

  it('goes on when one order fails, and counts it', async () => {
    const memory = ordersInMemory(...[1, 2, 3].map(old));
    const orders: Memory['orders'] = {
      ...memory.orders,
      save: (change, cause) =>
        change.order.orderId === 'ord_2' ? Promise.reject(new Error('full')) : memory.orders.save(change, cause),
    };
    const review = aReview(memory, { orders });
    await review.run('tick-1');
    expect(memory.written.map(({ order }) => order.orderId)).toEqual(['ord_1', 'ord_3']);
    expect(review.counts.get('ReviewFailed')).toBe(1);
  });

  it('ends when its time gets short, and leaves the others to the next run', async () => {
    const memory = ordersInMemory(...[1, 2, 3].map(old));
    await aReview(memory).run('tick-1', () => memory.written.length < 2);
    expect(memory.written.map(({ order }) => order.orderId)).toEqual(['ord_1', 'ord_2']);
  });

  it('ends after so many, reads no further, and leaves the others to the next run', async () => {
    const memory = ordersInMemory(...Array.from({ length: MAX_PER_RUN + 3 }, (_, index) => old(index)));
    let pages = 0;
    const lists: Memory['lists'] = {
      ...memory.lists,
      dueForReview: async function* (at) {
        for await (const page of memory.lists.dueForReview(at)) {
          pages += 1;
          yield page;
        }
      },
    };
    const review = aReview(memory, { lists });
    await review.run('tick-1');
    expect([memory.written.length, pages]).toEqual([MAX_PER_RUN, MAX_PER_RUN / 2]);
    await review.run('tick-2');
    expect(memory.written).toHaveLength(MAX_PER_RUN + 3);
  });
});
