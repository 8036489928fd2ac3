import { describe, expect, it } from '@jest/globals';
import { CourierNeedsAttention, CourierNotificationFailed, CourierNotified } from '@orderwire/events-schema/delivery';
import { parseEvent } from '@orderwire/events-schema/envelope';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { makeMeter } from '@orderwire/local-cloud/engine/meter';
import { readOutbox } from '@orderwire/store/outbox';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { makeFakeClock } from '@orderwire/testing/fakes';
import { tableFrom } from '@orderwire/testing/table-definition';
import { makeWebhookLog } from './webhook-log.ts';
import type { WebhookRow } from './webhook-row.ts';

const cause = { correlationId: 'c-1', causationId: 'ord_1#2#0', actor: { type: 'system', id: 'delivery' } } as const;

const aRow = (change: Partial<WebhookRow> = {}): WebhookRow => ({
  ...{ webhookId: 'whk_ord_1_courier_packed', orderId: 'ord_1', kind: 'order.packed', status: 'pending' },
  ...{ attempts: 1, leaseUntil: 20_000, version: 1, updatedAt: '2026-03-01T12:00:00.000Z' },
  ...change,
});

const aLog = (service: 'warehouse' | 'delivery') => {
  const table = tableFrom('services/webhooks.yml', 'RequestsTable');
  const { clock: now } = makeFakeClock();
  const environment = { now, random: () => 0 };
  const { operations } = makeDynamoDb({
    ...{ environment, meter: makeMeter(), ownerOf: () => service, tables: [table] },
  });
  const { client: dynamo, sent } = makeEngineClient(operations);
  const events = { sent: CourierNotified, failed: CourierNotificationFailed, attention: CourierNeedsAttention };
  return {
    ...makeWebhookLog({ dynamo, tableName: table.name, events }),
    sent,
    item: () => operations.Scan({ TableName: table.name }).Items?.[0],
  };
};

describe.each(['warehouse', 'delivery'] as const)('the Requests table of %s', (service) => {
  it('takes the first row once; who comes second gets it to see', async () => {
    const { save } = aLog(service);
    expect(await save({ row: aRow() }, cause)).toBeUndefined();
    expect(await save({ row: aRow({ status: 'stopped' }) }, cause)).toEqual(aRow());
  });

  it('takes only the next version', async () => {
    const { save } = aLog(service);
    await save({ row: aRow() }, cause);
    const next = aRow({ status: 'stopped', version: 2 });
    expect(await save({ row: aRow({ version: 3 }) }, cause)).toEqual(aRow());
    expect(await save({ row: next }, cause)).toBeUndefined();
    expect(await save({ row: aRow({ version: 2 }) }, cause)).toEqual(next);
  });

  it('carries the event of the very write, and of no later one', async () => {
    const { save, item } = aLog(service);
    await save({ row: aRow() }, cause);
    expect(item()).not.toHaveProperty('outbox');
    await save({ row: aRow({ status: 'sent', lastStatus: 202, version: 2 }), event: 'sent' }, cause);
    const [event] = readOutbox(item()?.['outbox']?.S ?? '', 'orderwire.delivery');
    const { meta, data } = parseEvent(CourierNotified, JSON.parse(event?.detail ?? ''));
    expect(meta).toMatchObject({ id: 'whk_ord_1_courier_packed#2#0', sequence: 2, causationId: 'ord_1#2#0' });
    const named = { orderId: 'ord_1', webhookId: 'whk_ord_1_courier_packed', kind: 'order.packed' };
    expect(data).toEqual({ ...named, attempts: 1, status: 202 });
    await save({ row: aRow({ status: 'pending', version: 3 }) }, cause);
    expect(item()).not.toHaveProperty('outbox');
  });

  it('hands on what DynamoDB refuses for another reason', async () => {
    const { save } = aLog(service);
    await expect(save({ row: aRow({ version: 2 }) }, cause)).rejects.toThrow('conditional request failed');
    await expect(save({ row: aRow({ webhookId: '' }) }, cause)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
