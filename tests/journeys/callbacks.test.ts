import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { type Customer } from '../../scripts/actors/customer.ts';
import { eventOf } from '../../scripts/actors/feed.ts';
import { callBack, type CallbackAnswer, eventHappens, placeOrder } from '../../scripts/actors/order.ts';
import { call } from '../../scripts/actors/platform.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let customer: Customer;
let item: string;

beforeAll(async () => {
  world = await startWorld();
  customer = await world.customer();
  item = await world.item(500);
}, 120_000);

afterAll(() => world.stop());

const confirmedOrder = async (): Promise<string> => {
  const { body } = await placeOrder(world.platform, customer, [{ id: item, count: 1 }]);
  await eventHappens(world.feed, body.orderId, 'OrderConfirmed');
  return body.orderId;
};

const transitionsOf = async (orderId: string): Promise<readonly string[]> => {
  await world.settled();
  return world.feed
    .of(orderId)
    .flatMap((happening) => eventOf(happening) ?? [])
    .filter(({ meta }) => meta.subject === orderId)
    .map(({ meta }) => meta.type);
};

const packed = (orderId: string, key: string, body: object = {}) =>
  callBack(world.platform, 'orderpacked', orderId, key, body);

describe('a partner’s key', () => {
  it('that is wrong, missing or empty is 401, and nothing changes', async () => {
    const orderId = await confirmedOrder();
    for (const headers of [{}, { authorization: 'wrong' }, { authorization: 'Bearer ' }, { authorization: '' }]) {
      const answer = await call(`${world.platform.apiUrl}/orderpacked/${orderId}`, { method: 'POST', headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
    expect(await transitionsOf(orderId)).toEqual(['OrderPlaced', 'OrderConfirmed']);
  }, 60_000);

  it('of the other partner is 403, and nothing changes', async () => {
    const orderId = await confirmedOrder();
    expect((await packed(orderId, world.keys.courier)).status).toBe(403);
    expect((await callBack(world.platform, 'orderdelivered', orderId, world.keys.warehouse)).status).toBe(403);
    expect(await transitionsOf(orderId)).toEqual(['OrderPlaced', 'OrderConfirmed']);
  }, 60_000);

  it('opens as it is and as a bearer token', async () => {
    const orderId = await confirmedOrder();
    expect((await packed(orderId, `Bearer ${world.keys.warehouse}`)).body).toMatchObject({
      result: 'applied',
      status: 'packed',
    });
  }, 60_000);

  it('signs by Standard Webhooks, as any library does it; another body does not open', async () => {
    const orderId = await confirmedOrder();
    const at = new Date();
    const body = JSON.stringify({ note: 'signed' });
    const signature = new Webhook(Buffer.from(world.keys.warehouse).toString('base64')).sign('msg_1', at, body);
    const send = (text: string) =>
      call<CallbackAnswer>(`${world.platform.apiUrl}/orderpacked/${orderId}`, {
        headers: {
          'webhook-id': 'msg_1',
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': signature,
        },
        body: text,
      });
    expect((await send(JSON.stringify({ note: 'forged' }))).status).toBe(401);
    expect((await send(body)).body).toMatchObject({ result: 'applied', status: 'packed' });
  }, 60_000);
});

describe('a callback', () => {
  it('for an unknown order is 404', async () => {
    expect((await packed('ord_00000000000000000000000000', world.keys.warehouse)).status).toBe(404);
  });

  it.each([
    ['no JSON', '{"note":', 400],
    ['an unknown field', '{"status":"delivered"}', 422],
    ['a time to come', '{"occurredAt":"2099-01-01T00:00:00.000Z"}', 422],
    ['a wrong type', '{"note":5}', 422],
  ])(
    'with %s is refused and changes nothing',
    async (_what, body, status) => {
      const orderId = await confirmedOrder();
      const answer = await call(`${world.platform.apiUrl}/orderpacked/${orderId}`, {
        headers: { authorization: world.keys.warehouse },
        body,
      });
      expect(answer.status).toBe(status);
      expect(await transitionsOf(orderId)).toEqual(['OrderPlaced', 'OrderConfirmed']);
    },
    60_000,
  );

  it('that comes twice is one transition', async () => {
    const orderId = await confirmedOrder();
    const answers = await Promise.all([packed(orderId, world.keys.warehouse), packed(orderId, world.keys.warehouse)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers.map(({ body }) => body.result).sort()).toEqual(['applied', 'duplicate']);
    expect(await transitionsOf(orderId)).toEqual(['OrderPlaced', 'OrderConfirmed', 'OrderPacked']);
  }, 60_000);

  it('of the same id gets its first answer again; with another body it is refused', async () => {
    const orderId = await confirmedOrder();
    const first = await packed(orderId, world.keys.warehouse, { callbackId: 'cb-1' });
    const again = await packed(orderId, world.keys.warehouse, { callbackId: 'cb-1' });
    const other = await packed(orderId, world.keys.warehouse, { callbackId: 'cb-1', note: 'different' });
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(again.headers.get('idempotent-replay')).toBe('true');
    expect(other.status).toBe(422);
    expect(await transitionsOf(orderId)).toEqual(['OrderPlaced', 'OrderConfirmed', 'OrderPacked']);
  }, 60_000);

  it('that is late changes nothing: packed after delivered', async () => {
    const orderId = await confirmedOrder();
    await packed(orderId, world.keys.warehouse);
    await callBack(world.platform, 'orderdelivered', orderId, world.keys.courier);
    const late = await packed(orderId, world.keys.warehouse);
    expect([late.status, late.body]).toMatchObject([200, { result: 'superseded', status: 'delivered' }]);
    expect(await transitionsOf(orderId)).toEqual([
      'OrderPlaced',
      'OrderConfirmed',
      'OrderPacked',
      'OrderShipped',
      'OrderDelivered',
    ]);
  }, 60_000);

  it('that is early is held and applied when its time has come', async () => {
    const orderId = await confirmedOrder();
    const early = await callBack(world.platform, 'ordershipped', orderId, world.keys.courier);
    expect([early.status, early.body.result]).toEqual([202, 'held']);
    expect((await packed(orderId, world.keys.warehouse)).body.result).toBe('applied');
    await eventHappens(world.feed, orderId, 'OrderShipped');
    expect(await transitionsOf(orderId)).toEqual(['OrderPlaced', 'OrderConfirmed', 'OrderPacked', 'OrderShipped']);
  }, 60_000);
});

describe('a partner that is down', () => {
  it('gets its webhook when it is back, under the same id', async () => {
    const url = `${world.platform.awsUrl}/_local/partners/warehouse`;
    await call(`${url}/behaviour`, { body: { status: 503, times: 1 } });
    const { body } = await placeOrder(world.platform, customer, [{ id: item, count: 1 }]);
    await eventHappens(world.feed, body.orderId, 'WarehouseNotified');
    const { body: all } = await call<{ id: string; status: number; body: { data: { orderId: string } } }[]>(
      `${url}/webhooks.json`,
    );
    const about = all.filter((webhook) => webhook.body.data.orderId === body.orderId);
    expect(about.map(({ status }) => status)).toEqual([503, 204]);
    expect(new Set(about.map(({ id }) => id)).size).toBe(1);
  }, 180_000);
});
