import { describe, expect, it } from '@jest/globals';
import { orderPacked, wasPacked } from './webhooks.ts';
import { STANDARD } from '@orderwire/testing/taxed';

const meta = {
  id: 'ord_1#3#0',
  version: 1,
  source: 'orderwire.orders',
  subject: 'ord_1',
  sequence: 3,
  occurredAt: '2026-03-01T12:00:00.000Z',
  correlationId: 'c-1',
  causationId: 'c-0',
  actor: { type: 'partner', id: 'warehouse' },
} as const;

const callbacks = {
  shipped: 'https://api.example/ordershipped/ord_1',
  delivered: 'https://api.example/orderdelivered/ord_1',
};

const aLine = (change: object = {}) => ({
  ...{ itemId: 'itm_1', title: 'Lamp', count: 2, options: { color: 'red' }, unitPrice: 1_000, ...STANDARD },
  ...change,
});

const address = { street: 'Hauptstraße 1', city: 'Berlin', postalCode: '10115', country: 'DE' };

const packed = (
  lines = [aLine()],
  recipient: { phone?: string; address?: typeof address } = { phone: '+49 30 1' },
) => ({
  meta: { ...meta, type: 'OrderPacked' as const },
  data: {
    orderNumber: 'JXW2-VRJV-47H2',
    lines,
    recipient: { name: 'Ada', email: 'ada@example.com', address, ...recipient },
  },
});

const cancelled = (previousStatus: 'placed' | 'confirmed' | 'packed' = 'packed') => ({
  meta: { ...meta, type: 'OrderCancelled' as const },
  data: { orderNumber: 'JXW2-VRJV-47H2', by: 'customer' as const, previousStatus, lines: [aLine()] },
});

describe('the webhook of a packed order', () => {
  it('says what to bring to whom and where to call back, without prices and without the e-mail address', () => {
    expect(orderPacked(packed(), callbacks)).toEqual({
      orderId: 'ord_1',
      kind: 'order.packed',
      occurredAt: meta.occurredAt,
      data: {
        orderNumber: 'JXW2-VRJV-47H2',
        recipient: { name: 'Ada', phone: '+49 30 1', address },
        lines: [{ title: 'Lamp', count: 2 }],
        callbacks,
      },
    });
  });

  it('has no phone number when the recipient gave none', () => {
    expect(orderPacked(packed([aLine()], {}), {}).data.recipient).toEqual({ name: 'Ada', address });
  });

  it('stays below 20 kB for the largest order', () => {
    const lines = Array.from({ length: 40 }, () => aLine({ title: '漢'.repeat(200), count: 99 }));
    const longest = { street: '漢'.repeat(500), city: '漢'.repeat(100), postalCode: '漢'.repeat(20), country: 'JP' };
    const { data } = orderPacked(packed(lines, { phone: '漢'.repeat(30), address: longest }), callbacks);
    expect(Buffer.byteLength(JSON.stringify(data))).toBeLessThan(19_500);
    expect(data.lines).toMatchObject(lines.map(() => ({ title: expect.stringMatching(/^漢{80,}$/), count: 99 })));
  });
});

describe('the webhook of a cancelled order', () => {
  it.each([
    ['placed', false],
    ['confirmed', false],
    ['packed', true],
  ] as const)('is due for an order that was %s: %s', (status, due) => {
    expect(wasPacked(cancelled(status))).toBe(due);
  });
});
