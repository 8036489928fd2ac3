import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { makeEndpoints } from '@orderwire/http/endpoint';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { readOutbox } from '@orderwire/messaging/outbox';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { makeFakeClock, makeRecorder } from '@orderwire/testing/fakes';
import { tableFrom } from '@orderwire/testing/table-definition';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { dynamoItems } from './adapters/dynamo-items.ts';
import { makeImportItems } from './application/import-items.ts';
import { makeGetItem, makeListItems } from './handlers/http.ts';
import { makeImport } from './handlers/import-items.ts';
import { onStockLevelChanged } from './handlers/on-stock-level-changed.ts';

const mug = {
  ...{ id: 'mug', title: 'Mug', category: 'kitchen', price: 1_290, currency: 'EUR', taxRate: 1_900, stock: 3 },
};

interface Body {
  readonly code?: string;
  readonly id?: string;
  readonly availability?: string;
  readonly items?: readonly { readonly id: string }[];
  readonly cursor?: string;
}

const aService = () => {
  const { clock } = makeFakeClock();
  const { operations } = makeDynamoDb({
    environment: { now: clock, random: () => 0.5 },
    tables: [tableFrom(join(__dirname, '../resources.yml'), 'ItemsTable')],
    meter: { count: () => undefined, totals: () => ({}), reset: () => undefined },
    ownerOf: () => 'catalog',
  });
  const items = dynamoItems({ dynamo: makeEngineClient(operations).client, tableName: 'ItemsTable', clock });
  const endpoints = makeEndpoints(makeRecorder());
  const [listItems, getItem] = [makeListItems({ endpoints, items }), makeGetItem({ endpoints, items })];
  const ask = async (handler: typeof listItems, more: object) => {
    const event = { requestContext: { requestId: 'r' }, headers: {}, ...more } as unknown as APIGatewayProxyEventV2;
    const { statusCode, body = '' } = await handler(event);
    return { status: statusCode, body: JSON.parse(body) as Body };
  };
  const level = onStockLevelChanged(items);
  return {
    importItems: makeImport(makeImportItems({ items })),
    list: (query: Readonly<Record<string, string>> = {}) => ask(listItems, { queryStringParameters: query }),
    get: (id: string) => ask(getItem, { pathParameters: { id } }),
    stock: (available: number, sequence: number, itemId = 'mug') => {
      const [subject, at] = [`stock/${itemId}`, '2026-03-01T12:00:00.000Z'];
      const meta = {
        ...{ id: `${subject}#${sequence}#0`, type: 'StockLevelChanged', version: 1, source: 'orderwire.inventory' },
        ...{ subject, sequence, occurredAt: at, correlationId: 'c', causationId: 'c' },
        actor: { type: 'system', id: 'inventory' },
      };
      const data = { itemId, onHand: available, reserved: 0, available };
      return level.react({ meta, data }, { attempt: 1 });
    },
    row: (itemId: string) =>
      operations.GetItem({ TableName: 'ItemsTable', Key: { itemId: { S: itemId } }, ConsistentRead: true }).Item,
  };
};

const withItems = async (...ids: readonly string[]) => {
  const service = aService();
  await service.importItems({ items: ids.map((id) => ({ ...mug, id })) });
  return service;
};

describe('importing', () => {
  it('lists an item with its event in one write', async () => {
    const { importItems, row } = aService();
    expect(await importItems({ items: [mug] })).toEqual({ added: 1, known: 0 });
    const [event, ...others] = readOutbox(row('mug')?.['outbox']?.S ?? '', 'orderwire.catalog');
    const { id: itemId, stock: initialStock, ...rest } = mug;
    expect([event?.id, others]).toEqual(['mug#1#0', []]);
    expect((JSON.parse(event?.detail ?? '{}') as { data: unknown }).data).toEqual({
      ...rest,
      ...{ itemId, initialStock, changed: [] },
    });
  });

  it('twice changes nothing', async () => {
    const { importItems, get } = await withItems('mug');
    expect(await importItems({ items: [{ ...mug, title: 'Other' }] })).toEqual({ added: 0, known: 1 });
    expect((await get('mug')).body).toMatchObject({ title: 'Mug' });
  });

  it.each([
    ['no items', { items: [] }],
    ['half a cent', { items: [{ ...mug, price: 12.5 }] }],
    ['less than nothing in stock', { items: [{ ...mug, stock: -1 }] }],
    ['a field that nobody knows', { items: [mug, { ...mug, id: 'cup', colour: 'blue' }] }],
    ['a currency that is none', { items: [{ ...mug, currency: 'EUD' }] }],
    ['a price in gold, which has no minor unit', { items: [{ ...mug, currency: 'XAU' }] }],
    ['no list', undefined],
  ])('refuses %s, and writes nothing', async (_what, event) => {
    const { importItems, list } = aService();
    await expect(importItems(event)).rejects.toThrow();
    expect((await list()).body.items).toEqual([]);
  });
});

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

  const cursorOf = (key: object): string => Buffer.from(JSON.stringify(key)).toString('base64url');

  it.each([
    ['no cursor of ours', { cursor: 'nonsense' }],
    ['a cursor that begins nowhere', { cursor: cursorOf({ itemId: '' }) }],
    ['a cursor longer than a key', { cursor: cursorOf({ itemId: 'x'.repeat(1_400) }) }],
    ['a cursor of a category', { cursor: cursorOf({ itemId: 'a', category: 'kitchen' }) }],
    ['a cursor of another category', { category: 'living', cursor: cursorOf({ itemId: 'a', category: 'kitchen' }) }],
    ['an empty category', { category: '' }],
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
    expect(await get('mug')).toEqual({ status: 200, body: { ...shown, availability: 'unknown' } });
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
