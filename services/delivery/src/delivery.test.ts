import { describe, expect, it } from '@jest/globals';
import type { EventDefinition } from '@orderwire/events-schema/envelope';
import { OrderCancelled, OrderConfirmed, OrderPacked } from '@orderwire/events-schema/orders';
import { makeQueueConsumer } from '@orderwire/messaging/queue-consumer';
import { makeFakeRequestsTable } from '@orderwire/partners/testing/fake-requests-table';
import { makeWebhookSender } from '@orderwire/partners/webhook-sender';
import { makeWebhooks } from '@orderwire/partners/webhooks';
import { makeFakeClient, makeFakeClock, makeRecorder } from '@orderwire/testing/fakes';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { dynamoRequests } from './adapters/requests.ts';
import { makeTellCourier } from './application/tell-courier.ts';
import { onOrderCancelled } from './handlers/events/on-order-cancelled.ts';
import { onOrderPacked } from './handlers/events/on-order-packed.ts';

const MAX_RECEIVE_COUNT = 3;
const KEY = 'canary-key-canary-key-canary';
const line = { itemId: 'itm_1', title: 'Lamp', count: 2, unitPrice: 1_000, taxRate: 1_900 };
const recipient = {
  name: 'Canary Person',
  email: 'canary@example.com',
  phone: '+49 30 123456',
  address: { street: 'Canary Street 1', city: 'Berlin', postalCode: '10115', country: 'DE' },
};

/** The whole service but for AWS and the partner. */
const aDelivery = () => {
  const table = makeFakeRequestsTable('orderwire.delivery');
  const { clock, advance } = makeFakeClock();
  const { log, lines, count } = makeRecorder();
  const queues = makeFakeClient(() => ({}));
  const parkedMessages = () => queues.inputs.filter((input) => 'MessageBody' in input);
  const partner = { status: 200, got: [] as { readonly type: string; readonly id: string | undefined }[] };
  const webhooks = makeWebhooks({
    partner: 'courier',
    service: 'delivery',
    webhookLog: dynamoRequests({ dynamo: table.dynamo, tableName: 'Requests' }),
    send: makeWebhookSender({
      post: ({ body, headers }) => {
        const { type } = JSON.parse(body) as { readonly type: string };
        partner.got.push({ type, id: headers['webhook-id'] });
        return Promise.resolve({ status: partner.status });
      },
      url: 'https://courier.example/',
      allowLocal: false,
      secret: { read: () => Promise.resolve(JSON.stringify({ kid: 'a', key: KEY })) },
      clock,
    }),
    clock,
    log,
    count,
    maxAttempts: MAX_RECEIVE_COUNT,
    leaseMs: 20_000,
  });
  const tellCourier = makeTellCourier({ webhooks, apiUrl: 'https://api.example' });
  const consume = makeQueueConsumer({
    subscriptions: [onOrderPacked(tellCourier), onOrderCancelled(tellCourier)],
    sqs: queues.client,
    inboxUrl: 'inbox',
    deadLetterQueueUrl: 'https://sqs.example/dead',
    log,
    count,
  });
  /** Delivers an event once and tells what becomes of its message. */
  const deliver = async (definition: EventDefinition, data: object, attempt = 1) => {
    const parked = parkedMessages().length;
    const { batchItemFailures } = await consume(messageOf(definition, data, attempt));
    advance(120_000);
    return batchItemFailures.length > 0 ? 'retried' : parkedMessages().length > parked ? 'parked' : 'done';
  };
  return {
    partner,
    table,
    parkedMessages,
    lines,
    packed: (attempt?: number) => deliver(OrderPacked, { lines: [line], recipient }, attempt),
    cancelled: (previousStatus = 'packed', attempt?: number) =>
      deliver(OrderCancelled, { by: 'customer', previousStatus, lines: [line] }, attempt),
    deliver,
    told: () => partner.got.map(({ type }) => type),
    published: () => table.published.map(({ type }) => type),
  };
};

const messageOf = ({ type, version, source }: EventDefinition, data: object, attempt: number): SQSEvent => {
  const meta = {
    ...{ id: `ord_1#2#${type}`, type, version, source, subject: 'ord_1', sequence: 2 },
    ...{ occurredAt: '2026-03-01T12:00:00.000Z', correlationId: 'c-1', causationId: 'c-0' },
    actor: { type: 'system', id: 'orders' },
  };
  const record = {
    messageId: 'm-1',
    body: JSON.stringify({ 'detail-type': type, detail: { meta, data } }),
    attributes: { ApproximateReceiveCount: String(attempt) },
  };
  return { Records: [record as SQSRecord] };
};

describe('a packed order', () => {
  it('is told to the courier once, however often its event comes', async () => {
    const delivery = aDelivery();
    expect([await delivery.packed(), await delivery.packed()]).toEqual(['done', 'done']);
    expect(delivery.told()).toEqual(['order.packed']);
    expect(delivery.published()).toEqual(['CourierNotified']);
  });

  it('is told again while the courier fails, then parked with its reason, and told when it is redriven', async () => {
    const delivery = aDelivery();
    delivery.partner.status = 500;
    const fates = [await delivery.packed(1), await delivery.packed(2), await delivery.packed(3)];
    expect(fates).toEqual(['retried', 'retried', 'parked']);
    expect(delivery.parkedMessages()[0]).toMatchObject({
      MessageAttributes: { reason: { StringValue: 'PARTNER_ANSWERED_500' } },
    });
    delivery.partner.status = 202;
    expect(await delivery.packed(1)).toBe('done');
    expect(new Set(delivery.partner.got.map(({ id }) => id))).toEqual(new Set(['whk_ord_1_courier_packed']));
    expect(delivery.published()).toEqual(['CourierNotificationFailed', 'CourierNeedsAttention', 'CourierNotified']);
  });

  it.each([302, 400, 401, 403, 404])('is told again after the courier answered %i', async (status) => {
    const delivery = aDelivery();
    delivery.partner.status = status;
    expect(await delivery.packed()).toBe('retried');
  });

  it('is parked at once when the courier wants nothing any more', async () => {
    const delivery = aDelivery();
    delivery.partner.status = 410;
    expect(await delivery.packed()).toBe('parked');
    expect(delivery.told()).toHaveLength(1);
  });
});

describe('a cancelled order', () => {
  it('is told to a courier that was told to fetch it, once', async () => {
    const delivery = aDelivery();
    await delivery.packed();
    expect([await delivery.cancelled(), await delivery.cancelled()]).toEqual(['done', 'done']);
    expect(delivery.told()).toEqual(['order.packed', 'order.cancelled']);
  });

  it.each(['placed', 'confirmed'])('that was only %s concerns no courier, and costs no write', async (status) => {
    const delivery = aDelivery();
    expect(await delivery.cancelled(status)).toBe('done');
    expect(delivery.told()).toEqual([]);
    expect(delivery.table.writes).toHaveLength(0);
  });

  it('whose cancellation overtakes its packing is never told at all', async () => {
    const delivery = aDelivery();
    await delivery.cancelled();
    await delivery.packed();
    await delivery.cancelled();
    expect(delivery.told()).toEqual([]);
    expect(delivery.published()).toEqual([]);
  });

  it.each([
    ['between two tries to tell of it', 1],
    ['after telling of it was given up', MAX_RECEIVE_COUNT],
  ])('%s ends these and says not to ship', async (_, attempt) => {
    const delivery = aDelivery();
    delivery.partner.status = 503;
    await delivery.packed(attempt);
    delivery.partner.status = 200;
    expect(await delivery.cancelled()).toBe('done');
    expect(await delivery.packed()).toBe('done');
    expect(delivery.told()).toEqual(['order.packed', 'order.cancelled']);
  });

  it('is parked when the courier does not take it', async () => {
    const delivery = aDelivery();
    await delivery.packed();
    delivery.partner.status = 500;
    const fates = [await delivery.cancelled('packed', 1), await delivery.cancelled('packed', MAX_RECEIVE_COUNT)];
    expect(fates).toEqual(['retried', 'parked']);
    expect(delivery.published()).toEqual(['CourierNotified', 'CourierNotificationFailed', 'CourierNeedsAttention']);
  });
});

describe('what the delivery service leaves behind', () => {
  it('holds no key and nobody’s name or address', async () => {
    const delivery = aDelivery();
    delivery.partner.status = 500;
    await delivery.packed(1);
    await delivery.packed(MAX_RECEIVE_COUNT);
    const parked = delivery.parkedMessages().map(({ MessageAttributes }) => MessageAttributes);
    const left = JSON.stringify([delivery.lines, parked, delivery.table.published]) + delivery.table.text();
    expect(left).not.toMatch(new RegExp(`${KEY}|canary|30 123456`, 'i'));
  });

  it('is a parked message for an event it does not know', async () => {
    expect(await aDelivery().deliver(OrderConfirmed, {})).toBe('parked');
  });
});
