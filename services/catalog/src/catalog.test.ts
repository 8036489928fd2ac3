import { describe, expect, it } from '@jest/globals';
import { aService, mug, withItems } from './testing/a-service.ts';

describe('browsing', () => {
  it('shows every item once, page by page', async () => {
    const { list } = await withItems('a', 'b', 'c');
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await list({ limit: '2', ...(cursor !== undefined && { cursor }) });
      seen.push(...(body.items ?? []).map(({ id }) => id));
      cursor = body.cursor;
    } while (cursor !== undefined);
    expect(seen.sort()).toEqual(['a', 'b', 'c']);
  });

  it('shows a category, page by page', async () => {
    const { importItems, list } = await withItems('a', 'b');
    await importItems({ items: [{ ...mug, id: 'chair', category: 'living' }] });
    const first = await list({ category: 'kitchen', limit: '1' });
    const second = await list({ category: 'kitchen', limit: '1', cursor: first.body.cursor ?? '' });
    expect([first, second].map(({ body }) => body.items?.map(({ id }) => id))).toEqual([['a'], ['b']]);
    expect((await list({ category: 'nowhere' })).body.items).toEqual([]);
  });

  describe('with filters', () => {
    const PHONES = [
      ['p-1', 'smart', 'Apple'],
      ['p-2', 'smart', 'Samsung'],
      ['p-3', 'feature', 'Apple'],
      ['p-4', 'smart', 'Apple'],
    ].map(([id, type, brand]) => ({ ...mug, id, type, brand, category: 'Phone' }));
    const COMPUTER = { ...mug, id: 'c-1', category: 'computer', type: 'laptop', brand: 'Apple' };

    const listed = async (
      query: Readonly<Record<string, string>>,
      items: readonly object[] = [...PHONES, COMPUTER],
    ) => {
      const { importItems, list } = await withItems('mug');
      for (let at = 0; at < items.length; at += 500) await importItems({ items: items.slice(at, at + 500) });
      const pages: string[][] = [];
      let cursor: string | undefined;
      do {
        const { body } = await list({ ...query, ...(cursor !== undefined && { cursor }) });
        pages.push((body.items ?? []).map(({ id }) => id));
        cursor = body.cursor;
      } while (cursor !== undefined);
      return pages;
    };

    it.each([
      [{ category: 'phone' }, ['p-1', 'p-2', 'p-3', 'p-4']],
      [{ type: 'smart' }, ['p-1', 'p-2', 'p-4']],
      [{ brand: 'apple' }, ['c-1', 'p-1', 'p-3', 'p-4']],
      [{ category: 'phone', type: 'smart' }, ['p-1', 'p-2', 'p-4']],
      [{ category: 'PHONE', brand: ' apple ' }, ['p-1', 'p-3', 'p-4']],
      [{ type: 'smart', brand: 'samsung' }, ['p-2']],
      [{ category: 'phone', type: 'smart', brand: 'apple' }, ['p-1', 'p-4']],
      [{ category: 'computer', type: 'smart' }, []],
    ])('shows what fits all of them: %j', async (query, expected) => {
      expect((await listed(query)).flat()).toEqual(expected);
      // A page for each item shows the same, none twice, and none is left out.
      expect((await listed({ ...query, limit: '1' })).flat()).toEqual(expected);
    });

    it('knows an item by what it is now', async () => {
      const { importItems, list } = await withItems('mug');
      await importItems({ items: [{ ...mug, brand: 'Apple', type: 'smart' }] });
      await importItems({ items: [{ ...mug, brand: 'Samsung' }] });
      const found = async (query: Readonly<Record<string, string>>) => (await list(query)).body.items?.length;
      expect([
        await found({ brand: 'apple' }),
        await found({ brand: 'samsung' }),
        await found({ type: 'smart' }),
      ]).toEqual([0, 1, 0]);
    });
  });

  const cursorOf = (key: object): string => Buffer.from(JSON.stringify(key)).toString('base64url');

  it.each([
    ['no cursor of ours', { cursor: 'nonsense' }],
    ['a cursor that begins nowhere', { cursor: cursorOf({ itemId: '' }) }],
    ['a cursor longer than a key', { cursor: cursorOf({ itemId: 'x'.repeat(1_400) }) }],
    ['a cursor of a category', { cursor: cursorOf({ itemId: 'a', category: 'kitchen' }) }],
    ['a cursor of another category', { category: 'living', cursor: cursorOf({ itemId: 'a', category: 'kitchen' }) }],
    ['an empty category', { category: '' }],
    ['a brand of blanks', { brand: '  ' }],
    [
      'a cursor of fewer filters',
      { category: 'kitchen', brand: 'a', cursor: cursorOf({ itemId: 'a', category: 'kitchen' }) },
    ],
    ['an unknown parameter', { colour: 'blue' }],
  ])('refuses %s', async (_what, query) => {
    const { list } = await withItems('a');
    const { status, body } = await list(query);
    expect([status, body.code]).toEqual([400, expect.stringMatching(/_INVALID$/)]);
  });
});

describe('an item', () => {
  it('is shown without what is kept beside it', async () => {
    const { get } = await withItems('mug');
    const { stock: _stock, ...shown } = mug;
    const body = { ...shown, name: mug.title, price: '12.90', availability: 'unknown', deliverBy: '2026-03-06' };
    expect(await get('mug')).toEqual({ status: 200, body });
  });

  it.each(['cup', '', 'x'.repeat(3_000)])('that is not there is not found (%#)', async (id) => {
    const { get } = await withItems('mug');
    expect(await get(id)).toMatchObject({ status: 404, body: { code: 'ITEM_NOT_FOUND' } });
  });

  it('can be had as the newest level says, in whatever order levels come', async () => {
    const { get, stock, row } = await withItems('mug');
    await stock(0, 3);
    await stock(5, 2);
    await stock(5, 3);
    expect((await get('mug')).body.availability).toBe('sold_out');
    await stock(1, 4);
    expect((await get('mug')).body.availability).toBe('in_stock');
    // Its own event was told by the write before.
    expect(row('mug')).not.toHaveProperty('outbox');
  });

  it('whose level comes before itself is waited for', async () => {
    const { stock, row } = aService();
    await expect(stock(1, 1)).rejects.toThrow('not listed yet');
    expect(row('mug')).toBeUndefined();
  });
});
