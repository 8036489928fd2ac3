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

  it('wait while somebody has to decide, who reads why', () => {
    const change = forgetEnded(erase(anOrder(aReturn())));
    expect([change.order.erasure, change.order.returns, change.events]).toEqual(['asked', [aReturn()], []]);
  });

  it('wait for goods that have to come, and keep no word for that: they may never come', () => {
    const one = aReturn({ status: 'approved', instructions: 'Put it into its box.', decidedAt: 2 });
    const { order, events } = forgetEnded(erase(anOrder(one)));
    const { reason: _why, asked: _key, ...rest } = one;
    expect([order.erasure, order.returns, events]).toEqual(['asked', [rest], []]);
  });

  it('keep no word in the write that decides, while others are open', () => {
    const rejected = aReturn({ returnId: 'ret_1-2', status: 'rejected', rejection: 'Canary wore it' });
    const { order, events } = forgetEnded({
      order: {
        ...anOrder(aReturn({ reason: 'broken', asked: { key: 'k', fingerprint: 'f' } }), rejected),
        erasure: 'asked',
      },
      returnId: 'ret_1-2',
      events: [],
    });
    expect([order.erasure, order.returns[0]?.reason, events]).toEqual(['asked', 'broken', []]);
    expect(JSON.stringify(order)).not.toContain('Canary');
  });

  it('know a request that is approved as it comes when it is sent again', () => {
    const one = aReturn({ status: 'approved' });
    const data = { orderId: 'o', orderNumber: 'n', returnId: one.returnId, customerId: 'c', lines: [] };
    const asked = forgetEnded({
      order: { ...anOrder(one), erasure: 'asked' },
      returnId: one.returnId,
      events: [{ type: 'ReturnRequested', data }],
    });
    expect(asked.order.returns).toEqual([{ ...one, reason: undefined }]);
    expect(forgetEnded({ order: asked.order, events: [] }).order.returns[0]).not.toHaveProperty('asked');
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
