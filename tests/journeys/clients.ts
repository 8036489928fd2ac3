import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { mailsTo } from '../../proofs/actors/customer.ts';
import { call } from '../../proofs/actors/platform.ts';
import { sharedWorld } from './shared-world.ts';
import type { World } from './world.ts';

type Who = 'nobody' | 'customer' | 'stranger' | 'staff' | 'warehouse' | 'courier';

/**
 * What a client of another platform sends, what it is answered here, and why. In paths and bodies `{id}` is the customer's,
 * `{product}` and `{order}` are what was made last, and `{code}` is the newest code that was mailed to the body's address.
 */
type Row = readonly [request: string, body: object | undefined, as: Who, status: number, why: string];

const PASSWORD = 'A-fine-password-42';
const CLIENT = { clientId: '1h57kf5cpq17m0eml12EXAMPLE', userPoolId: 'eu-west-1_EXAMPLE' };
const ONE = { email: 'one@example.com', password: PASSWORD };
const TWO = { username: 'two@example.com', password: PASSWORD };
const HOME = { street: 'Hafenstraße 1', city: 'Hamburg', postalCode: '20457', country: 'DE' };
const LAPTOP = { name: 'Laptop', price: 1299.99, stock: 3, category: 'electronics', description: 'Fast.' };
const PHONE = {
  ...{ title: 'Phone', company: 'Apple', brand: 'apple', category: 'phone', type: 'smart', price: '799.00', stock: 5 },
  options: { color: '1', storage: '128 GB' },
};

const AS_IT_STANDS = 'as it stands';

const USERS: readonly Row[] = [
  ['POST /users/signup', { ...ONE, name: 'One' }, 'nobody', 202, AS_IT_STANDS],
  ['POST /users/confirm', { email: ONE.email, code: '{code}' }, 'nobody', 200, AS_IT_STANDS],
  ['POST /users/login', ONE, 'nobody', 200, AS_IT_STANDS],
  ['POST /signup', { ...CLIENT, ...TWO }, 'nobody', 202, 'ids of the pool are ignored'],
  ['POST /confirm-signup', { ...CLIENT, username: TWO.username, code: '{code}' }, 'nobody', 200, 'the same'],
  ['POST /signin', { ...CLIENT, ...TWO }, 'nobody', 200, 'the same'],
  ['POST /signup', { ...CLIENT, ...TWO, password: 'Another-pass-1' }, 'nobody', 202, 'says not who has an account'],
  ['POST /signin', { ...CLIENT, ...TWO }, 'nobody', 200, 'a second sign-up has reset no password'],
  ['POST /users/signup', { email: 'x@example.com', password: 'Passw0rd!' }, 'nobody', 422, 'the policy: 12 characters'],
  ['POST /signup', { ...CLIENT, username: 'john', password: PASSWORD }, 'nobody', 422, 'users are known by an address'],
  ['GET /users/me', undefined, 'customer', 200, AS_IT_STANDS],
  ['GET /users/me', undefined, 'nobody', 401, 'nobody knows who calls'],
];

const CUSTOMERS: readonly Row[] = [
  ['POST /customers', { name: 'One', email: '{email}' }, 'customer', 200, 'it exists since the sign-in'],
  ['POST /customers', { name: 'Three', email: 'three@example.com' }, 'staff', 201, 'staff invite by mail'],
  ['POST /customers', { name: 'X', email: 'x@example.com' }, 'nobody', 401, 'there it was open to anyone'],
  ['GET /customers/{id}', undefined, 'customer', 200, AS_IT_STANDS],
  ['GET /customers/{id}', undefined, 'staff', 200, AS_IT_STANDS],
  ['GET /customers/{id}', undefined, 'stranger', 404, 'somebody else’s is as one that does not exist'],
  ['GET /customers', undefined, 'staff', 200, 'newest first, page by page'],
  ['GET /customers', undefined, 'customer', 403, 'one sees oneself only'],
  ['PUT /customers/{id}', { name: 'Renamed', phone: '+49 30 1' }, 'customer', 200, 'any subset'],
  ['PUT /customers/{id}', { addresses: [HOME] }, 'customer', 200, 'the first is the default'],
  ['PUT /customers/42', { name: 'Renamed' }, 'customer', 404, 'as somebody else’s'],
];

const PRODUCTS: readonly Row[] = [
  ['POST /products', LAPTOP, 'nobody', 401, 'there it was open, and said that it should not be'],
  ['POST /products', LAPTOP, 'customer', 403, 'staff only'],
  ['POST /products', LAPTOP, 'staff', 201, 'the price is a decimal'],
  ['GET /products/{product}', undefined, 'nobody', 200, AS_IT_STANDS],
  [
    'PUT /products/{product}',
    { ...LAPTOP, price: 1199.5 },
    'staff',
    200,
    'so many are to be had, beside what is reserved',
  ],
  ['PUT /products/{product}', LAPTOP, 'nobody', 401, 'no token'],
  ['DELETE /products/{product}', undefined, 'nobody', 401, 'no token'],
  ['DELETE /products/{product}', undefined, 'staff', 204, AS_IT_STANDS],
  ['GET /products/{product}', undefined, 'nobody', 404, 'it is out of the range'],
  ['POST /products', PHONE, 'staff', 201, 'who makes it, and what tells it from its like'],
  ['GET /items/{product}', undefined, 'nobody', 200, AS_IT_STANDS],
  ['GET /products', undefined, 'nobody', 200, AS_IT_STANDS],
  ['GET /items?category=phone&type=smart&brand=apple', undefined, 'nobody', 200, 'each filter alone or together'],
];

const ORDERS: readonly Row[] = [
  ['POST /orders', { items: [{ id: '{product}', count: 2, color: '1' }] }, 'nobody', 401, 'an order has an owner'],
  ['POST /orders', { items: [{ id: '{product}', count: 2, color: '1' }] }, 'customer', 201, '`placed` is its PENDING'],
  ['GET /order/{order}', undefined, 'customer', 200, AS_IT_STANDS],
  ['GET /order/{order}', undefined, 'stranger', 404, 'there, anybody who was signed in read any order'],
  ['GET /orders/{order}', undefined, 'staff', 200, AS_IT_STANDS],
  ['GET /orderslist', undefined, 'customer', 200, 'newest first, page by page'],
  ['POST /orderpacked/{order}', {}, 'nobody', 401, 'no key'],
  ['POST /orderpacked/{order}', {}, 'courier', 403, 'the key of another partner'],
  ['POST /orderpacked/{order}', undefined, 'warehouse', 200, 'the body is optional'],
  ['POST /ordershipped/{order}', { carrier: 'DHL', trackingNumber: 'T1' }, 'courier', 200, AS_IT_STANDS],
  ['POST /orderdelivered/{order}', { occurredAt: '2026-01-01T10:00:00Z' }, 'courier', 200, 'shown, if doubtful'],
  ['POST /orderdeliveryfailed/{order}', { reason: 'late' }, 'courier', 409, 'a final status is not overwritten'],
  ['POST /orderreturned/{order}', { reason: 'refused' }, 'courier', 409, 'the same'],
  ['GET /orders/{order}', undefined, 'customer', 200, 'it is delivered'],
];

const LEAVING: readonly Row[] = [
  ['GET /customers/{id}/export', undefined, 'customer', 200, 'all that is known of one'],
  ['DELETE /customers/{id}', undefined, 'staff', 404, 'erasing is a right of admins, and of owners'],
  ['DELETE /customers/{id}', undefined, 'customer', 200, 'says where something expires'],
  ['GET /customers/{id}', undefined, 'staff', 404, 'it is gone'],
];

/** What such platforms get wrong, and the test that says that it is otherwise here. */
const FAULTS = [
  [
    'a sign-up of an existing address resets that user’s password',
    'tests/journeys/clients.ts',
    'a second sign-up has reset no password',
  ],
  ['any signed-in user reads any order', 'tests/journeys/clients.ts', 'anybody who was signed in read any order'],
  ['filters by type or brand alone fail', 'tests/journeys/clients.ts', 'by any filter alone'],
  [
    'lists are cut at ten, oldest first',
    'services/orders/src/handlers/http/read-orders.test.ts',
    'shows one’s own, newest first',
  ],
  [
    'a consumer swallows errors, so that nothing is retried',
    'shared/messaging/src/queue-consumer.test.ts',
    'fails only the message that threw',
  ],
  [
    'a batch goes on after a failure and loses the order',
    'shared/messaging/src/stream-publisher.test.ts',
    'stops at the first record that cannot be put',
  ],
  [
    'a late event overwrites a final status',
    'services/orders/src/domain/lifecycle.test.ts',
    'lets nothing leave an end',
  ],
  ['FailedEntryCount is ignored', 'shared/messaging/src/stream-publisher.test.ts', 'reads the result by index'],
  [
    'a secret is looked up under another name than it was made',
    'tests/architecture/partners.test.ts',
    'has a secret, whose ARN is handed on',
  ],
  [
    'a duplicate message is a duplicate mail',
    'services/notification/src/application/notify.test.ts',
    'is sent once, however often its event comes',
  ],
  ['roles with *', 'tests/architecture/templates.test.ts', 'grantsAreExact'],
] as const;

let world: World;
const known = { id: '', email: '', product: '', order: '' };
const headers: Record<Who, Readonly<Record<string, string>>> = {
  ...{ nobody: {}, customer: {}, stranger: {}, staff: {}, warehouse: {}, courier: {} },
};

beforeAll(async () => {
  world = await sharedWorld();
  const bearing = (token: string) => ({ authorization: `Bearer ${token}` });
  const customer = await world.customer();
  headers.customer = bearing(customer.token);
  known.email = customer.email;
  headers.stranger = bearing((await world.customer()).token);
  headers.staff = bearing(world.staffToken);
  headers.warehouse = { authorization: world.keys.warehouse };
  headers.courier = { authorization: world.keys.courier };
  const me = await call<{ customerId: string }>(`${world.platform.apiUrl}/users/me`, { headers: headers.customer });
  known.id = me.body.customerId;
}, 120_000);

/** Of the newest mail to the address; such mails are there when the sign-up is answered. */
const newestCode = async (body: { readonly email?: string; readonly username?: string }): Promise<string> => {
  const [mail] = await mailsTo(world.platform, body.email ?? body.username ?? '');
  return /\d{6}/.exec(mail?.text ?? '')?.[0] ?? '';
};

const filled = async (body: object): Promise<object> => {
  const text = JSON.stringify(body);
  const code = text.includes('{code}') ? await newestCode(body) : '';
  const values = { ...known, code };
  return JSON.parse(
    text.replace(/\{(id|email|product|order|code)\}/g, (_, name: keyof typeof values) => values[name]),
  ) as object;
};

describe('what a client of another platform sends', () => {
  it.each([...USERS, ...CUSTOMERS, ...PRODUCTS, ...ORDERS, ...LEAVING])(
    '%s %j, as %s: %s, for %s',
    async (request, body, as, status, why) => {
      const [method = '', path = ''] = request.split(' ');
      const url = path.replace(/\{(id|product|order)\}/g, (_, name: keyof typeof known) => known[name]);
      const sent = body && (await filled(body));
      const answer = await call<{ id?: string; orderId?: string; status?: string }>(`${world.platform.apiUrl}${url}`, {
        ...{ method, headers: headers[as] },
        ...(sent && { body: sent }),
      });
      expect({ status: answer.status, why }).toEqual({ status, why });
      if (request === 'POST /products' && status === 201) known.product = answer.body.id ?? '';
      if (request === 'POST /orders' && status === 201) known.order = answer.body.orderId ?? '';
      // What was made is known everywhere when the next one asks.
      if (method === 'POST' && status === 201) await world.settled();
      if (why === 'it is delivered') expect(answer.body.status).toBe('delivered');
    },
  );

  it('finds items by any filter alone, and by all together', async () => {
    const ids = async (query: string): Promise<readonly string[]> => {
      const { body } = await call<{ items: readonly { id: string }[] }>(`${world.platform.apiUrl}/items?${query}`);
      return body.items.map(({ id }) => id);
    };
    const all = ['category=phone', 'type=smart', 'brand=apple'];
    for (const query of [...all, all.join('&')])
      expect([query, await ids(query)]).toEqual([query, expect.arrayContaining([known.product])]);
  });

  it('shows an item with who makes it and its options', async () => {
    const { body } = await call(`${world.platform.apiUrl}/items/${known.product}`);
    expect(body).toMatchObject({ company: 'Apple', options: { color: '1', storage: '128 GB' }, price: '799.00' });
  });

  it('a refused password names the rules that it breaks', async () => {
    const { body } = await call(`${world.platform.apiUrl}/users/signup`, {
      body: { email: 'x@example.com', password: 'weak', name: 'X' },
    });
    expect(body).toMatchObject({
      code: 'PASSWORD_TOO_WEAK',
      errors: [
        { pointer: '#/password', message: 'has at least 12 characters' },
        { pointer: '#/password', message: 'has an upper-case letter' },
        { pointer: '#/password', message: 'has a digit' },
      ],
    });
  });

  it('broke nothing: no 5xx, no dead letter', async () => {
    await world.settled();
    expect(world.failures()).toEqual([]);
    expect(await world.deadLetters()).toBe(0);
  });
});

describe('a fault of such platforms', () => {
  it.each(FAULTS)('is none here, which a test says: %s', (_fault, file, test) => {
    expect(readFileSync(file, 'utf8')).toContain(test);
  });
});
