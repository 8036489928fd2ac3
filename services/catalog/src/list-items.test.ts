import { describe, expect, it } from '@jest/globals';
import { aService, mug } from './testing/a-service.ts';

const STAFF = { as: 'staff:u-1' };

const RANGE = [
  { id: 'p-1', title: 'iPhone 17', category: 'Phone', type: 'smart', brand: 'Apple', priceMinor: 99_900 },
  { id: 'p-2', title: 'Galaxy S25', category: 'phone', type: 'smart', brand: 'Samsung', priceMinor: 79_900 },
  { id: 'p-3', title: 'Nokia 3310', category: 'phone', type: 'feature', brand: 'Nokia', priceMinor: 5_900 },
  { id: 'c-1', title: 'MacBook Air', category: 'computer', type: 'laptop', brand: 'Apple', priceMinor: 119_900 },
  { id: 'k-1', title: 'Käse, gerieben', category: 'food', priceMinor: 299 },
  { id: 'k-2', title: 'Vollmilchschokolade', category: 'food', priceMinor: 199 },
].map((item) => ({ ...mug, ...item }));

const aShop = async () => {
  const service = aService();
  await service.importItems({ items: RANGE });
  const ids = async (query: Readonly<Record<string, string>>) =>
    (await service.list(query)).body.items?.map(({ id }) => id);
  return { ...service, ids };
};

describe('a list', () => {
  it.each([
    [{}, ['p-2', 'p-1', 'k-1', 'c-1', 'p-3', 'k-2']],
    [{ sort: 'title', category: 'phone' }, ['p-2', 'p-1', 'p-3']],
    [{ sort: 'price' }, ['k-2', 'k-1', 'p-3', 'p-2', 'p-1', 'c-1']],
    [{ sort: '-price', brand: 'APPLE' }, ['c-1', 'p-1']],
  ])('stands in the order that is asked for, on one page as on many: %j', async (query, expected) => {
    const { ids, list } = await aShop();
    expect(await ids(query)).toEqual(expected);
    const seen: (string | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await list({ ...query, limit: '1', ...(cursor !== undefined && { cursor }) });
      seen.push(body.items?.[0]?.id);
      cursor = body.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(expected);
  });

  it('says how many items there are, and how many there would be with each other value of a filter', async () => {
    const { list } = await aShop();
    const { body } = await list({ category: 'phone', type: 'smart' });
    expect([body.count, body.facets]).toEqual([
      2,
      {
        category: [{ value: 'Phone', count: 2 }],
        type: [
          { value: 'smart', count: 2 },
          { value: 'feature', count: 1 },
        ],
        brand: [
          { value: 'Apple', count: 1 },
          { value: 'Samsung', count: 1 },
        ],
        availability: [{ value: 'unknown', count: 2 }],
      },
    ]);
    const next = await list({ limit: '1', cursor: (await list({ limit: '1' })).body.cursor ?? '' });
    expect([next.body.count, next.body.facets]).toEqual([6, undefined]);
  });

  it('goes on where it was when an item before or behind has changed', async () => {
    const { list, call } = await aShop();
    const { body } = await list({ sort: 'price', limit: '3' });
    await call('changeItem', { ...STAFF, path: { id: 'k-1' }, body: { price: 5_000 } });
    await call('retireItem', { ...STAFF, path: { id: 'p-2' } });
    const next = await list({ sort: 'price', limit: '3', cursor: body.cursor ?? '' });
    expect(next.body.items?.map(({ id }) => id)).toEqual(['p-1', 'c-1', 'k-1']);
  });

  it('tells what can be had, and can be narrowed down to it', async () => {
    const { ids, stock, list } = await aShop();
    await stock(3, 1, 'p-1');
    await stock(0, 1, 'p-2');
    expect(await ids({ availability: 'in_stock' })).toEqual(['p-1']);
    await stock(0, 2, 'p-1');
    await stock(1, 2, 'p-2');
    expect(await ids({ availability: 'in_stock' })).toEqual(['p-2']);
    expect((await list({ category: 'phone', limit: '1' })).body.items).toMatchObject([{ availability: 'in_stock' }]);
  });

  it('is not touched by a level that leaves an item as available as it was', async () => {
    const { stock, row, advance } = await aShop();
    await stock(3, 1, 'p-1');
    const { changedAt } = row('p-1') ?? {};
    advance(5_000);
    await stock(2, 2, 'p-1');
    expect(row('p-1')).toMatchObject({ available: { N: '2' }, changedAt });
    await stock(0, 3, 'p-1');
    expect(row('p-1')?.['changedAt']).not.toEqual(changedAt);
  });

  it.each([
    { sort: 'rating' },
    { availability: 'soon' },
    { q: ' ' },
    { q: 'x'.repeat(101) },
    { sort: 'price', cursor: Buffer.from('{"itemId":"a","at":"much","sort":"price"}').toString('base64url') },
  ])('refuses %j', async (query) => {
    const { status, body } = await (await aShop()).list(query);
    expect([status, body.code]).toEqual([400, expect.stringMatching(/_INVALID$/)]);
  });
});

describe('a search', () => {
  it.each([
    ['iph', ['p-1']],
    ['ihpone', ['p-1']],
    ['galxy', ['p-2']],
    ['samsung', ['p-2']],
    ['phone nokia', ['p-3']],
    ['kase', ['k-1']],
    ['kaese', ['k-1']],
    ['schokolade', ['k-2']],
    ['milch schokolade', ['k-2']],
    ['nothing', []],
  ])('for %s finds %j', async (q, expected) => {
    expect(await (await aShop()).ids({ q })).toEqual(expected);
  });

  it('shows first what has the very word, and then what has nearly the same', async () => {
    expect(await (await aShop()).ids({ q: 'iphone' })).toEqual(['p-1', 'p-3', 'p-2']);
  });

  it('keeps to the filters, and its facets count what it finds', async () => {
    const { list } = await aShop();
    const { body } = await list({ q: 'apple', category: 'computer' });
    expect(body.items?.map(({ id }) => id)).toEqual(['c-1']);
    expect(body.facets?.['category']).toEqual([
      { value: 'Phone', count: 1 },
      { value: 'computer', count: 1 },
    ]);
  });

  it('can be read page by page, the best first', async () => {
    const { list } = await aShop();
    const first = await list({ q: 'phone', limit: '1' });
    const second = await list({ q: 'phone', limit: '3', cursor: first.body.cursor ?? '' });
    const found = [first, second].flatMap(({ body }) => body.items?.map(({ id }) => id) ?? []);
    expect(found.sort()).toEqual(['p-1', 'p-2', 'p-3']);
  });

  it('finds a new title a second later, and the old one no more', async () => {
    const { ids, call } = await aShop();
    expect(await ids({ q: 'nokia 3310' })).toEqual(['p-3']);
    await call('changeItem', { ...STAFF, path: { id: 'p-3' }, body: { title: 'Handset', brand: null } });
    expect(await ids({ q: 'handset' })).toEqual(['p-3']);
    expect(await ids({ q: 'nokia' })).toEqual([]);
  });

  it('finds what is listed and forgets what is retired', async () => {
    const { ids, call } = await aShop();
    await ids({ q: 'zebra' });
    await call('createItem', { ...STAFF, body: { id: 'z', name: 'Zebra', price: 1, category: 'toys' } });
    expect(await ids({ q: 'zebra' })).toEqual(['z']);
    await call('retireItem', { ...STAFF, path: { id: 'z' } });
    expect(await ids({ q: 'zebra' })).toEqual([]);
  });
});
