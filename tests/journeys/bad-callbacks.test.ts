import { createHash, createHmac } from 'node:crypto';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { DynamoDBClient, paginateListTables, paginateScan } from '@aws-sdk/client-dynamodb';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callBack, type CallbackPath, eventHappens, signedHeaders } from '../../proofs/actors/order.ts';
import { call, LOCAL_OPERATOR } from '../../proofs/actors/platform.ts';
import { until } from '@orderwire/local-cloud/dev/until';
import { openShop } from './world.ts';

const shop = openShop(500);

let dynamo: DynamoDBClient;

beforeAll(() => {
  dynamo = new DynamoDBClient({
    region: 'eu-central-1',
    endpoint: shop.world.platform.awsUrl,
    credentials: LOCAL_OPERATOR,
  });
});

afterAll(() => dynamo.destroy());

interface Info {
  readonly queues: readonly { readonly name: string; readonly visible: number }[];
}

/** What a refused call must leave as it was: every row of every table, the bus, the queues, mails and files. */
const everything = async (): Promise<Readonly<Record<string, string>>> => {
  const { awsUrl } = shop.world.platform;
  const kept: Record<string, string> = {};
  for await (const { TableNames = [] } of paginateListTables({ client: dynamo }, {}))
    for (const TableName of TableNames) {
      const hash = createHash('sha1');
      for await (const { Items = [] } of paginateScan({ client: dynamo }, { TableName, ConsistentRead: true }))
        for (const text of Items.map((item) => JSON.stringify(item)).sort()) hash.update(text);
      kept[TableName] = hash.digest('hex');
    }
  const meter = await call<Record<string, Record<string, number>>>(`${awsUrl}/_local/meter.json`);
  const sum = (unit: string): string =>
    String(Object.values(meter.body).reduce((all, units) => all + (units[unit] ?? 0), 0));
  const { body: info } = await call<Info>(`${awsUrl}/_local/info.json`);
  return {
    ...kept,
    events: sum('event-64kb'),
    writes: sum('wru'),
    files: sum('s3-put'),
    mails: sum('mail'),
    queues: JSON.stringify(info.queues.map(({ name, visible }) => [name, visible])),
  };
};

type Partner = 'warehouse' | 'courier';

/** Every route on which a partner tells something, the order that it could move on, and what it is called in a body. */
const ROUTES: readonly {
  readonly path: CallbackPath;
  readonly action: string;
  readonly partner: Partner;
  /** Who may not. */
  readonly other?: Partner;
  readonly comesAfter: 'confirmed' | 'packed' | 'shipped';
}[] = [
  { path: 'orderpacked', action: 'packed', partner: 'warehouse', other: 'courier', comesAfter: 'confirmed' },
  { path: 'ordershipped', action: 'shipped', partner: 'courier', other: 'warehouse', comesAfter: 'packed' },
  { path: 'orderdelivered', action: 'delivered', partner: 'courier', other: 'warehouse', comesAfter: 'shipped' },
  {
    ...{ path: 'orderdeliveryfailed', action: 'delivery_failed', partner: 'courier', other: 'warehouse' },
    comesAfter: 'shipped',
  },
  { path: 'orderreturned', action: 'returned', partner: 'courier', comesAfter: 'shipped' },
];

type Route = (typeof ROUTES)[number];

/** An order that the route's callback would move on. */
const orderBefore = async ({ comesAfter }: Route): Promise<string> => {
  const { platform, keys, feed } = shop.world;
  const orderId = await shop.confirmedOrder();
  if (comesAfter !== 'confirmed') await callBack(platform, 'orderpacked', orderId, keys.warehouse);
  if (comesAfter === 'shipped') {
    await callBack(platform, 'ordershipped', orderId, keys.courier, { parcelId: 'A' });
    await eventHappens(feed, orderId, 'InvoiceIssued');
  }
  await shop.world.settled();
  return orderId;
};

interface Call {
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
}

/** Sends headers that `fetch` refuses or joins. @returns the status and the problem's code */
const send = (path: string, { headers, body }: Call): Promise<readonly [number, string]> =>
  new Promise((resolve, reject) => {
    const asked = request(`${shop.world.platform.apiUrl}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
    });
    asked.once('error', reject);
    asked.once('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => (text += part));
      answer.once('end', () => {
        const { code = '' } = (text.startsWith('{') ? JSON.parse(text) : {}) as { readonly code?: string };
        resolve([answer.statusCode ?? 0, code]);
      });
    });
    asked.end(body);
  });

interface Given {
  readonly key: string;
  readonly otherKey: string | undefined;
  readonly orderId: string;
  readonly action: string;
}

/** As Standard Webhooks says, at another time than now. */
const signedAt = (key: string, timestamp: string, body: string, id = 'msg_time'): Call => {
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` }, body };
};

const inSeconds = (ahead: number): string => String(Math.floor(Date.now() / 1000) + ahead);
const bound = ({ orderId, action }: Given): string => JSON.stringify({ orderId, action });
const asKey = (key: string, body: string | Buffer = '{}'): Call => ({ headers: { authorization: key }, body });

/** What no key opens. */
const UNOPENED: readonly (readonly [what: string, status: number, make: (given: Given) => Call | undefined])[] = [
  ['no key', 401, () => ({ headers: {}, body: '{}' })],
  ['an empty key', 401, () => asKey('')],
  ['a key that is only "Bearer"', 401, () => asKey('Bearer ')],
  ['a wrong key', 401, () => asKey('made-up-made-up-made-up-made-up')],
  ['a key with something behind it', 401, ({ key }) => asKey(`${key}x`)],
  ['a key in the body', 401, ({ key }) => ({ headers: {}, body: JSON.stringify({ authorization: key }) })],
  ['the header twice', 401, ({ key }) => ({ headers: { authorization: [key, key], 'x-more': [] }, body: '{}' })],
  ['the other partner’s key', 403, ({ otherKey }) => (otherKey === undefined ? undefined : asKey(otherKey))],
  ['a signature of 301 seconds ago', 401, (given) => signedAt(given.key, inSeconds(-302), bound(given))],
  ['a signature of in 301 seconds', 401, (given) => signedAt(given.key, inSeconds(302), bound(given))],
  ['a negative time', 401, (given) => signedAt(given.key, `-${inSeconds(0)}`, bound(given))],
  ['a time that is none', 401, (given) => signedAt(given.key, 'yesterday', bound(given))],
  ['a time in milliseconds', 401, (given) => signedAt(given.key, String(Date.now()), bound(given))],
  ['a time as a power', 401, (given) => signedAt(given.key, '1e9', bound(given))],
  [
    'a signature and no time',
    401,
    (given) => {
      const { headers, body } = signedAt(given.key, inSeconds(0), bound(given));
      return { headers: { ...headers, 'webhook-timestamp': '' }, body };
    },
  ],
  [
    'the same JSON written anew',
    401,
    (given) => ({
      headers: signedHeaders(given.key, 'msg_anew', bound(given)),
      body: JSON.stringify(JSON.parse(bound(given)), undefined, 2),
    }),
  ],
  [
    'a thousand signatures, the last one right',
    401,
    (given) => {
      const { headers, body } = signedAt(given.key, inSeconds(0), bound(given));
      const right = headers['webhook-signature'] as string;
      const many = [...Array.from({ length: 999 }, () => `v1,${'A'.repeat(3)}=`), right].join(' ');
      return { headers: { ...headers, 'webhook-signature': many }, body };
    },
  ],
  [
    'two ids',
    401,
    (given) => {
      const { headers, body } = signedAt(given.key, inSeconds(0), bound(given));
      return { headers: { ...headers, 'webhook-id': ['msg_time', 'msg_other'] }, body };
    },
  ],
];

const lines = (value: unknown): string => JSON.stringify({ lines: value });
const field = (name: string, value: unknown): string => JSON.stringify({ [name]: value });

/** What a valid key does not help. */
const UNFIT: readonly (readonly [what: string, status: number, make: (given: Given) => string | Buffer])[] = [
  ['no JSON', 400, () => '{"note":'],
  ['a byte-order mark', 400, () => '\ufeff{}'],
  ['gzip', 400, () => gzipSync('{"note":"zipped"}')],
  ['broken UTF-8', 400, () => Buffer.from('{"note":"\xdf"}', 'latin1')],
  ['a list', 422, () => '[]'],
  ['a thousand levels', 422, () => `${'['.repeat(1_000)}${']'.repeat(1_000)}`],
  ['200,000 characters', 413, () => field('note', 'x'.repeat(200_000))],
  ['another order', 422, () => field('orderId', 'ord_00000000000000000000000000')],
  ['another action', 422, () => field('action', 'placed')],
  ['a time to come', 422, () => field('occurredAt', '2099-01-01T00:00:00Z')],
  ['a next attempt that is no time', 422, () => field('nextAttemptAt', 'soon')],
  ...[5, {}, [], 'x'.repeat(101), 'a b/c', 'A\r\nB', '__proto__ '].map(
    (value) => [`the parcel ${JSON.stringify(value).slice(0, 20)}`, 422, () => field('parcelId', value)] as const,
  ),
  ...[0, -1, 1.5, '1', 10, 1e308, true].map(
    (value) => [`the attempt ${JSON.stringify(value)}`, 422, () => field('attempt', value)] as const,
  ),
  ...['fine', 'GOOD', 5, true].map(
    (value) => [`the condition ${JSON.stringify(value)}`, 422, () => field('condition', value)] as const,
  ),
  ...[5, {}, 'x'.repeat(101), 'ret_\r\n'].map(
    (value) => [`the return ${JSON.stringify(value).slice(0, 20)}`, 422, () => field('returnId', value)] as const,
  ),
  ...['x', 5, {}, [1], [null], [{}], [{ itemId: 'x' }], [{ count: 1 }], [[]]].map(
    (value) => [`the lines ${JSON.stringify(value)}`, 422, () => lines(value)] as const,
  ),
  ...[-1, 1.5, '1', null, 1e308, Number.MAX_SAFE_INTEGER + 2].map(
    (count) => [`${JSON.stringify(count)} pieces`, 422, () => lines([{ itemId: shop.item, count }])] as const,
  ),
  ['101 lines', 422, () => lines(Array.from({ length: 101 }, (_, at) => ({ itemId: `x${at}`, count: 1 })))],
];

const given = (route: Route, orderId: string): Given => {
  const { keys } = shop.world;
  const { partner, other, action } = route;
  return { key: keys[partner], otherKey: other && keys[other], orderId, action };
};

describe.each(ROUTES.map((route) => [route.path, route] as const))('a call of %s', (path, route) => {
  let orderId: string;
  let before: Readonly<Record<string, string>>;

  beforeAll(async () => {
    orderId = await orderBefore(route);
    before = await everything();
  }, 60_000);

  const changesNothing = async (): Promise<void> => {
    await shop.world.settled();
    expect(await everything()).toEqual(before);
  };

  it('that no key opens is refused, whatever it says, and changes nothing', async () => {
    for (const [what, status, make] of UNOPENED) {
      const made = make(given(route, orderId));
      if (made === undefined) continue;
      const [is] = await send(`${path}/${orderId}`, made);
      expect([what, is]).toEqual([what, status]);
    }
    await changesNothing();
  }, 60_000);

  it('that says what cannot be is refused, and changes nothing', async () => {
    for (const [what, status, make] of UNFIT) {
      const { key } = given(route, orderId);
      const [is] = await send(`${path}/${orderId}`, asKey(key, make(given(route, orderId))));
      expect([what, is]).toEqual([what, status]);
    }
    await changesNothing();
  }, 60_000);

  it('of no order is 404, and changes nothing', async () => {
    const { key } = given(route, orderId);
    for (const id of ['ord_00000000000000000000000000', 'x', '%00', 'x'.repeat(3_000), '__proto__'])
      expect([id, (await send(`${path}/${id}`, asKey(key)))[0]]).toEqual([id, 404]);
    await changesNothing();
  }, 60_000);

  it('counts once under its id; told again it changes nothing, and another message is refused', async () => {
    const { partner, action } = route;
    const key = shop.world.keys[partner];
    const body = JSON.stringify({ orderId, action, note: 'signed' });
    const headers = signedHeaders(key, `msg_${action}`, body);
    const [first] = await send(`${path}/${orderId}`, { headers, body });
    expect(first).toBe(200);
    await shop.world.settled();
    const after = await everything();
    expect((await send(`${path}/${orderId}`, { headers, body }))[0]).toBe(200);
    const other = JSON.stringify({ orderId, action, note: 'another' });
    const reused = await send(`${path}/${orderId}`, {
      headers: signedHeaders(key, `msg_${action}`, other),
      body: other,
    });
    expect(reused).toEqual([422, 'CALLBACK_ID_REUSED']);
    await shop.world.settled();
    expect(await everything()).toEqual(after);
  }, 60_000);
});

describe('lines and parcels that the order does not have', () => {
  const [packing, picking, delivering] = ROUTES as readonly [Route, Route, Route];

  it.each([
    ['more than was ordered', packing, 2, 'MORE_THAN_LEFT'],
    ['more than is left to ship', picking, 2, 'MORE_THAN_LEFT'],
    ['a parcel of nothing', picking, 0, 'REQUEST_INVALID'],
  ])(
    '%s is refused, and changes nothing',
    async (_what, route, count, code) => {
      const orderId = await orderBefore(route);
      const before = await everything();
      const { key } = given(route, orderId);
      const body = JSON.stringify({ parcelId: 'B', lines: [{ itemId: shop.item, count }] });
      expect(await send(`${route.path}/${orderId}`, asKey(key, body))).toEqual([422, code]);
      const unknown = JSON.stringify({ parcelId: 'B', lines: [{ itemId: 'no-such-item', count: 1 }] });
      expect(await send(`${route.path}/${orderId}`, asKey(key, unknown))).toEqual([422, 'MORE_THAN_LEFT']);
      await shop.world.settled();
      expect(await everything()).toEqual(before);
    },
    60_000,
  );

  it('a parcel that nobody sent is a conflict that people hear of, and nothing of the order moves', async () => {
    const orderId = await orderBefore(delivering);
    const { key } = given(delivering, orderId);
    const [status] = await send(`orderdelivered/${orderId}`, asKey(key, '{"parcelId":"Z"}'));
    expect(status).toBe(409);
    await eventHappens(shop.world.feed, orderId, 'OrderNeedsAttention');
    const { body } = await call<{ readonly status: string }>(`${shop.world.platform.apiUrl}/orders/${orderId}`, {
      token: shop.customer.token,
    });
    expect(body.status).toBe('shipped');
  }, 60_000);
});

describe('a key whose time is over', () => {
  it('opens nothing on any route, and the new one does', async () => {
    const { platform, keys } = shop.world;
    const orders = await Promise.all(ROUTES.map((route) => orderBefore(route)));
    const secrets = new SecretsManagerClient({
      region: 'eu-central-1',
      endpoint: platform.awsUrl,
      credentials: LOCAL_OPERATOR,
    });
    const fresh = (partner: Partner): string => `fresh-${partner}-${'k'.repeat(32)}`;
    for (const partner of ['warehouse', 'courier'] as const) {
      const notAfter = new Date(Date.now() - 60_000).toISOString();
      const kept = [
        { kid: 'new', key: fresh(partner) },
        { kid: 'old', key: keys[partner], notAfter },
      ];
      const SecretId = platform.outputs[`platform.${partner === 'warehouse' ? 'Warehouse' : 'Courier'}SecretArn`];
      await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify({ keys: kept }) }));
    }
    secrets.destroy();
    // Whoever shows the new key has it read again, every ten seconds at most; until then the old one may be remembered.
    for (const [at, { path, partner }] of ROUTES.entries()) {
      await until(`the new key to open ${path}`, async () => {
        const [status] = await send(`${path}/ord_00000000000000000000000000`, asKey(fresh(partner)));
        return status === 404;
      });
      expect([path, (await send(`${path}/${orders[at] ?? ''}`, asKey(keys[partner])))[0]]).toEqual([path, 401]);
    }
  }, 120_000);
});

describe('the whole of it', () => {
  it('yields no 5xx, no dead letter and no key in a log', async () => {
    expect(shop.world.failures()).toEqual([]);
    expect(await shop.world.deadLetters()).toBe(0);
    const { body } = await call(`${shop.world.platform.awsUrl}/_local/logs.json`);
    const said = JSON.stringify(body);
    expect(said).toContain('orderpacked');
    for (const key of Object.values(shop.world.keys)) expect(said).not.toContain(key);
  });
});
