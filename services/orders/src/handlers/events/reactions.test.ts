import { describe, expect, it } from '@jest/globals';
import { makeQueueConsumer } from '@orderwire/messaging/queue-consumer';
import { makeFakeClient, makeRecorder } from '@orderwire/testing/fakes';
import type { SQSEvent } from 'aws-lambda';
import { makeChangeOrder } from '../../application/change-order.ts';
import { makeReactions } from '../../application/reactions.ts';
import type { Price } from '../../domain/pricing.ts';
import { NOW, ORDER_ID, anOrder } from '../../testing/builders.ts';
import { makeMemoryOrders } from '../../testing/fakes.ts';
import { onItemCreated } from './on-item-created.ts';
import { onItemUpdated } from './on-item-updated.ts';
import { onPaymentAuthorized } from './on-payment-authorized.ts';
import { onPaymentDeclined } from './on-payment-declined.ts';
import { onStockReservationFailed } from './on-stock-reservation-failed.ts';
import { onStockReserved } from './on-stock-reserved.ts';

const EVENTS = {
  StockReserved: ['inventory', { orderId: ORDER_ID, lines: [{ itemId: 'mug', count: 2 }] }],
  StockReservationFailed: ['inventory', { orderId: ORDER_ID, lines: [{ itemId: 'mug', requested: 2, available: 1 }] }],
  PaymentAuthorized: [
    'payments',
    { orderId: ORDER_ID, paymentId: 'pay_1', amount: 2_870, currency: 'EUR', providerReference: 'sim_1' },
  ],
  PaymentDeclined: ['payments', { orderId: ORDER_ID, reason: 'declined' }],
  ItemCreated: [
    'catalog',
    { itemId: 'mug', title: 'Mug', category: 'kitchen', price: 1_000, taxRate: 1_900, currency: 'EUR', changed: [] },
  ],
  ItemUpdated: [
    'catalog',
    { itemId: 'mug', title: 'Cup', category: 'office', price: 900, taxRate: 700, currency: 'USD', changed: ['price'] },
  ],
} as const;

type EventName = keyof typeof EVENTS;

const messages = (...names: readonly EventName[]): SQSEvent =>
  ({
    Records: names.map((type, index) => {
      const [service, data] = EVENTS[type];
      const meta = {
        id: `${service}_1#1#0`,
        type,
        version: 1,
        source: `orderwire.${service}`,
        subject: `${service}_1`,
        sequence: 1,
        occurredAt: '2026-03-01T12:00:00.000Z',
        correlationId: ORDER_ID,
        causationId: 'x',
        actor: { type: 'system', id: service },
      };
      return {
        messageId: String(index),
        body: JSON.stringify({ 'detail-type': type, detail: { meta, data } }),
        attributes: { ApproximateReceiveCount: '1' },
      };
    }),
  }) as unknown as SQSEvent;

const aConsumer = (...existing: Parameters<typeof anOrder>) => {
  const memory = makeMemoryOrders(anOrder(...existing));
  const reactions = makeReactions(makeChangeOrder({ orders: memory.orders, clock: () => NOW }));
  const kept: (readonly [Price, number])[] = [];
  const keep = (price: Price, sequence: number) => Promise.resolve(void kept.push([price, sequence]));
  const consume = makeQueueConsumer({
    subscriptions: [
      onItemCreated({ keep }),
      onItemUpdated({ keep }),
      onStockReserved(reactions),
      onStockReservationFailed(reactions),
      onPaymentAuthorized(reactions),
      onPaymentDeclined(reactions),
    ],
    sqs: makeFakeClient(() => ({})).client,
    inboxUrl: 'inbox',
    deadLetterQueueUrl: 'dead-letters',
    ...makeRecorder(),
  });
  return { ...memory, consume, kept };
};

describe('what arrives in the queue', () => {
  it.each([
    [['StockReserved', 'PaymentAuthorized'], ['OrderConfirmed']],
    [['PaymentAuthorized', 'StockReserved', 'StockReserved'], ['OrderConfirmed']],
    [['PaymentAuthorized', 'StockReservationFailed'], ['OrderRejected']],
    [['PaymentDeclined', 'StockReserved', 'PaymentDeclined'], ['OrderRejected']],
  ] as const)('moves the order: %j makes %j', async (names, expected) => {
    const { consume, eventTypes, written } = aConsumer();
    expect(await consume(messages(...names))).toEqual({ batchItemFailures: [] });
    expect(eventTypes()).toEqual(expected);
    const { correlationId, actor } = written.at(-1)?.cause ?? {};
    expect([correlationId, actor]).toEqual([ORDER_ID, { type: 'system', id: 'orders' }]);
  });

  it('keeps the price of a new item, and no more of it', async () => {
    const { consume, kept } = aConsumer();
    await consume(messages('ItemCreated'));
    expect(kept).toEqual([[{ itemId: 'mug', title: 'Mug', price: 1_000, taxRate: 1_900, currency: 'EUR' }, 1]]);
  });

  it('keeps what a known item costs now, under the version that it says', async () => {
    const { consume, kept } = aConsumer();
    await consume(messages('ItemUpdated'));
    expect(kept).toEqual([[{ itemId: 'mug', title: 'Cup', price: 900, taxRate: 700, currency: 'USD' }, 1]]);
  });

  it('stays in the queue while its order is not there', async () => {
    const { consume } = aConsumer({ orderId: 'ord_other' });
    expect(await consume(messages('StockReserved'))).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
  });
});
