import { describe, expect, it } from '@jest/globals';
import { erase, forgetEnded } from './erase.ts';
import { newOrder, type Order, type Return } from './order.ts';

const ORDER = 'ord_01KQ90B6D8F0H2K4M6P8R0T2V4';
const lines = [{ itemId: 'mug', count: 1 }];
const aReturn = (more: Partial<Return> = {}): Return => ({
  ...{ returnId: 'ret_1-1', lines, reason: 'Canary broke it', status: 'requested', requestedAt: 1, receipts: [] },
  asked: { key: 'Canary', fingerprint: 'f' },
  ...more,
});
const arrived = [
  { toldBy: 'e1', at: 2, condition: 'good', parts: [{ parcelId: 'p1', lines, shipping: 0 }], total: 1 },
] as const;
const anOrder = (...returns: readonly Return[]): Order => ({ ...newOrder(ORDER), version: 3, returns });

describe('the returns of an order whose customer is erased', () => {
  it.each([
    ['rejected', aReturn({ status: 'rejected', rejection: 'Canary wore it' })],
    ['received', aReturn({ status: 'approved', receipts: arrived })],
  ])('forget what people wrote where all are %s, and tell', (_how, one) => {
    const { order, events } = forgetEnded(erase(anOrder(one)));
    expect([order.erasure, order.version, order.returns[0]?.lines]).toEqual(['done', 4, lines]);
    expect(JSON.stringify(order)).not.toContain('Canary');
    expect(events).toEqual([{ type: 'ReturnsErased', data: { orderId: ORDER, orderNumber: expect.any(String) } }]);
  });

  it('tell at once where there are none, also of an order that is not known here', () => {
    const { order, events } = forgetEnded(erase(newOrder(ORDER)));
    expect([order.version, order.erasure, events.length]).toEqual([1, 'done', 1]);
  });

  it.each([
    ['somebody has to decide', aReturn()],
    ['goods have to come', aReturn({ status: 'approved' })],
  ])('wait while %s', (_why, one) => {
    const change = forgetEnded(erase(anOrder(one)));
    expect([change.order.erasure, change.order.returns, change.events]).toEqual(['asked', [one], []]);
  });

  it('forget in the write that ends the last one, and only then', () => {
    const asked = { ...anOrder(aReturn({ status: 'rejected' })), erasure: 'asked' } as const;
    const rejected = { type: 'ReturnRejected', data: { orderId: 'o', orderNumber: 'n', returnId: 'r' } } as const;
    const ended = forgetEnded({ order: asked, returnId: 'ret_1-1', events: [rejected] });
    expect(ended.events.map(({ type }) => type)).toEqual(['ReturnRejected', 'ReturnsErased']);
    expect(forgetEnded({ order: ended.order, events: [] }).events).toEqual([]);
  });

  it('change nothing when they are told again', () => {
    const done = { ...anOrder(), erasure: 'done' } as const;
    expect(erase(done).order).toBe(done);
  });
});
