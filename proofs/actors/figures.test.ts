import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Customer } from './customer.ts';
import type { Platform } from './platform.ts';
import { billOf } from '../bill/price.ts';
import { type Journey, MAIL_KINDS, problemsOf } from './journey.ts';
import { runJourneys, summarise } from './run.ts';
import { percentilesOf } from './statistics.ts';

const customer: Customer = { email: 'ada@example.com', name: 'Ada', token: 't' };

const COSTS = { charges: { taxes: [] }, totals: { total: 5_816, tax: 878, currency: 'EUR' } };

const journey: Journey = {
  orderId: 'ord_1',
  placed: { orderId: 'ord_1', status: 'placed', ...COSTS },
  ...{ placedToConfirmedMs: 10, placedToDeliveredMs: 30, callbackToEventMs: [1, 2, 3], mails: 6, invoices: 1 },
};

const entries = (more: object = {}) => ({
  ...{ PaymentCaptured: { amount: 5_816 }, InvoiceIssued: { total: 5_816 } },
  ...more,
});

let server: Server | undefined;

/** A platform that shows one order and its timeline. */
const aPlatform = async (status: string, facts: object, mails: readonly string[]): Promise<Platform> => {
  const timeline = [
    ...Object.entries(facts).map(([type, own]: [string, unknown]) => ({ type, facts: own })),
    ...mails.map((kind) => ({ type: 'MailSent', facts: { kind } })),
  ];
  server = createServer(({ url = '' }, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(url.endsWith('/timeline') ? { entries: timeline } : { status }));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { apiUrl, awsUrl: apiUrl, outputs: {}, idle: true };
};

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

describe('a delivered order', () => {
  it('has no problem when everything agrees with it', async () => {
    const platform = await aPlatform('delivered', entries(), MAIL_KINDS);
    expect(await problemsOf(platform, customer, journey)).toEqual([]);
  });

  it.each([
    ['its status', 'shipped', entries(), MAIL_KINDS, 'status: shipped instead of delivered'],
    ['the money', 'delivered', entries({ PaymentCaptured: { amount: 1 } }), MAIL_KINDS, 'captured amount: 1 instead'],
    ['no capture', 'delivered', { InvoiceIssued: { total: 5_816 } }, MAIL_KINDS, 'captured amount: undefined'],
    ['the invoice', 'delivered', entries({ InvoiceIssued: { total: 1 } }), MAIL_KINDS, 'invoice’s total: 1 instead'],
    ['a missing mail', 'delivered', entries(), MAIL_KINDS.slice(1), 'the mails'],
    ['a mail twice', 'delivered', entries(), [...MAIL_KINDS, 'placed'], 'the mails'],
  ])('shows %s that does not agree', async (_what, status, facts, mails, problem) => {
    const platform = await aPlatform(status, facts, mails);
    expect(await problemsOf(platform, customer, journey)).toEqual([expect.stringContaining(problem)]);
  });
});

describe('a run', () => {
  it('counts what failed and goes on', async () => {
    let underWay = 0;
    let most = 0;
    const outcome = await runJourneys({
      journey: async (_customer, [wish]) => {
        most = Math.max(most, (underWay += 1));
        await Promise.resolve();
        underWay -= 1;
        if (wish?.id === 'item-1') throw new Error('not delivered');
        return journey;
      },
      ...{ customers: [customer, customer], orders: 4, onProgress: () => undefined },
      wishesOf: (index) => [{ id: `item-${index}`, count: 1 }],
    });
    expect([outcome.journeys.length, outcome.problems, most]).toEqual([3, ['not delivered'], 2]);
    const platform = await aPlatform('shipped', entries(), MAIL_KINDS);
    const summary = await summarise(platform, 4, { ...outcome, seconds: 1.5 });
    expect(summary).toMatchObject({ orders: 4, delivered: 3, failed: 1, ordersPerSecond: 2, mails: 18, invoices: 3 });
    expect(summary.problems).toHaveLength(4);
  });
});

describe('percentiles', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it.each([
    ['a hundred', hundred, { p50: 50, p95: 95, p99: 99 }],
    ['one', [7.4], { p50: 7, p95: 7, p99: 7 }],
    ['none', [], { p50: 0, p95: 0, p99: 0 }],
  ])('of %s values are of nearest rank', (_what, values, expected) => {
    expect(percentilesOf(values)).toEqual(expected);
  });
});

describe('the bill', () => {
  it('is per order and by service; time and bytes are no operations', () => {
    const totals = { orders: { wru: 20, 'lambda-ms': 900 }, notification: { mail: 12, 'log-byte': 1_000 } };
    expect(billOf(totals, 2)).toEqual({
      operations: 16,
      usdPerMillionOrders: 606.5,
      usdPerMillionOrdersWithoutMails: 6.5,
      usdPerMillionOrdersForLambdaTime: 3,
      byService: {
        notification: {
          usdPerMillionOrders: 600.25,
          usdPerMillionOrdersWithoutMails: 0.25,
          perOrder: { mail: 6, 'log-byte': 500 },
        },
        orders: {
          usdPerMillionOrders: 6.25,
          usdPerMillionOrdersWithoutMails: 6.25,
          perOrder: { wru: 10, 'lambda-ms': 450 },
        },
      },
    });
  });
});
