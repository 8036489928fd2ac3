import { describe, expect, it } from '@jest/globals';
import type { Cause } from '@orderwire/events-schema/cause';
import { paymentDeclined } from '../domain/await-confirmation.ts';
import { HOUR, MINUTE, NOW, anOrder } from '../testing/builders.ts';
import { aTable } from '../testing/fakes.ts';
import { dynamoOrderLists } from './dynamo-order-lists.ts';
import { dynamoOrders } from './dynamo-orders.ts';
import { DUE_SHARDS, dueShardOf } from './keys.ts';

const CAUSE: Cause = { correlationId: 'c', causationId: 'http/r', actor: { type: 'customer', id: 'ada' } };
const idOf = (number: number) => `ord_01KN0000000000000000000${String(number).padStart(3, '0')}`;

const aStoreOf = async (count: number, customerId = 'ada') => {
  const table = aTable();
  const orders = dynamoOrders(table);
  const all = Array.from({ length: count }, (_, index) =>
    anOrder({ orderId: idOf(index + 1), customerId, placedAt: NOW + index * MINUTE }),
  );
  for (const order of all) await orders.add({ order, events: [] }, CAUSE);
  const lists = dynamoOrderLists(table);
  const due = async (at: number) => {
    const pages: (readonly string[])[] = [];
    for await (const page of lists.dueForReview(at)) pages.push(page);
    return { pages, ids: pages.flat().sort() };
  };
  return { table, orders, all, lists, due };
};

describe('the list of a customer’s orders', () => {
  it('is newest first, in pages, and ends where it ends', async () => {
    const { lists } = await aStoreOf(4);
    const first = await lists.ofCustomer({ customerId: 'ada', limit: 2 });
    expect([first.orders.map(({ orderId }) => orderId), first.last]).toEqual([[idOf(4), idOf(3)], idOf(3)]);
    const second = await lists.ofCustomer({ customerId: 'ada', limit: 2, after: idOf(3) });
    expect([second.orders.map(({ orderId }) => orderId), second.last]).toEqual([[idOf(2), idOf(1)], undefined]);
  });

  it('shows whole orders', async () => {
    const { lists, all } = await aStoreOf(1);
    expect((await lists.ofCustomer({ customerId: 'ada', limit: 100 })).orders).toEqual(all);
  });

  it('holds nothing of others, even with a cursor of theirs', async () => {
    const { lists } = await aStoreOf(3);
    expect(await lists.ofCustomer({ customerId: 'eve', limit: 10, after: idOf(2) })).toEqual({ orders: [] });
  });
});

describe('the list of what is due', () => {
  it('holds what has waited long enough, and nothing younger', async () => {
    const { due } = await aStoreOf(20);
    expect((await due(NOW + 15 * MINUTE - 1)).ids).toEqual([]);
    expect((await due(NOW + 19 * MINUTE)).ids).toEqual([1, 2, 3, 4, 5].map(idOf));
  });

  it('goes on over pages', async () => {
    const { due } = await aStoreOf(450);
    const { pages, ids } = await due(NOW + 24 * HOUR);
    expect([ids.length, new Set(ids).size]).toEqual([450, 450]);
    expect(pages.length).toBeGreaterThan(DUE_SHARDS.length);
  });

  it('forgets an order that waits no longer', async () => {
    const { orders, all, due } = await aStoreOf(2);
    for (const order of all) await orders.save(paymentDeclined(order, NOW + HOUR), CAUSE);
    expect((await due(NOW + 24 * HOUR)).ids).toEqual([]);
  });

  it('is spread over its shards about evenly', () => {
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    const counts = new Map<string, number>();
    for (const last of alphabet) counts.set(dueShardOf(last), (counts.get(dueShardOf(last)) ?? 0) + 1);
    expect([counts.size, Math.min(...counts.values()), Math.max(...counts.values())]).toEqual([4, 7, 9]);
  });
});
