import { describe, expect, it } from '@jest/globals';
import { makeFakeClock } from '@orderwire/testing/fakes';
import { Webhook } from 'standardwebhooks';
import type { HttpAnswer, HttpRequest } from './http-post.ts';
import { makeWebhookSender } from './webhook-sender.ts';

const KEYS = ['o'.repeat(32), 'n'.repeat(32)] as const;
const body = '{"type":"order.confirmed"}';

const aSender = (answer: HttpAnswer | Error, secretText = secretWith({}), url = 'https://partner.example/in?t=1') => {
  const { clock, advance } = makeFakeClock(Date.now());
  const posted: HttpRequest[] = [];
  const send = makeWebhookSender({
    post: (request) => {
      posted.push(request);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    url,
    allowLocal: false,
    secret: { read: () => Promise.resolve(secretText) },
    clock,
  });
  return { send, posted, advance, now: clock };
};

const secretWith = (dates: object) =>
  JSON.stringify({
    keys: [
      { kid: 'old', key: KEYS[0] },
      { kid: 'new', key: KEYS[1], ...dates },
    ],
  });

const verify = (key: string, { headers, body: sent }: HttpRequest) =>
  new Webhook(`whsec_${Buffer.from(key).toString('base64')}`).verify(sent, { ...headers });

describe('a webhook', () => {
  it('is verified by a ready-made library with each key that is valid during a rotation', async () => {
    const { send, posted } = aSender({ status: 200 });
    await send({ id: 'whk_1', body });
    for (const key of KEYS) expect(verify(key, posted[0]!)).toEqual({ type: 'order.confirmed' });
    expect(posted[0]?.headers['webhook-signature']?.split(' ')).toHaveLength(2);
  });

  it('is not signed with a key outside its dates', async () => {
    const { send, posted } = aSender({ status: 200 }, secretWith({ notBefore: '2999-01-01T00:00:00Z' }));
    await send({ id: 'whk_1', body });
    expect(posted[0]?.headers['webhook-signature']?.split(' ')).toHaveLength(1);
  });

  it('keeps its id over tries and gets a new timestamp in each', async () => {
    const { send, posted, advance } = aSender({ status: 503 });
    await send({ id: 'whk_1', body });
    advance(120_000);
    await send({ id: 'whk_1', body });
    const [first, second] = posted.map(({ headers }) => headers);
    expect([first?.['webhook-id'], second?.['webhook-id']]).toEqual(['whk_1', 'whk_1']);
    expect(Number(second?.['webhook-timestamp']) - Number(first?.['webhook-timestamp'])).toBe(120);
  });

  it('is not sent when it has 20 kB or more', async () => {
    const { send, posted } = aSender({ status: 200 });
    const outcome = await send({ id: 'whk_1', body: 'ü'.repeat(10_001) });
    expect(outcome).toEqual({ accepted: false, retry: false, code: 'WEBHOOK_TOO_LARGE' });
    expect(posted).toHaveLength(0);
  });

  it.each([
    ['is not as documented', '{}'],
    ['holds no key that is valid now', JSON.stringify({ kid: 'a', key: KEYS[0], notAfter: '2020-01-01T00:00:00Z' })],
  ])('waits for an operator when the secret %s', async (_, text) => {
    const { send, posted } = aSender({ status: 200 }, text);
    expect(await send({ id: 'whk_1', body })).toEqual({ accepted: false, retry: true, code: 'WEBHOOK_NOT_SIGNED' });
    expect(posted).toHaveLength(0);
  });

  it('does not start at all with an address that webhooks may not go to', () => {
    expect(() => aSender({ status: 200 }, secretWith({}), 'http://partner.example/')).toThrow('https');
  });
});

describe('a partner’s answer', () => {
  it.each([200, 201, 202, 204, 299])('%i is success', async (status) => {
    expect(await aSender({ status }).send({ id: 'whk_1', body })).toEqual({ accepted: true, status });
  });

  it.each([
    ...[300, 301, 302, 307, 308, 400, 401, 403, 404, 405, 408, 409, 411, 413, 422, 425, 429, 451],
    ...[500, 502, 503, 504, 599],
  ])('%i is tried again', async (status) => {
    const outcome = await aSender({ status }).send({ id: 'whk_1', body });
    expect(outcome).toEqual({ accepted: false, retry: true, code: `PARTNER_ANSWERED_${status}`, status });
  });

  it('410 says that the partner wants no webhooks any more', async () => {
    const outcome = await aSender({ status: 410 }).send({ id: 'whk_1', body });
    expect(outcome).toEqual({ accepted: false, retry: false, code: 'PARTNER_DISABLED', status: 410 });
  });

  it('that never comes is tried again, and named by its error', async () => {
    const error = Object.assign(new Error('connect 10.0.0.1'), { code: 'ECONNREFUSED' });
    const outcome = await aSender(error).send({ id: 'whk_1', body });
    expect(outcome).toEqual({ accepted: false, retry: true, code: 'PARTNER_UNREACHABLE_ECONNREFUSED' });
  });

  it.each(['120', 'date'])('asks for quiet with retry-after (%s)', async (form) => {
    const { now } = aSender({ status: 200 });
    const retryAfter = form === 'date' ? new Date(now() + 120_000).toUTCString() : form;
    const outcome = await aSender({ status: 503, retryAfter }).send({ id: 'whk_1', body });
    const asked = outcome.accepted ? 0 : outcome.retryAfterMs;
    expect(Math.round((asked ?? 0) / 10_000)).toBe(12);
  });

  it.each(['-5', 'soon', '', '0', 'Thu, 01 Jan 1970 00:00:00 GMT', '1e9999'])(
    'with retry-after “%s” asks for nothing',
    async (retryAfter) => {
      const outcome = await aSender({ status: 503, retryAfter }).send({ id: 'whk_1', body });
      expect(outcome).not.toHaveProperty('retryAfterMs');
    },
  );
});
