import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@orderwire/local-cloud/dev/until';
import type { Customer } from '../../proofs/actors/customer.ts';
import { placeOrder } from '../../proofs/actors/order.ts';
import { call, type Response } from '../../proofs/actors/platform.ts';
import { startWorld, type World } from './world.ts';

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
  world = await startWorld();
  customer = await world.customer();
  // The last of the sample's items is known when this one is.
  await world.item(1);
}, 120_000);

afterAll(() => world.stop());

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
