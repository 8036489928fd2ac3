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
import { makeTellWarehouse } from './application/tell-warehouse.ts';
import { onOrderCancelled } from './handlers/events/on-order-cancelled.ts';
import { onOrderConfirmed } from './handlers/events/on-order-confirmed.ts';

const MAX_RECEIVE_COUNT = 3;
const KEY = 'canary-key-canary-key-canary';
const line = { itemId: 'itm_1', title: 'Lamp', count: 2, unitPrice: 1_000, taxRate: 1_900 };
const totals = { items: 2_000, shipping: 0, tax: 380, total: 2_380, currency: 'EUR' };

/** The whole service but for AWS and the partner. */
const aWarehouse = () => {
  const table = makeFakeRequestsTable('orderwire.warehouse');
  const { clock, advance } = makeFakeClock();
  const { log, lines, count } = makeRecorder();
  const queues = makeFakeClient(() => ({}));
  const parkedMessages = () => queues.inputs.filter((input) => 'MessageBody' in input);
  const partner = { status: 200, got: [] as { readonly type: string; readonly id: string | undefined }[] };
  const webhooks = makeWebhooks({
    partner: 'warehouse',
    service: 'warehouse',
    webhookLog: dynamoRequests({ dynamo: table.dynamo, tableName: 'Requests' }),
    send: makeWebhookSender({
      post: ({ body, headers }) => {
        const { type } = JSON.parse(body) as { readonly type: string };
        partner.got.push({ type, id: headers['webhook-id'] });
        return Promise.resolve({ status: partner.status });
      },
      url: 'https://warehouse.example/',
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
  const tellWarehouse = makeTellWarehouse({ webhooks, apiUrl: 'https://api.example' });
  const consume = makeQueueConsumer({
    subscriptions: [onOrderConfirmed(tellWarehouse), onOrderCancelled(tellWarehouse)],
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
    confirmed: (attempt?: number) => deliver(OrderConfirmed, { customerId: 'cus_1', lines: [line], totals }, attempt),
    cancelled: (previousStatus = 'confirmed', attempt?: number) =>
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

describe('a confirmed order', () => {
  it('is told to the warehouse once, however often its event comes', async () => {
    const warehouse = aWarehouse();
    expect([await warehouse.confirmed(), await warehouse.confirmed()]).toEqual(['done', 'done']);
    expect(warehouse.told()).toEqual(['order.confirmed']);
    expect(warehouse.published()).toEqual(['WarehouseNotified']);
  });

  it('is told again while the warehouse fails, then parked with its reason, and told when it is redriven', async () => {
    const warehouse = aWarehouse();
    warehouse.partner.status = 500;
    const fates = [await warehouse.confirmed(1), await warehouse.confirmed(2), await warehouse.confirmed(3)];
    expect(fates).toEqual(['retried', 'retried', 'parked']);
    expect(warehouse.parkedMessages()[0]).toMatchObject({
      MessageAttributes: { reason: { StringValue: 'PARTNER_ANSWERED_500' } },
    });
    warehouse.partner.status = 202;
    expect(await warehouse.confirmed(1)).toBe('done');
    expect(new Set(warehouse.partner.got.map(({ id }) => id))).toEqual(new Set(['whk_ord_1_warehouse_confirmed']));
    expect(warehouse.published()).toEqual([
      'WarehouseNotificationFailed',
      'WarehouseNeedsAttention',
      'WarehouseNotified',
    ]);
  });

  it.each([302, 400, 401, 403, 404])('is told again after the warehouse answered %i', async (status) => {
    const warehouse = aWarehouse();
    warehouse.partner.status = status;
    expect(await warehouse.confirmed()).toBe('retried');
  });

  it('is parked at once when the warehouse wants nothing any more', async () => {
    const warehouse = aWarehouse();
    warehouse.partner.status = 410;
    expect(await warehouse.confirmed()).toBe('parked');
    expect(warehouse.told()).toHaveLength(1);
  });
});

describe('a cancelled order', () => {
  it('is told to a warehouse that was told to pack it, once', async () => {
    const warehouse = aWarehouse();
    await warehouse.confirmed();
    expect([await warehouse.cancelled(), await warehouse.cancelled()]).toEqual(['done', 'done']);
    expect(warehouse.told()).toEqual(['order.confirmed', 'order.cancelled']);
  });

  it('that was never confirmed concerns no warehouse, and costs no write', async () => {
    const warehouse = aWarehouse();
    expect(await warehouse.cancelled('placed')).toBe('done');
    expect(warehouse.told()).toEqual([]);
    expect(warehouse.table.writes).toHaveLength(0);
  });

  it('whose cancellation overtakes its confirmation is never told at all', async () => {
    const warehouse = aWarehouse();
    await warehouse.cancelled();
    await warehouse.confirmed();
    await warehouse.cancelled();
    expect(warehouse.told()).toEqual([]);
    expect(warehouse.published()).toEqual([]);
  });

  it.each([
    ['between two tries of its confirmation', 1],
    ['after its confirmation was given up', MAX_RECEIVE_COUNT],
  ])('%s ends these and says not to ship', async (_, attempt) => {
    const warehouse = aWarehouse();
    warehouse.partner.status = 503;
    await warehouse.confirmed(attempt);
    warehouse.partner.status = 200;
    expect(await warehouse.cancelled()).toBe('done');
    expect(await warehouse.confirmed()).toBe('done');
    expect(warehouse.told()).toEqual(['order.confirmed', 'order.cancelled']);
  });

  it('is parked when the warehouse does not take it', async () => {
    const warehouse = aWarehouse();
    await warehouse.confirmed();
    warehouse.partner.status = 500;
    const fates = [await warehouse.cancelled('packed', 1), await warehouse.cancelled('packed', MAX_RECEIVE_COUNT)];
    expect(fates).toEqual(['retried', 'parked']);
    expect(warehouse.published()).toEqual([
      'WarehouseNotified',
      'WarehouseNotificationFailed',
      'WarehouseNeedsAttention',
    ]);
  });
});

describe('what the warehouse service leaves behind', () => {
  it('holds no key', async () => {
    const warehouse = aWarehouse();
    warehouse.partner.status = 500;
    await warehouse.confirmed(1);
    await warehouse.confirmed(MAX_RECEIVE_COUNT);
    expect(JSON.stringify([warehouse.lines, warehouse.parkedMessages()])).not.toContain(KEY);
    expect(warehouse.table.text()).not.toContain(KEY);
  });

  it('is a parked message for an event it does not know', async () => {
    expect(await aWarehouse().deliver(OrderPacked, {})).toBe('parked');
  });
});
