import { describe, expect, it } from '@jest/globals';
import {
  WarehouseNeedsAttention,
  WarehouseNotificationFailed,
  WarehouseNotified,
} from '@orderwire/events-schema/warehouse';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import { makeFakeClock, makeRecorder } from '@orderwire/testing/fakes';
import { makeFakeRequestsTable } from './testing/fake-requests-table.ts';
import { makeWebhookLog } from './webhook-log.ts';
import type { SendOutcome } from './webhook-sender.ts';
import { makeWebhooks, type OutgoingWebhook } from './webhooks.ts';

const ID = 'whk_ord_1_warehouse_confirmed';
const LEASE_MS = 20_000;
const HOUR = 3_600_000;
const accepted: SendOutcome = { accepted: true, status: 200 };
const failing: SendOutcome = { accepted: false, retry: true, code: 'PARTNER_ANSWERED_503', status: 503 };
const refusing: SendOutcome = { accepted: false, retry: false, code: 'PARTNER_DISABLED', status: 410 };

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
  const { log, lines, count, counts } = makeRecorder();
  const sent: { readonly id: string; readonly body: string }[] = [];
  const world = { answer };
  const webhooks = makeWebhooks({
    partner: 'warehouse',
    service: 'warehouse',
    webhookLog: makeWebhookLog({
      dynamo: table.dynamo,
      tableName: 'Requests',
      events: { sent: WarehouseNotified, failed: WarehouseNotificationFailed, attention: WarehouseNeedsAttention },
    }),
    send: (message) => {
      sent.push(message);
      return typeof world.answer === 'function' ? world.answer() : Promise.resolve(world.answer);
    },
    clock,
    log,
    count,
    maxAttempts: 100,
    leaseMs: LEASE_MS,
  });
  return { ...webhooks, table, advance, clock, lines, counts, sent, world, row: () => table.row(ID) };
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
    expect(row()).not.toHaveProperty('leaseUntil');
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
    const { tell, table, advance, world, row } = given(failing);
    const failure = tell(webhook, because());
    await expect(failure).rejects.toThrow('PARTNER_ANSWERED_503');
    await expect(failure).rejects.not.toBeInstanceOf(TerminalError);
    expect(row()).toMatchObject({ status: 'pending', attempts: 1, lastStatus: 503 });
    expect(table.published).toHaveLength(0);
    world.answer = accepted;
    advance(6_000);
    await tell(webhook, because(2));
    expect(row()).toMatchObject({ status: 'sent', attempts: 2, lastStatus: 200 });
  });

  it('is given up when no further try will come: parked, and said so', async () => {
    const { tell, table, row } = given(failing);
    await expect(tell(webhook, because(100))).rejects.toBeInstanceOf(TerminalError);
    expect(row()).toMatchObject({ status: 'failed', attempts: 1, lastStatus: 503 });
    const data = { orderId: 'ord_1', webhookId: ID, kind: 'order.confirmed', attempts: 1, status: 503 };
    const detail = '"order.confirmed" was given up after 1 try (PARTNER_ANSWERED_503): the partner does not know.';
    expect(table.published).toEqual([
      { id: `${ID}#2#0`, type: 'WarehouseNotificationFailed', data },
      {
        ...{ id: `${ID}#2#1`, type: 'WarehouseNeedsAttention' },
        data: { code: 'WEBHOOK_NOT_DELIVERED', detail, orderId: 'ord_1' },
      },
    ]);
  });

  it('needs a person each time that a redrive does not help', async () => {
    const { tell, table } = given(refusing);
    for (let times = 0; times < 2; times += 1)
      await expect(tell(webhook, because())).rejects.toBeInstanceOf(TerminalError);
    const told = table.published.filter(({ type }) => type === 'WarehouseNeedsAttention');
    expect(told.map(({ id }) => id)).toEqual([`${ID}#2#1`, `${ID}#4#1`]);
  });

  it('is given up at once when the answer is final', async () => {
    const { tell, row } = given(refusing);
    await expect(tell(webhook, because())).rejects.toMatchObject({ code: 'PARTNER_DISABLED' });
    expect(row()).toMatchObject({ status: 'failed' });
  });

  it('that could not be reached leaves no status', async () => {
    const { tell, table } = given({ accepted: false, retry: true, code: 'PARTNER_UNREACHABLE_ECONNREFUSED' });
    await expect(tell(webhook, because(100))).rejects.toBeInstanceOf(TerminalError);
    expect(table.published[0]?.data).not.toHaveProperty('status');
  });

  it('gets the same webhook when its message is redriven, and then it is sent', async () => {
    const { tell, table, sent, world, row } = given(refusing);
    await expect(tell(webhook, because())).rejects.toBeInstanceOf(TerminalError);
    world.answer = accepted;
    await tell(webhook, because());
    expect(sent.map(({ id }) => id)).toEqual([ID, ID]);
    expect(row()).toMatchObject({ status: 'sent', attempts: 2 });
    expect(table.published.map(({ type }) => type)).toEqual([
      ...['WarehouseNotificationFailed', 'WarehouseNeedsAttention', 'WarehouseNotified'],
    ]);
    expect(new Set(table.published.map(({ id }) => id)).size).toBe(3);
  });

  it('is not called for as long as it asks, except for the last attempt', async () => {
    const { tell, sent, advance, world } = given({ ...failing, retryAfterMs: 200_000 });
    await expect(tell(webhook, because())).rejects.toThrow('503');
    advance(120_000);
    await expect(tell(webhook, because(2))).rejects.toMatchObject({ afterMs: 80_000 });
    expect(sent).toHaveLength(1);
    world.answer = accepted;
    await tell(webhook, because(100));
    expect(sent).toHaveLength(2);
  });

  it('cannot ask for more quiet than six hours', async () => {
    const { tell, row, clock } = given({ ...failing, retryAfterMs: 10 ** 12 });
    await expect(tell(webhook, because())).rejects.toMatchObject({ afterMs: 6 * HOUR });
    expect(row()?.notBefore).toBe(clock() + 6 * HOUR);
  });
});

describe('a partner that is down for long', () => {
  /** Delivers the message whenever it shows itself again. @returns when each try began, in ms since the first */
  const until = async (service: ReturnType<typeof given>, isOver: (afterMs: number) => boolean) => {
    const { tell, advance, clock, sent } = service;
    const start = clock();
    const tries: number[] = [];
    for (let attempt = 1; ; attempt += 1) {
      const before = sent.length;
      const error = await tell(webhook, because(attempt)).catch((failure: unknown) => failure);
      if (sent.length > before) tries.push(clock() - start);
      if (error === undefined || error instanceof TerminalError || isOver(clock() - start)) return { tries, error };
      const { afterMs } = error as { readonly afterMs: number };
      expect(afterMs).toBeGreaterThan(0);
      advance(afterMs);
    }
  };

  it.each([301, 400, 401, 403, 404, 500])(
    'is told over a day, soon at first, hourly in the end (%i)',
    async (status) => {
      const service = given({ accepted: false, retry: true, code: `PARTNER_ANSWERED_${status}`, status });
      const { tries, error } = await until(service, () => false);
      expect(error).toMatchObject({ code: `PARTNER_ANSWERED_${status}` });
      expect(tries.filter((at) => at < 60_000).length).toBeGreaterThanOrEqual(3);
      expect(tries.filter((at) => at < HOUR).length).toBeGreaterThanOrEqual(6);
      expect(tries.at(-1)).toBe(24 * HOUR);
      const pauses = tries.map((at, index) => at - (tries[index - 1] ?? 0)).slice(1);
      expect(Math.max(...pauses)).toBeLessThanOrEqual(1.2 * HOUR);
      // The queue gives a message up after sixty receipts (serverless.yml).
      expect(tries.length).toBeLessThan(45);
      expect(service.row()).toMatchObject({ status: 'failed', attempts: tries.length });
      expect(service.table.published.map(({ type }) => type)).toEqual([
        ...['WarehouseNotificationFailed', 'WarehouseNeedsAttention'],
      ]);
    },
  );

  it('hears of the order within a good hour once it is up again', async () => {
    const service = given(failing);
    await until(service, (afterMs) => afterMs > 10 * HOUR);
    service.world.answer = accepted;
    const { tries, error } = await until(service, () => false);
    expect(error).toBeUndefined();
    expect(tries).toHaveLength(1);
    expect(service.row()).toMatchObject({ status: 'sent' });
  });

  it('is counted once half an hour has passed, at each try', async () => {
    const service = given(failing);
    await until(service, (afterMs) => afterMs > 0.4 * HOUR);
    expect(service.counts.get('WebhookOverdue')).toBeUndefined();
    await until(service, (afterMs) => afterMs > 2 * HOUR);
    expect(service.counts.get('WebhookOverdue')).toBeGreaterThan(0);
  });

  it('is not called before its time by a message that shows itself earlier', async () => {
    const service = given(failing);
    await until(service, (afterMs) => afterMs > 2 * HOUR);
    const before = service.sent.length;
    await expect(service.tell(webhook, because(20))).rejects.toThrow('has to wait');
    expect(service.sent).toHaveLength(before);
  });

  it('gets a day anew when the message is redriven', async () => {
    const service = given(failing);
    await until(service, () => false);
    service.advance(48 * HOUR);
    await expect(service.tell(webhook, because())).rejects.not.toBeInstanceOf(TerminalError);
    expect(service.row()).toMatchObject({ status: 'pending', since: service.clock() });
  });

  it('is not told any more once the order was cancelled', async () => {
    const service = given(failing);
    await until(service, (afterMs) => afterMs > 3 * HOUR);
    expect(await service.stop(webhook, because())).toBe('maybe_told');
    const before = service.sent.length;
    service.advance(2 * HOUR);
    service.world.answer = accepted;
    await service.tell(webhook, because(20));
    expect(service.sent).toHaveLength(before);
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
    ['after the last try', failing, 100],
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
