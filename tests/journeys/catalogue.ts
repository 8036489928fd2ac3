import { beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@orderwire/local-cloud/dev/until';
import type { Customer } from '../../proofs/actors/customer.ts';
import { ADDRESS } from '../../proofs/actors/address.ts';
import { placeOrder } from '../../proofs/actors/order.ts';
import { call, type Response } from '../../proofs/actors/platform.ts';
import { sharedWorld } from './shared-world.ts';
import type { World } from './world.ts';

interface Item {
  readonly id: string;
  readonly title: string;
  readonly price: string;
  readonly availability: string;
  readonly code?: string;
}

let world: World;
let customer: Customer;

beforeAll(async () => {
  world = await sharedWorld();
  customer = await world.customer();
  // The last of the sample's items is known when this one is.
  await world.item(1);
}, 120_000);

const ask = <T = Item>(method: string, path: string, more: object = {}): Promise<Response<T>> =>
  call<T>(`${world.platform.apiUrl}${path}`, { method, ...more });

const asStaff = (method: string, path: string, body?: object, headers = {}): Promise<Response<Item>> =>
  ask(method, path, { token: world.staffToken, headers, ...(body && { body }) });

/** As a client of another platform sends it. */
const laptop = { name: 'Laptop', price: 1299.99, stock: 3, category: 'electronics', description: 'Fast.' };

describe('an item of the shop’s', () => {
  it('is listed, found, ordered, changed under a condition and retired; what was ordered keeps it', async () => {
    const made = await asStaff('POST', '/products', laptop);
    expect([made.status, made.body.title, made.body.price]).toEqual([201, 'Laptop', '1299.99']);
    const { id } = made.body;
    await until('its stock is known', async () => (await ask('GET', `/items/${id}`)).body.availability === 'in_stock');
    await world.settled();
    const { orderId } = (await placeOrder(world.platform, customer, [{ id, count: 1 }])).body;

    const read = await ask('GET', `/products/${id}`);
    const etag = read.headers.get('etag') ?? '';
    const dearer = await asStaff('PUT', `/products/${id}`, { price: 1399 }, { 'if-match': etag });
    expect([dearer.status, dearer.body.price]).toEqual([200, '1399.00']);
    const stale = await asStaff('PUT', `/products/${id}`, { price: 999 }, { 'if-match': etag });
    expect([stale.status, stale.body.code]).toEqual([412, 'VERSION_STALE']);

    expect((await asStaff('DELETE', `/products/${id}`)).status).toBe(204);
    expect((await ask('GET', `/products/${id}`)).status).toBe(404);
    await world.settled();
    const refused = await placeOrder(world.platform, customer, [{ id, count: 1 }]);
    expect([refused.status, refused.body]).toEqual([422, expect.objectContaining({ code: 'ITEM_NOT_FOUND' })]);
    const order = await ask<{ lines: readonly Item[] }>('GET', `/orders/${orderId}`, { token: customer.token });
    expect(order.body.lines).toMatchObject([{ title: 'Laptop' }]);
  });

  it('is nobody else’s to change', async () => {
    const ways = [
      ['POST', '/products', laptop],
      ['PUT', '/products/mug', { price: 1 }],
      ['DELETE', '/products/mug', undefined],
    ] as const;
    for (const [method, path, body] of ways) {
      const open = await ask(method, path, { body });
      const signedIn = await ask(method, path, { body, token: customer.token });
      expect([method, open.status, signedIn.status]).toEqual([method, 401, 403]);
    }
  });
});

describe('the range', () => {
  const list = async (query: string) =>
    (
      await ask<{ items: readonly Item[]; count: number; facets: { brand: readonly { value: string }[] } }>(
        'GET',
        `/products?${query}`,
      )
    ).body;

  it('is searched with a slip, narrowed down, sorted and counted', async () => {
    const found = await list('q=ihpone&category=phone&sort=-price&limit=2');
    expect(found.items).toMatchObject([{ title: expect.stringMatching(/iPhone/) }, {}]);
    expect(found.count).toBeGreaterThan(2);
    expect(found.facets.brand.map(({ value }) => value)).toContain('Apple');
  });

  it('is found by a new title within five seconds', async () => {
    const { body } = await asStaff('POST', '/products', { ...laptop, name: 'Quetschkommode' });
    const isFound = async (q: string): Promise<boolean> =>
      (await list(`q=${q}`)).items.some(({ id }) => id === body.id);
    await until('it is listed', () => isFound('quetschkomode'));
    await asStaff('PUT', `/products/${body.id}`, { title: 'Ziehharmonika' });
    const changedAt = performance.now();
    await until('its new title is found', () => isFound('zeihharmonika'));
    expect(performance.now() - changedAt).toBeLessThan(5_000);
  });
});

interface Level {
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
  readonly isLow: boolean;
  readonly code?: string;
}

describe('what there is of an item', () => {
  const level = (id: string) => ask<Level>('GET', `/stock/${id}`, { token: world.staffToken });
  const byStaff = <T = Level>(method: string, path: string, body?: object) =>
    ask<T>(method, path, { token: world.staffToken, ...(body && { body }) });

  it('is corrected, taken in once, and told of when it runs low; the history says who did it and why', async () => {
    const id = await world.item(5);
    const corrected = await byStaff('PUT', `/stock/${id}`, { onHand: 4, lowAt: 3, reason: 'One was broken.' });
    expect([corrected.status, corrected.body]).toMatchObject([200, { onHand: 4, isLow: false }]);
    const delivery = { count: 6, reference: 'LS-4711' };
    await byStaff('POST', `/stock/${id}/receipts`, delivery);
    const again = await byStaff('POST', `/stock/${id}/receipts`, delivery);
    expect([again.status, again.headers.get('idempotent-replay')]).toEqual([201, 'true']);
    await placeOrder(world.platform, customer, [{ id, count: 8 }]);
    await world.settled();
    expect((await level(id)).body).toMatchObject({ onHand: 10, reserved: 8, available: 2, isLow: true });
    const tooLow = await byStaff('PUT', `/stock/${id}`, { onHand: 7, reason: 'Counted.' });
    expect([tooLow.status, tooLow.body.code]).toEqual([409, 'STOCK_BELOW_RESERVED']);
    const low = await byStaff<{ items: readonly { itemId: string }[] }>('GET', '/stock?low=true');
    expect(low.body.items.map(({ itemId }) => itemId)).toContain(id);
    const history = await byStaff<{ movements: readonly object[] }>('GET', `/stock/${id}/history`);
    expect(history.body.movements).toMatchObject([
      { number: 2, kind: 'received', reference: 'LS-4711', by: { type: 'staff' }, after: { onHand: 10 } },
      { number: 1, kind: 'corrected', reason: 'One was broken.', before: { onHand: 5 }, after: { onHand: 4 } },
    ]);
    expect((await ask('PUT', `/stock/${id}`, { token: customer.token, body: { onHand: 9, reason: 'x' } })).status).toBe(
      403,
    );
  });

  it('is what a client of another shop sends with the item', async () => {
    const { id } = (await asStaff('POST', '/products', laptop)).body;
    await world.settled();
    expect((await level(id)).body).toMatchObject({ onHand: 3, available: 3 });
    await placeOrder(world.platform, customer, [{ id, count: 2 }]);
    await world.settled();
    expect((await asStaff('PUT', `/products/${id}`, { stock: 5 })).status).toBe(200);
    await until('it is set', async () => (await level(id)).body.available === 5);
    expect((await level(id)).body).toMatchObject({ onHand: 7, reserved: 2 });
  });

  it('goes to one of a hundred customers who want the last piece', async () => {
    const id = await world.item(1);
    const people = await Promise.all(Array.from({ length: 100 }, () => world.customer()));
    const placed = await Promise.all(people.map((one) => placeOrder(world.platform, one, [{ id, count: 1 }])));
    expect(new Set(placed.map(({ status }) => status))).toEqual(new Set([201]));
    await world.settled();
    const ended = await Promise.all(
      placed.map(({ body }, place) =>
        ask<{ status: string }>('GET', `/orders/${body.orderId}`, { token: people[place]?.token }),
      ),
    );
    const counts = (status: string) => ended.filter(({ body }) => body.status === status).length;
    expect([counts('confirmed'), counts('rejected')]).toEqual([1, 99]);
    expect((await level(id)).body).toMatchObject({ onHand: 1, reserved: 1, available: 0 });
    expect(world.failures()).toEqual([]);
  }, 60_000);
});

describe('what staff do', () => {
  const audit = async (query: string, token: string | undefined = world.staffToken) =>
    ask<{ readonly entries: readonly { readonly actor: string }[]; readonly code?: string }>('GET', `/audit?${query}`, {
      token,
    });

  it('is in the audit list: who, before and after, and why; what a customer does is not', async () => {
    const { id } = (await asStaff('POST', '/products?reason=For%20Christmas', laptop)).body;
    await world.settled();
    await asStaff('PUT', `/products/${id}?reason=Too%20dear`, { price: 1199 });
    await asStaff('PUT', `/stock/${id}`, { onHand: 5, reason: 'Counted.' });
    const mine = (await placeOrder(world.platform, customer, [{ id, count: 1 }])).body.orderId;
    const theirs = (await placeOrder(world.platform, customer, [{ id, count: 1 }])).body.orderId;
    await world.settled();
    await ask('POST', `/orders/${mine}/cancellation`, { token: customer.token, body: { reason: 'Too slow.' } });
    const cancellation = `/orders/${theirs}/cancellation?reason=They%20called.`;
    await ask('POST', cancellation, { token: world.staffToken, body: { reason: 'I am ill.' } });
    await world.settled();

    const { body } = await audit(`subject=${id}`);
    expect(body.entries).toMatchObject([
      {
        service: 'inventory',
        reason: 'Counted.',
        changes: expect.arrayContaining([{ field: 'onHand', before: 3, after: 5 }]),
      },
      { service: 'catalog', reason: 'Too dear', changes: [{ field: 'priceMinor', before: 129_999, after: 119_900 }] },
      {
        service: 'catalog',
        reason: 'For Christmas',
        changes: expect.arrayContaining([{ field: 'title', after: 'Laptop' }]),
      },
    ]);
    expect(new Set(body.entries.map(({ actor }) => actor)).size).toBe(1);
    expect((await audit(`subject=${mine}`)).body.entries).toEqual([]);
    expect((await audit(`subject=${theirs}`)).body.entries).toMatchObject([
      {
        service: 'orders',
        reason: 'They called.',
        changes: expect.arrayContaining([{ field: 'status', before: 'confirmed', after: 'cancelled' }]),
      },
    ]);
    const newest = await audit(`actor=${body.entries[0]?.actor ?? ''}&service=orders&limit=1`);
    expect(newest.body.entries).toMatchObject([{ subject: theirs }]);
    expect((await audit('', customer.token)).body.code).toBe('STAFF_ONLY');
  });
});

interface Priced {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly code?: string;
  readonly expectedTotal?: number;
  readonly isAvailable: boolean;
  readonly lines: readonly { readonly available: number }[];
  readonly totals: { readonly total: number };
  readonly charges: object;
}

interface Listed {
  readonly orders: readonly { readonly orderId: string; readonly status: string }[];
  readonly cursor?: string;
}

describe('what a cart costs', () => {
  it('is what its order costs, and a price that has changed since is refused with both', async () => {
    const id = await world.item(2);
    const cart = { items: [{ id, count: 2 }], shippingAddress: { country: 'DE' } };
    const checked = await ask<Priced>('POST', '/carts/check', { body: cart });
    expect([checked.status, checked.body.isAvailable]).toEqual([200, true]);
    const { total } = checked.body.totals;
    expect((await asStaff('PUT', `/items/${id}`, { priceMinor: 1100 })).status).toBe(200);
    await world.settled();
    const body = { items: cart.items, shippingAddress: ADDRESS, expectedTotal: total };
    const refused = await ask<Priced>('POST', '/orders', { token: customer.token, body });
    const now = refused.body.totals.total;
    expect([refused.status, refused.body.code, refused.body.expectedTotal]).toEqual([409, 'PRICE_CHANGED', total]);
    expect(now).toBeGreaterThan(total);
    const order = await ask<Priced>('POST', '/orders', {
      token: customer.token,
      body: { ...body, expectedTotal: now },
    });
    expect([order.status, order.body.totals.total]).toEqual([201, now]);
    await world.settled();
    const soldOut = await ask<Priced>('POST', '/carts/check', { body: cart });
    expect([soldOut.body.isAvailable, soldOut.body.lines]).toMatchObject([false, [{ available: 0 }]]);
  });
});

describe('orders', () => {
  const list = (query: string, token = world.staffToken, headers = {}) =>
    ask<Listed>('GET', `/orders?${query}`, { token, headers });
  const idsIn = ({ body }: Response<Listed>) => body.orders.map(({ orderId }) => orderId);

  it('are found by staff by number, address, status and span, and are not sent twice', async () => {
    const person = await world.customer();
    const id = await world.item(5);
    const placed = await placeOrder(world.platform, person, [{ id, count: 1 }]);
    const { orderId, orderNumber } = placed.body as unknown as Priced;
    await world.settled();
    expect(idsIn(await list(`orderNumber=${orderNumber}`))).toEqual([orderId]);
    expect(idsIn(await list(`email=${encodeURIComponent(person.email)}`))).toEqual([orderId]);
    const [from, to] = [-60_000, 60_000].map((by) => new Date(Date.now() + by).toISOString());
    expect(idsIn(await list(`scope=all&status=confirmed&limit=100&from=${from}&to=${to}`))).toContain(orderId);
    expect(idsIn(await list(`scope=all&status=rejected&limit=100`))).not.toContain(orderId);
    const first = await list('scope=all&limit=2');
    const second = await list(`scope=all&limit=2&cursor=${first.body.cursor}`);
    expect(new Set([...idsIn(first), ...idsIn(second)]).size).toBe(4);
    expect((await list('scope=all', person.token)).status).toBe(403);

    for (const path of [`/orders/${orderId}`, `/orders/${orderId}/timeline`, '/orders?status=confirmed']) {
      const read = await ask<object>('GET', path, { token: person.token });
      const headers = { 'if-none-match': read.headers.get('etag') ?? '' };
      expect([path, (await ask('GET', path, { token: person.token, headers })).status]).toEqual([path, 304]);
    }
  });
});
