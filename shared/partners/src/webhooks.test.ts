import { describe, expect, it } from '@jest/globals';
import { WarehouseNotificationFailed, WarehouseNotified } from '@orderwire/events-schema/warehouse';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import { makeFakeClock, makeRecorder } from '@orderwire/testing/fakes';
import { makeFakeRequestsTable } from './testing/fake-requests-table.ts';
import { makeWebhookLog } from './webhook-log.ts';
import type { SendOutcome } from './webhook-sender.ts';
import { makeWebhooks, type OutgoingWebhook } from './webhooks.ts';

const ID = 'whk_ord_1_warehouse_confirmed';
const LEASE_MS = 20_000;
const accepted: SendOutcome = { accepted: true, status: 200 };
const failing: SendOutcome = { accepted: false, retry: true, code: 'PARTNER_ANSWERED_503', status: 503 };
const refusing: SendOutcome = { accepted: false, retry: false, code: 'PARTNER_ANSWERED_400', status: 400 };

const webhook: OutgoingWebhook = {
  orderId: 'ord_1',
  kind: 'order.confirmed',
  occurredAt: '2026-03-01T12:00:00.000Z',
  data: { recipient: 'Canary Person' },
};

const because = (attempt = 1) => ({ meta: { id: 'ord_1#2#0', correlationId: 'c-1' }, attempt });

const given = (answer: SendOutcome | (() => Promise<SendOutcome>) = accepted) => {
  const table = makeFakeRequestsTable('orderwire.warehouse');
  const { clock, advance } = makeFakeClock();
  const { log, lines } = makeRecorder();
  const sent: { readonly id: string; readonly body: string }[] = [];
  const world = { answer };
  const webhooks = makeWebhooks({
    partner: 'warehouse',
    service: 'warehouse',
    webhookLog: makeWebhookLog({
      dynamo: table.dynamo,
      tableName: 'Requests',
      events: { sent: WarehouseNotified, failed: WarehouseNotificationFailed },
    }),
    send: (message) => {
      sent.push(message);
      return typeof world.answer === 'function' ? world.answer() : Promise.resolve(world.answer);
    },
    clock,
    log,
    maxAttempts: 3,
    leaseMs: LEASE_MS,
  });
  return { ...webhooks, table, advance, lines, sent, world, row: () => table.row(ID) };
};

describe('telling a partner', () => {
  it('sends once, marks it sent and publishes that, in two writes', async () => {
    const { tell, table, sent, row } = given();
    await tell(webhook, because());
    expect(sent).toHaveLength(1);
    expect(sent[0]?.id).toBe(ID);
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      type: 'order.confirmed',
      timestamp: webhook.occurredAt,
      data: { orderId: 'ord_1', recipient: 'Canary Person' },
    });
    expect(row()).toMatchObject({ status: 'sent', attempts: 1, lastStatus: 200, version: 2 });
    expect(row()).not.toHaveProperty('sendingUntil');
    const data = { orderId: 'ord_1', webhookId: ID, kind: 'order.confirmed', attempts: 1, status: 200 };
    expect(table.published).toEqual([{ id: `${ID}#2#0`, type: 'WarehouseNotified', data }]);
    expect(table.writes).toHaveLength(2);
  });

  it('keeps no personal data, neither in the row nor in the log', async () => {
    const { tell, table, lines } = given();
    await tell(webhook, because());
    expect(table.text() + JSON.stringify(lines)).not.toContain('Canary');
  });

  it('again does nothing', async () => {
    const { tell, table, sent } = given();
    await tell(webhook, because());
    await tell(webhook, because(2));
    expect(sent).toHaveLength(1);
    expect(table.published).toHaveLength(1);
  });

  it('twice at the same time sends once; the other comes back later', async () => {
    const { tell, sent } = given();
    const both = await Promise.allSettled([tell(webhook, because()), tell(webhook, because())]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await tell(webhook, because(2));
    expect(sent).toHaveLength(1);
  });

  it('goes on after a crash between sending and marking, under the same id', async () => {
    const { tell, sent, advance, world, row } = given(() => Promise.reject(new Error('killed')));
    await expect(tell(webhook, because())).rejects.toThrow('killed');
    await expect(tell(webhook, because(2))).rejects.toThrow('in flight');
    advance(LEASE_MS);
    world.answer = accepted;
    await tell(webhook, because(3));
    expect(sent.map(({ id }) => id)).toEqual([ID, ID]);
    expect(sent[0]?.body).toBe(sent[1]?.body);
    expect(row()).toMatchObject({ status: 'sent', attempts: 2 });
  });
});

describe('a partner that fails', () => {
  it('is tried again by the queue', async () => {
    const { tell, table, world, row } = given(failing);
    const failure = tell(webhook, because());
    await expect(failure).rejects.toThrow('PARTNER_ANSWERED_503');
    await expect(failure).rejects.not.toBeInstanceOf(TerminalError);
    expect(row()).toMatchObject({ status: 'pending', attempts: 1, lastStatus: 503 });
    expect(table.published).toHaveLength(0);
    world.answer = accepted;
    await tell(webhook, because(2));
    expect(row()).toMatchObject({ status: 'sent', attempts: 2, lastStatus: 200 });
  });

  it('is given up at the last attempt: parked, and said so', async () => {
    const { tell, table, row } = given(failing);
    await expect(tell(webhook, because(3))).rejects.toBeInstanceOf(TerminalError);
    expect(row()).toMatchObject({ status: 'failed', attempts: 1, lastStatus: 503 });
    const data = { orderId: 'ord_1', webhookId: ID, kind: 'order.confirmed', attempts: 1, status: 503 };
    expect(table.published).toEqual([{ id: `${ID}#2#0`, type: 'WarehouseNotificationFailed', data }]);
  });

  it('is given up at once when the answer is final', async () => {
    const { tell, row } = given(refusing);
    await expect(tell(webhook, because())).rejects.toMatchObject({ code: 'PARTNER_ANSWERED_400' });
    expect(row()).toMatchObject({ status: 'failed' });
  });

  it('that could not be reached leaves no status', async () => {
    const { tell, table } = given({ accepted: false, retry: true, code: 'PARTNER_UNREACHABLE_ECONNREFUSED' });
    await expect(tell(webhook, because(3))).rejects.toBeInstanceOf(TerminalError);
    expect(table.published[0]?.data).not.toHaveProperty('status');
  });

  it('gets the same webhook when its message is redriven, and then it is sent', async () => {
    const { tell, table, sent, world, row } = given(refusing);
    await expect(tell(webhook, because())).rejects.toBeInstanceOf(TerminalError);
    world.answer = accepted;
    await tell(webhook, because());
    expect(sent.map(({ id }) => id)).toEqual([ID, ID]);
    expect(row()).toMatchObject({ status: 'sent', attempts: 2 });
    expect(table.published.map(({ type }) => type)).toEqual(['WarehouseNotificationFailed', 'WarehouseNotified']);
    expect(new Set(table.published.map(({ id }) => id)).size).toBe(2);
  });

  it('is left in peace as long as it asks for, but for the last attempt', async () => {
    const { tell, sent, advance, world } = given({ ...failing, retryAfterMs: 200_000 });
    await expect(tell(webhook, because())).rejects.toThrow('503');
    advance(120_000);
    await expect(tell(webhook, because(2))).rejects.toThrow('has to wait');
    expect(sent).toHaveLength(1);
    world.answer = accepted;
    await tell(webhook, because(3));
    expect(sent).toHaveLength(2);
  });

  it('cannot ask for more quiet than the queue can give', async () => {
    const { tell, row } = given({ ...failing, retryAfterMs: 10 ** 12 });
    await expect(tell(webhook, because())).rejects.toThrow('503');
    expect((row()?.notBefore ?? 0) - Date.parse(row()?.updatedAt ?? '')).toBe(15 * 60_000);
  });
});

describe('stopping a webhook', () => {
  it('before its event has arrived keeps it from ever going out', async () => {
    const { tell, stop, sent, table, row } = given();
    expect(await stop(webhook, because())).toBe('never_told');
    await tell(webhook, because());
    expect(sent).toHaveLength(0);
    expect(row()).toMatchObject({ status: 'stopped', attempts: 0 });
    expect(table.published).toHaveLength(0);
  });

  it('again says the same', async () => {
    const { stop, table } = given();
    await stop(webhook, because());
    expect(await stop(webhook, because(2))).toBe('never_told');
    expect(table.row(ID)).toMatchObject({ version: 1 });
  });

  it('that is sent says that the partner knows, and changes nothing', async () => {
    const { tell, stop, row } = given();
    await tell(webhook, because());
    expect(await stop(webhook, because())).toBe('maybe_told');
    expect(row()).toMatchObject({ status: 'sent', version: 2 });
  });

  it.each([
    ['between two tries', failing, 1],
    ['after it failed', refusing, 1],
    ['after the last try', failing, 3],
  ])('%s ends it, and the partner may know', async (_, answer, attempt) => {
    const { tell, stop, sent, world, row } = given(answer);
    await expect(tell(webhook, because(attempt))).rejects.toThrow();
    expect(await stop(webhook, because())).toBe('maybe_told');
    world.answer = accepted;
    await tell(webhook, because(2));
    expect(sent).toHaveLength(1);
    expect(row()).toMatchObject({ status: 'stopped' });
  });

  it.each([
    ['arrives', accepted, 'sent'],
    ['fails', failing, 'stopped'],
    ['is refused', refusing, 'stopped'],
  ] as const)('in flight waits for it, and no further try follows once it %s', async (_, answer, status) => {
    const flight: { land?: (outcome: SendOutcome) => void } = {};
    const { tell, stop, sent, table, row } = given(() => new Promise((resolve) => (flight.land = resolve)));
    const telling = tell(webhook, because());
    await expect(stop(webhook, because())).rejects.toThrow('in flight');
    await expect(stop(webhook, because(2))).rejects.toThrow('in flight');
    while (!flight.land) await Promise.resolve();
    flight.land(answer);
    await telling;
    expect(await stop(webhook, because(3))).toBe('maybe_told');
    await tell(webhook, because(2));
    expect(sent).toHaveLength(1);
    expect(row()).toMatchObject({ status });
    expect(table.published.map(({ type }) => type)).toEqual(status === 'sent' ? ['WarehouseNotified'] : []);
  });

  it('does not wait for ever for a try that crashed', async () => {
    const { tell, stop, advance } = given(() => Promise.reject(new Error('killed')));
    await expect(tell(webhook, because())).rejects.toThrow('killed');
    await expect(stop(webhook, because())).rejects.toThrow('in flight');
    advance(LEASE_MS);
    expect(await stop(webhook, because(2))).toBe('maybe_told');
  });
});
