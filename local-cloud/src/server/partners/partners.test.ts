import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { makePartners } from './partners.ts';
import type { Partners, ReceivedWebhook } from './partners.ts';

const KEY = 'a-key-of-the-warehouse-0123456789';
let secret: string | undefined;
let partners: Partners;
let told: ReceivedWebhook[] = [];

beforeEach(() => {
  secret = JSON.stringify({ kid: 'k1', key: KEY });
  told = [];
  partners = makePartners({
    names: ['warehouse', 'courier'],
    now: () => Date.now(),
    secretOf: () => secret,
    onReceived: (webhook) => told.push(webhook),
  });
});

/** Signed as https://www.standardwebhooks.com says, by hand. */
const signed = (body: string, key = KEY, at = Math.floor(Date.now() / 1000)) => ({
  'webhook-id': 'wh_1',
  'webhook-timestamp': String(at),
  'webhook-signature': `v1,${createHmac('sha256', key).update(`wh_1.${at}.${body}`).digest('base64')}`,
});
const BODY = '{"orderId":"ord_1"}';
const send = (headers: Record<string, string>, body = BODY) => {
  const bytes = Buffer.from(body);
  const verified = partners.verify('warehouse', headers, bytes);
  return partners.receive('warehouse', { id: headers['webhook-id'] ?? '', bytes, verified });
};

describe('a webhook to a partner', () => {
  it('that is signed is taken and kept', () => {
    expect(send(signed(BODY))).toEqual({ status: 204, headers: {} });
    expect(partners.list('warehouse')).toMatchObject([
      { partner: 'warehouse', id: 'wh_1', attempt: 1, verified: true, status: 204, body: { orderId: 'ord_1' } },
    ]);
    expect(partners.list('courier')).toEqual([]);
    expect(told).toHaveLength(1);
  });

  it.each([
    ['with another key', signed(BODY, 'another-key-of-some-length')],
    ['over another body', signed('{}')],
    ['ten minutes ago', signed(BODY, KEY, Math.floor(Date.now() / 1000) - 600)],
    ['not at all', {}],
  ])('that is signed %s is refused and kept', (_how, headers) => {
    expect(send(headers).status).toBe(401);
    expect(partners.list('warehouse')).toMatchObject([{ verified: false, status: 401 }]);
  });

  it('is refused where the deployment has no key', () => {
    secret = undefined;
    expect(send(signed(BODY)).status).toBe(401);
  });
});

describe('several keys', () => {
  const now = Date.now();
  const date = (offset: number): string => new Date(now + offset).toISOString();
  it.each([
    ['one of two', { key: 'new-key-new-key-new-key-new', notAfter: date(60_000) }, 204],
    ['one that begins later', { key: 'new-key-new-key-new-key-new', notBefore: date(60_000) }, 401],
    ['one that has ended', { key: 'new-key-new-key-new-key-new', notAfter: date(-1) }, 401],
  ])('open with %s', (_which, key, status) => {
    secret = JSON.stringify({
      keys: [
        { kid: 'k1', key: KEY },
        { kid: 'k2', ...key },
      ],
    });
    expect(send(signed(BODY, key.key)).status).toBe(status);
    expect(send(signed(BODY)).status).toBe(204);
  });
});

describe('a partner that is told to fail', () => {
  it('does so as often as told, counts the attempts and then takes the webhook', () => {
    partners.behave('warehouse', { status: 503, times: 2, retryAfterSeconds: 7 });
    const answers = [send(signed(BODY)), send(signed(BODY)), send(signed(BODY))];
    expect(answers).toEqual([
      { status: 503, headers: { 'retry-after': '7' } },
      { status: 503, headers: { 'retry-after': '7' } },
      { status: 204, headers: {} },
    ]);
    expect(partners.list('warehouse').map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 503],
      [2, 503],
      [3, 204],
    ]);
  });
});
