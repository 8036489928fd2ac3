import { describe, expect, it } from '@jest/globals';
import { chargesFor } from '@orderwire/testing/charges';
import { STANDARD } from '@orderwire/testing/taxed';
import { orderConfirmed, returnApproved, wasConfirmed } from './webhooks.ts';

const meta = {
  id: 'ord_1#2#0',
  version: 1,
  source: 'orderwire.orders',
  subject: 'ord_1',
  sequence: 2,
  occurredAt: '2026-03-01T12:00:00.000Z',
  correlationId: 'c-1',
  causationId: 'c-0',
  actor: { type: 'system', id: 'orders' },
} as const;

const callbacks = { packed: 'https://api.example/orderpacked/ord_1' };

const aLine = (change: object = {}) => ({
  ...{ itemId: 'itm_1', title: 'Lamp', count: 2, unitPrice: 1_000, ...STANDARD },
  ...change,
});

const confirmed = (lines = [aLine()]) => ({
  meta: { ...meta, type: 'OrderConfirmed' as const },
  data: { orderNumber: 'JXW2-VRJV-47H2', customerId: 'cus_1', lines, charges: chargesFor(lines) },
});

const cancelled = (previousStatus: 'placed' | 'confirmed' | 'packed' = 'confirmed') => ({
  meta: { ...meta, type: 'OrderCancelled' as const },
  data: {
    orderNumber: 'JXW2-VRJV-47H2',
    by: 'customer' as const,
    reason: 'changed my mind',
    previousStatus,
    lines: [aLine()],
  },
});

describe('the webhook of a confirmed order', () => {
  it('says what to pack and where to call back, without prices and without the customer', () => {
    expect(orderConfirmed(confirmed([aLine({ options: { color: 'red' } })]), callbacks)).toEqual({
      orderId: 'ord_1',
      kind: 'order.confirmed',
      occurredAt: meta.occurredAt,
      data: {
        orderNumber: 'JXW2-VRJV-47H2',
        lines: [{ itemId: 'itm_1', title: 'Lamp', count: 2, options: { color: 'red' } }],
        callbacks,
      },
    });
  });

  it('stays below 20,000 bytes for the largest order, and tells every id and option in full', () => {
    const lines = Array.from({ length: 40 }, (_, at) => ({
      ...{ itemId: String(at).padStart(200, 'i'), title: '漢'.repeat(200), count: 99 },
      options: { color: '色'.repeat(50) },
    }));
    const webhook = orderConfirmed(confirmed(lines.map(aLine)), {
      packed: `https://${'a'.repeat(200)}.example/orderpacked/ord_1`,
    });
    expect(Buffer.byteLength(JSON.stringify({ type: webhook.kind, timestamp: '', ...webhook }))).toBeLessThan(20_000);
    const title = expect.stringMatching(/^漢{10,}$/);
    expect(webhook.data.lines).toEqual(lines.map((line) => ({ ...line, title })));
  });

  it('has titles in full where there is room for them', () => {
    const lines = Array.from({ length: 20 }, (_, at) => aLine({ itemId: String(at), title: '漢'.repeat(200) }));
    expect(orderConfirmed(confirmed(lines), {}).data.lines).toMatchObject(lines.map(({ title }) => ({ title })));
  });
});

describe('the webhook of a cancelled order', () => {
  it.each([
    ['placed', false],
    ['confirmed', true],
    ['packed', true],
  ] as const)('is due for an order that was %s: %s', (status, due) => {
    expect(wasConfirmed(cancelled(status))).toBe(due);
  });
});

describe('return.approved', () => {
  it('says what comes back, under which name to report it, and where', () => {
    const data = {
      ...{ orderId: 'ord_1', orderNumber: 'JXW2-VRJV-47H2', returnId: 'ret_1_1' },
      ...{
        lines: [{ itemId: 'itm_1', title: 'Lamp', count: 1 }],
        instructions: 'Wrap it.',
        labelUrl: 'https://l.example',
      },
    };
    const at = { returned: 'https://api.example/orderreturned/ord_1' };
    expect(returnApproved({ meta: { ...meta, type: 'ReturnApproved', subject: 'ret_1_1' }, data }, at)).toEqual({
      ...{ orderId: 'ord_1', kind: 'return.approved', of: 'ret_1_1', occurredAt: meta.occurredAt },
      data: {
        ...{ orderNumber: 'JXW2-VRJV-47H2', returnId: 'ret_1_1', callbacks: at },
        lines: [{ itemId: 'itm_1', title: 'Lamp', count: 1 }],
      },
    });
  });
});
