import { describe, expect, it } from '@jest/globals';
import { readOutbox } from '@orderwire/store/outbox';
import { pointersOf } from '@orderwire/testing/request';
import { aService, mug, withItems } from './testing/a-service.ts';

const STAFF = { as: 'staff:u-1' };

/** As a client of another platform sends it. */
const laptop = { name: 'Laptop', price: 1299.99, stock: 10, category: 'electronics', description: 'Fast.' };

const eventsOf = (row: ReturnType<ReturnType<typeof aService>['row']>) =>
  readOutbox(row?.['outbox']?.S ?? '', 'orderwire.catalog').map(({ type, detail }) => {
    const { meta, data } = JSON.parse(detail) as { meta: Record<string, unknown>; data: Record<string, unknown> };
    return { type, meta, data };
  });

describe('listing an item', () => {
  it('takes it as other platforms’ clients send it, and shows it', async () => {
    const { call, get } = aService();
    const { statusCode, body, headers } = await call('createItem', { ...STAFF, body: laptop });
    const made = { title: 'Laptop', name: 'Laptop', price: '1299.99', priceMinor: 129_999, currency: 'CHF' };
    expect([statusCode, body]).toEqual([201, expect.objectContaining({ ...made, vatClass: 'standard' })]);
    expect(headers).toMatchObject({ etag: '"1-unknown"', location: `/items/${String(body.id)}` });
    expect((await get(String(body.id))).body).toEqual({ ...body, deliverBy: '2026-03-06' });
  });

  it('tells it with its stock, and who did it', async () => {
    const { call, row } = aService();
    await call('createItem', { ...STAFF, body: { ...laptop, id: 'l-1' } });
    const [event] = eventsOf(row('l-1'));
    expect(event).toMatchObject({ type: 'ItemCreated', data: { itemId: 'l-1', initialStock: 10, title: 'Laptop' } });
    expect(event?.meta).toMatchObject({ causationId: 'http/req-1', actor: { type: 'staff', id: 'u-1' } });
  });

  it('is done once where the same is sent again under its id, and refused where another has that id', async () => {
    const { call, row } = aService();
    const item = { ...laptop, id: 'l-1' };
    const first = await call('createItem', { ...STAFF, body: item });
    const again = await call('createItem', { ...STAFF, body: item });
    expect([again.statusCode, again.headers, again.body]).toEqual([201, first.headers, first.body]);
    const other = await call('createItem', { ...STAFF, body: { ...item, price: 1 } });
    expect([other.statusCode, other.body.code]).toEqual([409, 'ITEM_EXISTS']);
    expect(row('l-1')?.['version']).toEqual({ N: '1' });
  });

  it.each([
    ['nobody', {}, 401, 'UNAUTHENTICATED'],
    ['a customer', { as: 'u-2' }, 403, 'STAFF_ONLY'],
  ])('is refused to %s', async (_who, as, status, code) => {
    const { statusCode, body } = await aService().call('createItem', { ...as, body: laptop });
    expect([statusCode, body.code]).toEqual([status, code]);
  });

  it.each([
    [{ ...laptop, name: undefined }, '#/title'],
    [{ ...laptop, title: 'Other' }, '#/title'],
    [{ ...laptop, price: undefined }, '#/price'],
    [{ ...laptop, price: '1.234' }, '#/price'],
    [{ ...laptop, priceMinor: 1 }, '#/priceMinor'],
    [{ ...laptop, category: ' ' }, '#/category'],
    [{ ...laptop, id: 'a/b' }, '#/id'],
    [{ ...laptop, stock: -1 }, '#/stock'],
    [{ ...laptop, colour: 'red' }, '#/colour'],
  ])('is refused with what is wrong: %#', async (said, pointer) => {
    const { answer } = await aService().call('createItem', { ...STAFF, body: said });
    expect([answer.statusCode, pointersOf(answer)]).toEqual([422, [pointer]]);
  });
});

describe('changing an item', () => {
  const change = async (body: object, more: object = {}) => {
    const service = await withItems('mug');
    const answer = await service.call('changeItem', { ...STAFF, path: { id: 'mug' }, body, ...more });
    return { ...service, ...answer };
  };

  it('changes what is named and leaves the rest', async () => {
    const { statusCode, headers, body, row } = await change({ price: 15.5, brand: 'B', stock: 99 });
    const { stock: _, ...rest } = mug;
    expect([statusCode, headers?.['etag']]).toEqual([200, '"2-unknown"']);
    expect(body).toMatchObject({ ...rest, priceMinor: 1_550, brand: 'B' });
    expect(eventsOf(row('mug'))).toMatchObject([{ type: 'ItemUpdated', data: { changed: ['brand', 'priceMinor'] } }]);
  });

  it('takes away what is null', async () => {
    const { call } = await change({ brand: 'B', description: 'D' });
    const { body } = await call('changeItem', { ...STAFF, path: { id: 'mug' }, body: { brand: null } });
    expect([body.brand, body.description]).toEqual([undefined, 'D']);
  });

  it('writes nothing where nothing changes', async () => {
    const { statusCode, row } = await change({ title: 'Mug', price: '12.90' });
    expect([statusCode, row('mug')?.['version']]).toEqual([200, { N: '1' }]);
  });

  it.each([
    ['"1"', 200],
    ['"1-unknown"', 200],
    ['*', 200],
    ['"2"', 412],
    ['"0", "3"', 412],
  ])('happens on condition of If-Match: %s answers %d', async (tag, status) => {
    const { statusCode, body } = await change({ title: 'Cup' }, { headers: { 'if-match': tag } });
    expect([statusCode, body.code]).toEqual([status, status === 412 ? 'VERSION_STALE' : undefined]);
  });

  it('is decided again when somebody was faster', async () => {
    const service = await withItems('mug');
    const both = [{ title: 'Cup' }, { brand: 'B' }].map((body) =>
      service.call('changeItem', { ...STAFF, path: { id: 'mug' }, body }),
    );
    expect((await Promise.all(both)).map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect((await service.get('mug')).body).toMatchObject({ title: 'Cup', brand: 'B' });
  });

  it.each([
    [{ currency: 'USD' }, '#/price'],
    [{ title: 'A', name: 'B' }, '#/title'],
    [{ category: null }, '#/category'],
    [{ price: 'much' }, '#/price'],
  ])('is refused with what is wrong: %#', async (body, pointer) => {
    const { answer } = await change(body);
    expect([answer.statusCode, pointersOf(answer)]).toEqual([422, [pointer]]);
  });

  it('drops what a piece cost when the currency changes', async () => {
    const { call, row } = await change({ cost: 5 });
    expect(row('mug')?.['costMinor']).toEqual({ N: '500' });
    await call('changeItem', { ...STAFF, path: { id: 'mug' }, body: { currency: 'USD', price: 9 } });
    expect(row('mug')).not.toHaveProperty('costMinor');
  });

  it.each(['cup', 'x'.repeat(3_000)])('that is not there is refused (%#)', async (id) => {
    const { statusCode, body } = await change({ title: 'Cup' }, { path: { id } });
    expect([statusCode, body.code]).toEqual([404, 'ITEM_NOT_FOUND']);
  });
});

describe('retiring an item', () => {
  const retired = async (more: object = {}) => {
    const service = await withItems('mug', 'cup');
    const answer = await service.call('retireItem', { ...STAFF, path: { id: 'mug' }, ...more });
    return { ...service, ...answer };
  };

  it('hides it from shoppers, and tells of it in the same write', async () => {
    const { statusCode, get, list, row } = await retired();
    expect([statusCode, (await get('mug')).status]).toEqual([204, 404]);
    for (const query of [{}, { category: 'kitchen' }])
      expect((await list(query)).body.items?.map(({ id }) => id)).toEqual(['cup']);
    expect(eventsOf(row('mug'))).toMatchObject([
      { type: 'ItemRetired', meta: { sequence: 2 }, data: { itemId: 'mug', title: 'Mug', changed: [] } },
    ]);
  });

  it('is done once however often it is asked for', async () => {
    const { call, row } = await retired();
    const again = await call('retireItem', { ...STAFF, path: { id: 'mug' } });
    expect([again.statusCode, row('mug')?.['version']]).toEqual([204, { N: '2' }]);
  });

  it('keeps it from being changed, and its id from another', async () => {
    const { call } = await retired();
    const changed = await call('changeItem', { ...STAFF, path: { id: 'mug' }, body: { title: 'Cup' } });
    const made = await call('createItem', { ...STAFF, body: { ...laptop, id: 'mug' } });
    expect([changed.body.code, made.body.code]).toEqual(['ITEM_NOT_FOUND', 'ITEM_EXISTS']);
  });

  it('ends when an import lists it again', async () => {
    const { importItems, get, list } = await retired();
    expect(await importItems({ items: [{ ...mug, title: 'Mug, again' }] })).toMatchObject({ updated: 1 });
    expect((await get('mug')).body).toMatchObject({ title: 'Mug, again' });
    expect((await list({ category: 'kitchen' })).body.items).toHaveLength(2);
  });

  it('is refused where it has changed since it was read', async () => {
    const { statusCode, body, get } = await retired({ headers: { 'if-match': '"7"' } });
    expect([statusCode, body.code, (await get('mug')).status]).toEqual([412, 'VERSION_STALE', 200]);
  });

  it('is refused where there is none', async () => {
    const { statusCode, body } = await retired({ path: { id: 'saucer' } });
    expect([statusCode, body.code]).toEqual([404, 'ITEM_NOT_FOUND']);
  });
});

describe('an item that is asked for again', () => {
  it('is not sent again while it is the same', async () => {
    const { call, stock } = await withItems('mug');
    const ask = (etag: string) => call('getItem', { path: { id: 'mug' }, headers: { 'if-none-match': etag } });
    const { statusCode, answer } = await ask('"1-unknown-2026-03-06"');
    expect([statusCode, answer.body]).toEqual([304, undefined]);
    await stock(3, 1);
    expect((await ask('"1-unknown-2026-03-06"')).statusCode).toBe(200);
    expect((await ask('"1-in_stock-2026-03-06"')).statusCode).toBe(304);
  });
});
