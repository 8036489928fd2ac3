import { describe, expect, it } from '@jest/globals';
import { ok, refuse } from '@orderwire/kernel/result';
import { type Order, begin, unchanged } from '../domain/order.ts';
import { NOW, ORDER_ID, anOrder } from '../testing/builders.ts';
import { ordersInMemory } from '../testing/fakes.ts';
import { makeChangeOrder } from './change-order.ts';
import type { Cause } from '@orderwire/events-schema/cause';

const CAUSE: Cause = { correlationId: ORDER_ID, causationId: 'test', actor: { type: 'system', id: 'orders' } };
const clock = () => NOW;
const next = (order: Order, at: number) => ok(begin(order, at));

describe('changing an order', () => {
  it('decides again, on what is there now, when somebody was faster', async () => {
    const memory = ordersInMemory(anOrder());
    const changeOrder = makeChangeOrder({ orders: memory.orders, clock });
    memory.beforeNextWrite(async () => {
      await changeOrder(ORDER_ID, CAUSE, next);
    });
    const seen: number[] = [];
    await changeOrder(ORDER_ID, CAUSE, (order, at) => {
      seen.push(order.version);
      return next(order, at);
    });
    expect(seen).toEqual([1, 2]);
    expect(memory.written.map(({ order }) => order.version)).toEqual([2, 3]);
  });

  it('writes nothing when nothing changes', async () => {
    const { orders, written } = ordersInMemory(anOrder());
    await makeChangeOrder({ orders, clock })(ORDER_ID, CAUSE, (order) => ok(unchanged(order)));
    expect(written).toEqual([]);
  });

  it('writes nothing when the decision is a refusal', async () => {
    const { orders, written } = ordersInMemory(anOrder());
    const refused = await makeChangeOrder({ orders, clock })(ORDER_ID, CAUSE, () => refuse({ code: 'NO' }));
    expect([refused, written]).toEqual([{ ok: false, error: { code: 'NO' } }, []]);
  });

  it('says so when there is no such order', async () => {
    const { orders } = ordersInMemory();
    const refused = await makeChangeOrder({ orders, clock })(ORDER_ID, CAUSE, next);
    expect(refused).toEqual({ ok: false, error: { code: 'ORDER_NOT_FOUND' } });
  });

  it('gives up for now when every attempt loses', async () => {
    const { orders } = ordersInMemory(anOrder());
    let attempts = 0;
    const save = () => {
      attempts += 1;
      return Promise.resolve('overtaken' as const);
    };
    const unlucky = { ...orders, save };
    await expect(makeChangeOrder({ orders: unlucky, clock })(ORDER_ID, CAUSE, next)).rejects.toMatchObject({
      name: 'ContentionError',
      message: expect.stringContaining('5 decisions') as unknown,
    });
    expect(attempts).toBe(5);
  });
});
