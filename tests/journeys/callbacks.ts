import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { eventOf } from '../../proofs/actors/feed.ts';
import { callBack, type CallbackAnswer, eventHappens, placeOrder, signedHeaders } from '../../proofs/actors/order.ts';
import { call } from '../../proofs/actors/platform.ts';
import { sharedWorld } from './shared-world.ts';
import { openShop } from './world.ts';

const shop = openShop(500, sharedWorld);

const transitionsOf = async (orderId: string): Promise<readonly string[]> => {
  await shop.world.settled();
  return shop.world.feed
    .of(orderId)
    .flatMap((happening) => eventOf(happening) ?? [])
    .filter(({ meta }) => meta.subject === orderId)
    .map(({ meta }) => meta.type);
};

/** What the courier told, as the customer sees it. */
interface Shown {
  readonly shipment?: object;
  readonly shipped?: object;
  readonly entries?: readonly { readonly type: string; readonly facts: object }[];
}

const packed = (orderId: string, key: string, body: object = {}) =>
  callBack(shop.world.platform, 'orderpacked', orderId, key, body);

describe('a partner’s key', () => {
  it('that is wrong, missing or empty is 401, and nothing changes', async () => {
    const orderId = await shop.confirmedOrder();
    for (const headers of [{}, { authorization: 'wrong' }, { authorization: 'Bearer ' }, { authorization: '' }]) {
      const answer = await call(`${shop.world.platform.apiUrl}/orderpacked/${orderId}`, { method: 'POST', headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
    expect(await transitionsOf(orderId)).toEqual(['OrderPlaced', 'OrderConfirmed']);
  }, 60_000);

  it('of the other partner is 403, and nothing changes', async () => {
    const orderId = await shop.confirmedOrder();
    expect((await packed(orderId, shop.world.keys.courier)).status).toBe(403);
    expect((await callBack(shop.world.platform, 'orderdelivered', orderId, shop.world.keys.warehouse)).status).toBe(
      403,
    );
    expect(await transitionsOf(orderId)).toEqual(['OrderPlaced', 'OrderConfirmed']);
  }, 60_000);

  it('opens as it is and as a bearer token', async () => {
    const orderId = await shop.confirmedOrder();
    expect((await packed(orderId, `Bearer ${shop.world.keys.warehouse}`)).body).toMatchObject({
      result: 'applied',
      status: 'packed',
    });
  }, 60_000);

  it('signs by Standard Webhooks, as any library does it; another body does not open', async () => {
    const orderId = await shop.confirmedOrder();
    const body = JSON.stringify({ orderId, action: 'packed', note: 'signed' });
    const headers = signedHeaders(shop.world.keys.warehouse, 'msg_1', body);
    const send = (text: string) =>
      call<CallbackAnswer>(`${shop.world.platform.apiUrl}/orderpacked/${orderId}`, { headers, body: text });
    expect((await send(body.replace('signed', 'forged'))).status).toBe(401);
    expect((await send(body)).body).toMatchObject({ result: 'applied', status: 'packed' });
  }, 60_000);
});

describe('a signed callback that somebody sends again', () => {
  const packedOrder = async (): Promise<string> => {
    const orderId = await shop.confirmedOrder();
    await packed(orderId, shop.world.keys.warehouse);
    return orderId;
  };

  it('opens no other order and no other action, and is known on its own', async () => {
    const [mine, other] = [await packedOrder(), await packedOrder()];
    const body = JSON.stringify({ orderId: mine, type: 'order.shipped' });
    const headers = signedHeaders(shop.world.keys.courier, 'msg_1', body);
    const send = (path: string) =>
      call<CallbackAnswer & { code?: string }>(`${shop.world.platform.apiUrl}/${path}`, { headers, body });
    for (const path of [`ordershipped/${other}`, `orderdelivered/${mine}`, `orderdelivered/${other}`]) {
      const answer = await send(path);
      expect([path, answer.status, answer.body.code]).toEqual([path, 422, 'CALLBACK_NOT_FOR_THIS']);
    }
    const [first, again] = [await send(`ordershipped/${mine}`), await send(`ordershipped/${mine}`)];
    expect([again.status, again.body, again.headers.get('idempotent-replay')]).toEqual([200, first.body, 'true']);
    expect(await transitionsOf(mine)).toEqual(['OrderPlaced', 'OrderConfirmed', 'OrderPacked', 'OrderShipped']);
    expect(await transitionsOf(other)).toEqual(['OrderPlaced', 'OrderConfirmed', 'OrderPacked']);
  }, 60_000);

  it('opens nothing when it names nothing', async () => {
    const orderId = await packedOrder();
    const headers = signedHeaders(shop.world.keys.courier, 'msg_1', '{}');
    const answer = await call(`${shop.world.platform.apiUrl}/ordershipped/${orderId}`, { headers, body: '{}' });
    expect([answer.status, answer.body]).toMatchObject([422, { code: 'CALLBACK_UNBOUND' }]);
    expect(await transitionsOf(orderId)).toEqual(['OrderPlaced', 'OrderConfirmed', 'OrderPacked']);
  }, 60_000);

  it('cannot be one of our webhooks, which the same key has signed', async () => {
    const orderId = await packedOrder();
    const event = { type: 'order.packed', timestamp: new Date().toISOString(), data: { orderId } };
    const body = JSON.stringify(event);
    for (const path of ['ordershipped', 'orderdelivered']) {
      const headers = signedHeaders(shop.world.keys.courier, `whk_${orderId}_courier_packed`, body);
      expect((await call(`${shop.world.platform.apiUrl}/${path}/${orderId}`, { headers, body })).status).toBe(422);
    }
    expect(await transitionsOf(orderId)).toEqual(['OrderPlaced', 'OrderConfirmed', 'OrderPacked']);
  }, 60_000);
});

describe('the example of a signed callback in docs/partners.md', () => {
  it('sends one', async () => {
    const orderId = await shop.confirmedOrder();
    const page = readFileSync('docs/partners.md', 'utf8');
    const [, example = ''] = /```js\n(\/\/ PARTNER_KEY=[^]*?)```/.exec(page) ?? [];
    const folder = mkdtempSync(join(tmpdir(), 'orderwire-'));
    const file = join(folder, 'callback.mjs');
    writeFileSync(file, example);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [file, shop.world.platform.apiUrl, 'packed', orderId],
      {
        env: { ...process.env, PARTNER_KEY: shop.world.keys.warehouse },
      },
    );
    rmSync(folder, { recursive: true });
    expect(stdout.trim()).toBe(`200 ${JSON.stringify({ orderId, result: 'applied', status: 'packed' })}`);
  }, 60_000);
});

describe('a callback', () => {
  it('for an unknown order is 404', async () => {
    expect((await packed('ord_00000000000000000000000000', shop.world.keys.warehouse)).status).toBe(404);
  });

  it.each([
    ['no JSON', '{"note":', 400],
    ['a time to come', '{"occurredAt":"2099-01-01T00:00:00.000Z"}', 422],
    ['a wrong type', '{"note":5}', 422],
    ['an order that is not in the path', '{"orderId":"ord_00000000000000000000000000"}', 422],
  ])(
    'with %s is refused and changes nothing',
    async (_what, body, status) => {
      const orderId = await shop.confirmedOrder();
      const answer = await call(`${shop.world.platform.apiUrl}/orderpacked/${orderId}`, {
        headers: { authorization: shop.world.keys.warehouse },
        body,
      });
      expect(answer.status).toBe(status);
      expect(await transitionsOf(orderId)).toEqual(['OrderPlaced', 'OrderConfirmed']);
    },
    60_000,
  );

  it('that comes twice is one transition', async () => {
    const orderId = await shop.confirmedOrder();
    const answers = await Promise.all([
      packed(orderId, shop.world.keys.warehouse),
      packed(orderId, shop.world.keys.warehouse),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers.map(({ body }) => body.result).sort()).toEqual(['applied', 'duplicate']);
    expect(await transitionsOf(orderId)).toEqual(['OrderPlaced', 'OrderConfirmed', 'OrderPacked']);
  }, 60_000);

  it('of the same id gets its first answer again; with another body it is refused', async () => {
    const orderId = await shop.confirmedOrder();
    const first = await packed(orderId, shop.world.keys.warehouse, { callbackId: 'cb-1' });
    const again = await packed(orderId, shop.world.keys.warehouse, { callbackId: 'cb-1' });
    const other = await packed(orderId, shop.world.keys.warehouse, { callbackId: 'cb-1', note: 'different' });
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(again.headers.get('idempotent-replay')).toBe('true');
    expect(other.status).toBe(422);
    expect(await transitionsOf(orderId)).toEqual(['OrderPlaced', 'OrderConfirmed', 'OrderPacked']);
  }, 60_000);

  it('that is late changes nothing: packed after delivered', async () => {
    const orderId = await shop.confirmedOrder();
    await packed(orderId, shop.world.keys.warehouse);
    await callBack(shop.world.platform, 'orderdelivered', orderId, shop.world.keys.courier);
    const late = await packed(orderId, shop.world.keys.warehouse);
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
    const orderId = await shop.confirmedOrder();
    const early = await callBack(shop.world.platform, 'ordershipped', orderId, shop.world.keys.courier);
    expect([early.status, early.body.result]).toEqual([202, 'held']);
    expect((await packed(orderId, shop.world.keys.warehouse)).body.result).toBe('applied');
    await eventHappens(shop.world.feed, orderId, 'OrderShipped');
    expect(await transitionsOf(orderId)).toEqual(['OrderPlaced', 'OrderConfirmed', 'OrderPacked', 'OrderShipped']);
  }, 60_000);
});

describe('the courier', () => {
  it('is heard though it knows little, and may correct its tracking number', async () => {
    const orderId = await shop.confirmedOrder();
    await packed(orderId, shop.world.keys.warehouse);
    const ship = (body: object) =>
      callBack(shop.world.platform, 'ordershipped', orderId, shop.world.keys.courier, body);
    const little = { trackingNumber: '', carrier: null, occurredAt: '2020-01-01T01:00:00+0100', system: 'TMS 9' };
    expect((await ship(little)).body.result).toBe('applied');
    const told = { trackingNumber: 'T1', reason: 'label came late' };
    expect((await ship(told)).body).toEqual({ orderId, result: 'corrected', status: 'shipped' });
    expect((await ship({ trackingNumber: 'T2' })).body.result).toBe('corrected');
    expect((await ship(told)).body.result).toBe('duplicate');
    await shop.world.settled();
    const at = (path: string) =>
      call<Shown>(`${shop.world.platform.apiUrl}/orders/${orderId}${path}`, { token: shop.customer.token });
    const { shipment, shipped } = (await at('')).body;
    expect(shipment).toEqual({ attempt: 1, trackingNumber: 'T2' });
    expect(shipped).toEqual({ at: '2020-01-01T00:00:00.000Z', doubtful: true });
    const facts = ((await at('/timeline')).body.entries ?? [])
      .filter(({ type }) => type.startsWith('OrderShip'))
      .map((entry) => entry.facts);
    expect(facts).toMatchObject([
      { occurredAt: '2020-01-01T00:00:00.000Z', doubtful: true },
      told,
      { trackingNumber: 'T2', previous: 'T1' },
    ]);
  }, 60_000);
});

describe('a partner that is down', () => {
  it('gets its webhook when it is back, under the same id', async () => {
    const url = `${shop.world.platform.awsUrl}/_local/partners/warehouse`;
    await call(`${url}/behaviour`, { body: { status: 503, times: 1 } });
    const { body } = await placeOrder(shop.world.platform, shop.customer, [{ id: shop.item, count: 1 }]);
    await eventHappens(shop.world.feed, body.orderId, 'WarehouseNotified');
    const { body: all } = await call<{ id: string; status: number; body: { data: { orderId: string } } }[]>(
      `${url}/webhooks.json`,
    );
    const about = all.filter((webhook) => webhook.body.data.orderId === body.orderId);
    expect(about.map(({ status }) => status)).toEqual([503, 204]);
    expect(new Set(about.map(({ id }) => id)).size).toBe(1);
  }, 180_000);
});
