import { createHmac } from 'node:crypto';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Customer } from '../../proofs/actors/customer.ts';
import { ADDRESS } from '../../proofs/actors/address.ts';
import { changeAddress, eventHappens, placeOrder } from '../../proofs/actors/order.ts';
import { call, LOCAL_OPERATOR, type Response } from '../../proofs/actors/platform.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let customer: Customer;
let item: string;
let dynamo: DynamoDBClient;

beforeAll(async () => {
  world = await startWorld();
  customer = await world.customer();
  item = await world.item(500);
  dynamo = new DynamoDBClient({
    region: 'eu-central-1',
    endpoint: world.platform.awsUrl,
    credentials: LOCAL_OPERATOR,
  });
}, 120_000);

afterAll(async () => {
  dynamo.destroy();
  await world.stop();
});

const ORDERS_TABLE = 'orderwire-orders-local-OrdersTable';

/** Rows of the Orders table, and events that the meter has seen on the bus. */
const traces = async (): Promise<readonly number[]> => {
  const { Count = 0 } = await dynamo.send(new ScanCommand({ TableName: ORDERS_TABLE, Select: 'COUNT' }));
  const { body } = await call<Record<string, Record<string, number>>>(`${world.platform.awsUrl}/_local/meter.json`);
  return [Count, Object.values(body).reduce((sum, units) => sum + (units['event-64kb'] ?? 0), 0)];
};

interface ProblemBody {
  readonly status: number;
  readonly code: string;
  readonly title: string;
}

const order = (body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response<ProblemBody>> =>
  call<ProblemBody>(`${world.platform.apiUrl}/orders`, { method: 'POST', token: customer.token, headers, body });

const isProblem = (answer: Response<ProblemBody>, status: number): void => {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body).toMatchObject({
    status,
    code: expect.any(String) as unknown,
    title: expect.any(String) as unknown,
  });
};

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The caller's own token with another header or payload, signed with a key of ours. */
const forged = (header: object, claims: object): string => {
  const [, payload = ''] = customer.token.split('.');
  const real = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as object;
  const unsigned = `${base64url(header)}.${base64url({ ...real, ...claims })}`;
  return `${unsigned}.${createHmac('sha256', 'guess').update(unsigned).digest('base64url')}`;
};

describe('a token', () => {
  const tokens: readonly (readonly [string, () => string | undefined])[] = [
    ['that is missing', () => undefined],
    ['that is none', () => 'nonsense'],
    ['of ten kilobytes', () => 'x'.repeat(9_000)],
    ['with alg none', () => `${forged({ alg: 'none' }, {}).split('.').slice(0, 2).join('.')}.`],
    ['signed by somebody else (HS256)', () => forged({ alg: 'HS256' }, {})],
    [
      'of somebody else, with the old signature',
      () => {
        const [header = '', , signature = ''] = customer.token.split('.');
        const [, payload = ''] = forged({}, { sub: 'another' }).split('.');
        return `${header}.${payload}.${signature}`;
      },
    ],
  ];

  it.each(tokens)('%s opens nothing', async (_what, make) => {
    const token = make();
    for (const path of [
      '/orders',
      '/users/me',
      '/orders/ord_1',
      '/orders/ord_1/timeline',
      '/stock/x',
      '/ops/attention',
    ]) {
      const answer = await call<ProblemBody>(`${world.platform.apiUrl}${path}`, {
        ...(token !== undefined && { token }),
      });
      isProblem(answer, 401);
    }
  });

  it('that is an id token opens nothing', async () => {
    const password = 'A-fine-password-42';
    const signedIn = await call<{ idToken: string }>(`${world.platform.apiUrl}/signin`, {
      body: { email: customer.email, password },
    });
    isProblem(await call<ProblemBody>(`${world.platform.apiUrl}/orders`, { token: signedIn.body.idToken }), 401);
  });
});

const good = () => ({ items: [{ id: item, count: 1 }], shippingAddress: ADDRESS });

const billedTo = (more: object) => ({ ...good(), billingAddress: { ...ADDRESS, ...more } });
const withItems = (items: unknown) => ({ ...good(), items });

describe('an order that cannot be', () => {
  const bodies: readonly (readonly [what: string, status: number, make: () => unknown])[] = [
    ['of an unknown item', 422, () => withItems([{ id: 'no-such-item', count: 1 }])],
    ['of none', 422, () => withItems([])],
    ...[0, -1, 1.5, 100, '1', null, 1e308, Number.MAX_SAFE_INTEGER + 2].map(
      (count) => [`with the count ${JSON.stringify(count)}`, 422, () => withItems([{ id: item, count }])] as const,
    ),
    ['without a count', 422, () => withItems([{ id: item }])],
    [
      'with 41 lines',
      422,
      () => withItems(Array.from({ length: 41 }, (_, index) => ({ id: `item-${index}`, count: 1 }))),
    ],
    ['with 10,000 lines', 413, () => withItems(Array.from({ length: 10_000 }, () => ({ id: item, count: 1 })))],
    [
      'with more than 99 after merging',
      422,
      () =>
        withItems([
          { id: item, count: 60 },
          { id: item, count: 60 },
        ]),
    ],
    ['with an unknown field', 422, () => ({ ...good(), status: 'delivered' })],
    ['in a language that nothing is written in', 422, () => ({ ...good(), language: 'fr' })],
    ['with a price', 422, () => withItems([{ id: item, count: 1, price: 1 }])],
    ['with id and productId', 422, () => withItems([{ id: item, productId: item, count: 1 }])],
    ['with a prototype', 422, () => `{"__proto__":{"admin":true},${JSON.stringify(good()).slice(1)}`],
    ['with a prototype in a line', 422, () => `{"items":[{"id":"x","count":1,"__proto__":{}}]}`],
    ['that is null', 422, () => 'null'],
    ['that is a list', 422, () => '[]'],
    ['that is empty', 422, () => ''],
    ['that is no JSON', 400, () => '{"items":'],
    ['that is a thousand levels deep', 422, () => '['.repeat(1_000) + ']'.repeat(1_000)],
    ['without an address', 422, () => ({ items: good().items })],
    ['with half an address', 422, () => ({ ...good(), shippingAddress: { street: 'x' } })],
    ['billed to a VAT id with a typing error', 422, () => billedTo({ vatId: 'ATU13585628' })],
    ['billed to a VAT id of no member state', 422, () => billedTo({ vatId: 'CHE123456788' })],
    ['billed to a VAT id of a thousand characters', 422, () => billedTo({ vatId: 'D'.repeat(1_000) })],
    ['billed in a country that is none', 422, () => billedTo({ country: 'UK' })],
    ['sent to a country that is none', 422, () => ({ ...good(), shippingAddress: { ...ADDRESS, country: 'XX' } })],
    ['with an option that the item does not have', 422, () => withItems([{ id: item, count: 1, color: '1' }])],
    ['with options that are a list', 422, () => withItems([{ id: item, count: 1, options: ['red'] }])],
    ['with an option of a prototype', 422, () => withItems([{ id: item, count: 1, options: { constructor: 'x' } }])],
    [
      'with eleven options',
      422,
      () =>
        withItems([
          { id: item, count: 1, options: Object.fromEntries(Array.from('abcdefghijk', (name) => [name, 'x'])) },
        ]),
    ],
    [
      'with a colour in two places',
      422,
      () => withItems([{ id: item, count: 1, color: 'a', options: { color: 'b' } }]),
    ],
    ['with a product that is not there', 422, () => withItems([{ productId: 'ghost', count: 1, color: 'red' }])],
    ...['GHOST', ' ', 'a/b', '\u202e', 'x'.repeat(1_000), 7, null, {}].map(
      (discountCode) =>
        [
          `with the code ${JSON.stringify(discountCode).slice(0, 20)}`,
          422,
          () => ({ ...good(), discountCode }),
        ] as const,
    ),
    ['of 7 MB', 413, () => JSON.stringify({ ...good(), note: 'x'.repeat(7 * 1024 * 1024) })],
    ['of 12 MB', 413, () => JSON.stringify({ ...good(), note: 'x'.repeat(12 * 1024 * 1024) })],
  ];

  it.each(bodies)('%s is refused (%d), and nothing is written or published', async (_what, status, make) => {
    const before = await traces();
    isProblem(await order(make()), status);
    await world.settled();
    expect(await traces()).toEqual(before);
  });
});

describe('an item that cannot be', () => {
  it.each([
    ['of an unknown class of tax', { vatClass: 'luxury' }, 'is one of standard, reduced, second_reduced'],
    ['that says a rate', { vatRate: 19_000 }, '#/vatRate'],
    ['in no currency', { currency: 'XXX' }, 'is no currency'],
    ['dearer than an order can count', { priceMinor: Number.MAX_SAFE_INTEGER }, 'more than an item may cost'],
    ['beyond all whole numbers', { priceMinor: undefined, price: '90071992547409.92' }, 'more than an item may cost'],
  ])('%s is refused, and nothing is written or published', async (_what, more, why) => {
    const before = await traces();
    await expect(world.item(1, more)).rejects.toThrow(why);
    await world.settled();
    expect(await traces()).toEqual(before);
  });
});

describe('another address that cannot be', () => {
  let orderId: string;

  beforeAll(async () => {
    orderId = (await placeOrder(world.platform, customer, [{ id: item, count: 1 }])).body.orderId;
    await eventHappens(world.feed, orderId, 'OrderConfirmed');
    await world.settled();
  }, 60_000);

  const bodies: readonly (readonly [what: string, status: number, body: unknown])[] = [
    ['half of one', 422, { street: 'x' }],
    ['one with an unknown field', 422, { ...ADDRESS, email: 'eve@example.com' }],
    ['one with a status', 422, { ...ADDRESS, status: 'delivered' }],
    ['one in a field', 422, { shippingAddress: ADDRESS }],
    ['one with a prototype', 422, `{"__proto__":{"admin":true},${JSON.stringify(ADDRESS).slice(1)}`],
    ['one of numbers', 422, { ...ADDRESS, street: 5 }],
    ['one without a street', 422, { ...ADDRESS, street: '' }],
    ['a street of 100,000 characters', 413, { ...ADDRESS, street: 'x'.repeat(100_000) }],
    ['a name with a line break', 422, { ...ADDRESS, name: 'Robin\r\nBcc: eve@example.com' }],
    ['half a character', 422, '{"street":"\\ud800","city":"x","postalCode":"x","country":"DE"}'],
    ['a country that is none', 422, { ...ADDRESS, country: 'Germany' }],
    ['null', 422, 'null'],
    ['a list', 422, '[]'],
    ['nothing', 422, ''],
    ['no JSON', 400, '{"street":'],
  ];

  it.each(bodies)('%s is refused (%d), and nothing is written or published', async (_what, status, body) => {
    const url = `${world.platform.apiUrl}/orders/${orderId}/shipping-address`;
    const before = await traces();
    isProblem(await call<ProblemBody>(url, { method: 'PUT', token: customer.token, body }), status);
    await world.settled();
    expect(await traces()).toEqual(before);
    const { body: order } = await call(`${world.platform.apiUrl}/orders/${orderId}`, { token: customer.token });
    expect(order).toMatchObject({ recipient: { name: ADDRESS.name, address: { street: ADDRESS.street } } });
  });

  it('is not shown to another customer, who gets the answer for an order that does not exist', async () => {
    const other = await world.customer();
    const ask = async (id: string) => {
      const { status, body } = await changeAddress(world.platform, other.token, id, { ...ADDRESS, street: 'Mine 1' });
      return { status, body: { ...body, requestId: '' } };
    };
    const foreign = await ask(orderId);
    expect([foreign.status, foreign.body.code]).toEqual([404, 'ORDER_NOT_FOUND']);
    expect(await ask('ord_00000000000000000000000000')).toEqual(foreign);
  });
});

describe('an idempotency key', () => {
  it('gives the same answer for the same body, even at once, and refuses another', async () => {
    const key = { 'idempotency-key': 'key-1' };
    const answers = await Promise.all([order(good(), key), order(good(), key), order(good(), key)]);
    const ids = answers.map(({ body }) => (body as unknown as { orderId: string }).orderId);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(ids).size).toBe(1);
    isProblem(await order(withItems([{ id: item, count: 2 }]), key), 422);
  });

  it('is another customer’s own business', async () => {
    const other = await world.customer();
    const one = await placeOrder(world.platform, customer, [{ id: item, count: 1 }], { idempotencyKey: 'shared' });
    const two = await placeOrder(world.platform, other, [{ id: item, count: 1 }], { idempotencyKey: 'shared' });
    expect(two.status).toBe(201);
    expect(two.body.orderId).not.toBe(one.body.orderId);
    await eventHappens(world.feed, two.body.orderId, 'OrderConfirmed');
  });
});

describe('signing up', () => {
  const signUp = (body: unknown) => call<ProblemBody>(`${world.platform.apiUrl}/signup`, { method: 'POST', body });

  it('with a known address says no more than any other sign-up', async () => {
    const fresh = await signUp({ email: 'fresh@example.com', password: 'A-fine-password-42' });
    const known = await signUp({ email: customer.email, password: 'Another-password-43' });
    expect([known.status, known.body]).toEqual([fresh.status, fresh.body]);
  });

  it.each([
    ['a weak password', { email: 'weak@example.com', password: 'short' }],
    ['no e-mail', { password: 'A-fine-password-42' }],
    ['what is no e-mail', { email: 'a\r\nBcc: b@example.com', password: 'A-fine-password-42' }],
    ['an unknown field', { email: 'x@example.com', password: 'A-fine-password-42', staff: true }],
  ])('with %s is refused', async (_what, body) => {
    isProblem(await signUp(body), 422);
  });

  it('cannot be told from a wrong password when the user is unknown', async () => {
    const signIn = (email: string) =>
      call<ProblemBody & { requestId?: string }>(`${world.platform.apiUrl}/signin`, {
        body: { email, password: 'Wrong-password-99' },
      });
    const [known, unknown] = [await signIn(customer.email), await signIn('nobody@example.com')];
    isProblem(known, 401);
    expect({ ...unknown.body, requestId: '' }).toEqual({ ...known.body, requestId: '' });
  });
});

describe('a list', () => {
  const LISTS = ['/items', '/products', '/orders', '/orderslist', '/orders/ord_00000000000000000000000000/timeline'];
  const withMore = (key: object): string => `cursor=${base64url({ ...key, x: '1' })}`;

  it.each([
    ...['limit=0', 'limit=101', 'limit=x', 'limit=1&limit=2', 'limit=%DF', 'cursor=', 'cursor=%7B', 'cursor=%FF'],
    ...['unknown=1', '__proto__=1', '__proto__[x]=1', 'constructor=1', 'limit=1&toString=1', '%FF=1'],
    ...[withMore({ itemId: 'x' }), withMore({ after: '2026-' }), withMore({ customerId: 'x', orderId: 'x' })],
  ])('with ?%s is refused', async (query) => {
    for (const path of LISTS)
      isProblem(await call<ProblemBody>(`${world.platform.apiUrl}${path}?${query}`, { token: customer.token }), 400);
  });

  it('of orders shows only the caller’s, newest first, page by page', async () => {
    const buyer = await world.customer();
    const placed: string[] = [];
    for (let index = 0; index < 3; index += 1)
      placed.unshift((await placeOrder(world.platform, buyer, [{ id: item, count: 1 }])).body.orderId);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await call<{ orders: { orderId: string }[]; cursor?: string }>(
        `${world.platform.apiUrl}/orders?limit=2${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
        { token: buyer.token },
      );
      seen.push(...body.orders.map(({ orderId }) => orderId));
      cursor = body.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(placed);
  });
});

describe('text that is no UTF-8', () => {
  const ORDER = 'ord_00000000000000000000000000';
  const latin1 = Buffer.from('{"reason":"Hafenstra\xdfe"}', 'latin1');
  const routes: readonly (readonly [method: string, path: string, key: () => string])[] = [
    ['POST', '/orders', () => customer.token],
    ['PUT', `/orders/${ORDER}/shipping-address`, () => customer.token],
    ['POST', `/orders/${ORDER}/cancellation`, () => customer.token],
    ...['/signup', '/signin', '/confirm-signup'].map((path) => ['POST', path, () => ''] as const),
    ['POST', `/orderpacked/${ORDER}`, () => world.keys.warehouse],
    ...['ordershipped', 'orderdelivered', 'orderdeliveryfailed', 'orderreturned'].map(
      (path) => ['POST', `/${path}/${ORDER}`, () => world.keys.courier] as const,
    ),
  ];

  it.each(routes)('is refused as the body of %s %s, whatever type it says it is', async (method, path, key) => {
    for (const type of ['application/json', 'text/plain; charset=iso-8859-1', 'application/octet-stream']) {
      const headers = { 'content-type': type, authorization: `Bearer ${key()}` };
      const answer = await fetch(`${world.platform.apiUrl}${path}`, { method, headers, body: latin1 });
      expect([type, answer.status, await answer.json()]).toMatchObject([type, 400, { code: 'ENCODING_INVALID' }]);
    }
  });
});

describe('an id that is none', () => {
  const routes: readonly (readonly [string, (id: string) => string, 'customer' | 'staff', body?: object])[] = [
    ['GET', (id) => `/items/${id}`, 'customer'],
    ['GET', (id) => `/products/${id}`, 'customer'],
    ['GET', (id) => `/orders/${id}`, 'customer'],
    ['GET', (id) => `/orders/${id}/timeline`, 'staff'],
    ['GET', (id) => `/orders/${id}/invoice`, 'staff'],
    ['GET', (id) => `/stock/${id}`, 'staff'],
    ['POST', (id) => `/orders/${id}/cancellation`, 'customer', {}],
    ['PUT', (id) => `/orders/${id}/shipping-address`, 'customer', ADDRESS],
  ];

  it.each([
    ['of 3,000 characters', 'x'.repeat(3_000), 404],
    ['of 3,000 bytes', '%C3%BC'.repeat(1_500), 404],
    ['with a zero byte', '%00', 404],
    ['that is broken UTF-8', '%E0%A4%A', 400],
    ['__proto__', '__proto__', 404],
  ])('%s names nothing', async (_what, id, status) => {
    for (const [method, path, as, body] of routes) {
      const token = as === 'staff' ? world.staffToken : customer.token;
      const url = `${world.platform.apiUrl}${path(id)}`;
      isProblem(await call<ProblemBody>(url, { method, token, ...(body && { body }) }), status);
    }
  });
});

describe('the whole of it', () => {
  it('yields no 5xx, no dead letter and no leak in a log', async () => {
    expect(world.failures()).toEqual([]);
    expect(await world.deadLetters()).toBe(0);
    const { body } = await call(`${world.platform.awsUrl}/_local/logs.json`);
    expect(JSON.stringify(body)).toMatch(/"code\\*":\\*"ITEM_NOT_FOUND/);
    expect(JSON.stringify(body)).not.toMatch(/"level":\s*\\?"ERROR/);
    expect(JSON.stringify(body)).not.toContain('A-fine-password-42');
  });
});
