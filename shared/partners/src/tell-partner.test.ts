import { describe, expect, it } from '@jest/globals';
import type { EventOf } from '@orderwire/events-schema/envelope';
import type { OrderCancelled } from '@orderwire/events-schema/orders';
import { makeTellPartner } from './tell-partner.ts';
import type { OutgoingWebhook, Webhooks } from './webhooks.ts';

const meta = {
  ...{ id: 'ord_1#3#0', version: 1, source: 'orderwire.orders', subject: 'ord_1', sequence: 3 },
  ...{ occurredAt: '2026-03-01T12:00:00.000Z', correlationId: 'c-1', causationId: 'c-0' },
  actor: { type: 'customer', id: 'cus_1' },
} as const;

const cancelled: EventOf<typeof OrderCancelled> = {
  meta: { ...meta, type: 'OrderCancelled' },
  data: {
    orderNumber: 'JXW2-VRJV-47H2',
    by: 'customer',
    reason: 'changed my mind',
    previousStatus: 'packed',
    lines: [],
  },
};

/** A courier, and what it hears. @param known whether it may have heard of the order when that is cancelled */
const aPartner = ({
  webhooks = ['order.packed', 'order.cancelled'],
  known = 'maybe_told' as const,
}: {
  readonly webhooks?: readonly string[];
  readonly known?: Awaited<ReturnType<Webhooks['stop']>>;
} = {}) => {
  const told: OutgoingWebhook[] = [];
  const stopped: object[] = [];
  const partner = { name: 'courier', toldBy: 'delivery', webhooks, callbacks: ['shipped', 'delivered'] };
  const tell = makeTellPartner({
    partner,
    webhooks: {
      tell: (webhook) => Promise.resolve(void told.push(webhook)),
      stop: (which) => {
        stopped.push(which);
        return Promise.resolve(known);
      },
    },
    apiUrl: 'https://api.example',
  });
  return { ...tell, told, stopped };
};

const packed = (callbacks: object): OutgoingWebhook => ({
  ...{ orderId: 'ord_1', kind: 'order.packed', occurredAt: meta.occurredAt, data: { callbacks } },
});

describe('a partner that is asked', () => {
  it('hears where it reports what it may', async () => {
    const { ask, told } = aPartner();
    await ask((_event, callbacks) => packed(callbacks), { event: { meta }, attempt: 1 });
    const callbacks = {
      shipped: 'https://api.example/ordershipped/ord_1',
      delivered: 'https://api.example/orderdelivered/ord_1',
    };
    expect(told).toEqual([packed(callbacks)]);
  });

  it('hears nothing of a kind that it does not get', async () => {
    const { ask, told } = aPartner({ webhooks: ['order.cancelled'] });
    await ask((_event, callbacks) => packed(callbacks), { event: { meta }, attempt: 1 });
    expect(told).toEqual([]);
  });
});

describe('a partner whose order is cancelled', () => {
  it('is told not to ship it, and nothing of why or of whom', async () => {
    const { callOff, told, stopped } = aPartner();
    await callOff('order.packed', { event: cancelled, attempt: 1 });
    expect(stopped).toEqual([{ orderId: 'ord_1', kind: 'order.packed' }]);
    expect(told).toEqual([
      {
        ...{ orderId: 'ord_1', kind: 'order.cancelled', occurredAt: meta.occurredAt },
        data: { orderNumber: 'JXW2-VRJV-47H2', instruction: 'do_not_ship' },
      },
    ]);
  });

  it.each([
    ['has never heard of the order', { known: 'never_told' as const }],
    ['does not get cancellations', { webhooks: ['order.packed'] }],
  ])('is told nothing when it %s, but what it was to hear is stopped', async (_why, partner) => {
    const { callOff, told, stopped } = aPartner(partner);
    await callOff('order.packed', { event: cancelled, attempt: 1 });
    expect(stopped).toHaveLength(1);
    expect(told).toEqual([]);
  });
});
