import { BatchGetItemCommand, BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import type { KeysAndAttributes, WriteRequest } from '@aws-sdk/client-dynamodb';
import type { Cloud, ConformanceCase } from '../case.ts';
import { holds, refused, same } from '../check.ts';
import { casesOn, N, S, type Item, type Items } from './items.ts';
import { API_BATCH_GET, API_BATCH_WRITE } from './sources.ts';

const write = ({ TableName }: Items, { dynamodb }: Cloud, requests: WriteRequest[]) =>
  dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
const read = ({ TableName }: Items, { dynamodb }: Cloud, request: KeysAndAttributes) =>
  dynamodb.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { ConsistentRead: true, ...request } } }));

const put = (item: Item): WriteRequest => ({ PutRequest: { Item: item } });
const remove = ({ pk, sk }: Item): WriteRequest => ({ DeleteRequest: { Key: { pk, sk } as Item } });
const keysOf = (items: readonly Item[]): Item[] => items.map(({ pk, sk }) => ({ pk, sk }) as Item);
const many = (items: Items, count: number): Item[] =>
  Array.from({ length: count }, (_, n) => ({ ...items.fresh(), n: N(n) }));

const KILOBYTE = 1024;

export const batches: readonly ConformanceCase[] = [
  ...casesOn('batch-write', API_BATCH_WRITE, [
    {
      name: 'puts-and-deletes',
      rule: 'A batch puts and deletes; what it did not do would stand in UnprocessedItems.',
      run: async (items, cloud) => {
        const [old, ...fresh] = many(items, 5);
        await items.put(old ?? {});
        const { UnprocessedItems } = await write(items, cloud, [remove(old ?? {}), ...fresh.map(put)]);
        same(UnprocessedItems, {});
        same(await items.get(old ?? {}), undefined);
        for (const item of fresh) same(await items.get(item), item);
      },
    },
    {
      name: 'replaces',
      rule: 'A put in a batch replaces the whole item.',
      run: async (items, cloud) => {
        const key = items.fresh();
        await items.put({ ...key, old: N(1) });
        await write(items, cloud, [put({ ...key, new: N(2) })]);
        same(await items.get(key), { ...key, new: N(2) });
      },
    },
    {
      name: 'twenty-five',
      rule: 'A batch takes up to 25 writes.',
      run: async (items, cloud) => {
        await write(items, cloud, many(items, 25).map(put));
        const late = many(items, 26);
        await refused(write(items, cloud, late.map(put)), 'ValidationException');
        same(await items.get(late[0] ?? {}), undefined);
      },
    },
    {
      name: 'same-item-twice',
      rule: 'Two writes of one item are refused, with all the rest.',
      run: async (items, cloud) => {
        const [one, two] = many(items, 2);
        const message = 'Provided list of item keys contains duplicates';
        await refused(
          write(items, cloud, [put(one ?? {}), put(two ?? {}), remove(one ?? {})]),
          'ValidationException',
          message,
        );
        same(await items.get(two ?? {}), undefined);
      },
    },
    {
      name: 'one-invalid',
      rule: 'One item that is not valid refuses the whole batch.',
      run: async (items, cloud) => {
        const [one] = many(items, 1);
        const { pk } = items.fresh();
        await refused(write(items, cloud, [put(one ?? {}), put({ pk })]), 'ValidationException');
        await refused(
          write(items, cloud, [put(one ?? {}), put({ ...items.fresh(), s: { SS: [] } })]),
          'ValidationException',
        );
        same(await items.get(one ?? {}), undefined);
      },
    },
    {
      name: 'unknown-table',
      rule: 'A table that does not exist refuses the whole batch.',
      run: async (items, { dynamodb, fixture }) => {
        const [one] = many(items, 1);
        const RequestItems = { [items.TableName]: [put(one ?? {})], [fixture.name('Nowhere')]: [put(items.fresh())] };
        await refused(dynamodb.send(new BatchWriteItemCommand({ RequestItems })), 'ResourceNotFoundException');
        same(await items.get(one ?? {}), undefined);
      },
    },
    {
      name: 'empty',
      rule: 'A batch without requests is refused.',
      run: async (_, { dynamodb }) => {
        await refused(dynamodb.send(new BatchWriteItemCommand({ RequestItems: {} })), 'ValidationException');
      },
    },
    {
      name: 'empty-list',
      rule: 'A table with an empty list of requests refuses the whole batch.',
      run: async (items, { dynamodb, fixture }) => {
        const [one] = many(items, 1);
        const RequestItems = { [items.TableName]: [put(one ?? {})], [fixture.name('Deliveries')]: [] };
        await refused(
          dynamodb.send(new BatchWriteItemCommand({ RequestItems })),
          'ValidationException',
          /greater than or equal to 1/,
        );
        same(await items.get(one ?? {}), undefined);
      },
    },
    {
      name: 'key-of-another-type',
      rule: 'An item that lacks its key, or has it of another type, has the text of a key.',
      run: async (items, cloud) => {
        const { pk, sk } = items.fresh();
        for (const item of [{ pk }, { pk, sk: N(1) }, { sk }])
          await refused(
            write(items, cloud, [put(item)]),
            'ValidationException',
            'The provided key element does not match the schema',
          );
      },
    },
    {
      name: 'two-tables',
      rule: 'A batch may write to several tables.',
      run: async (items, { dynamodb, fixture, unique }) => {
        const [one] = many(items, 1);
        const row = { run: S(unique('row')), at: S('1'), event: S('{}') };
        const RequestItems = { [items.TableName]: [put(one ?? {})], [fixture.name('Deliveries')]: [put(row)] };
        await dynamodb.send(new BatchWriteItemCommand({ RequestItems }));
        const Keys = [{ run: row.run, at: row.at }];
        const { Responses } = await dynamodb.send(
          new BatchGetItemCommand({
            RequestItems: {
              [fixture.name('Deliveries')]: { Keys, ConsistentRead: true },
              [items.TableName]: { Keys: keysOf([one ?? {}]), ConsistentRead: true },
            },
          }),
        );
        same(Responses, { [items.TableName]: [one], [fixture.name('Deliveries')]: [row] });
      },
    },
  ]),
  ...casesOn('batch-get', API_BATCH_GET, [
    {
      name: 'what-is-there',
      rule: 'A batch of reads answers what is there, in any order, and leaves out what is not.',
      run: async (items, cloud) => {
        const stored = many(items, 3);
        for (const item of stored) await items.put(item);
        const { Responses, UnprocessedKeys } = await read(items, cloud, { Keys: keysOf([...stored, items.fresh()]) });
        const found = Responses?.[items.TableName]?.toSorted((a, b) => Number(a['n']?.N) - Number(b['n']?.N));
        same(found, stored);
        same(UnprocessedKeys, {});
      },
    },
    {
      name: 'projection',
      rule: 'A projection holds for all keys of its table.',
      run: async (items, cloud) => {
        const [one] = many(items, 1);
        await items.put({ ...one, name: S('x') });
        const asked = {
          Keys: keysOf([one ?? {}]),
          ProjectionExpression: '#n',
          ExpressionAttributeNames: { '#n': 'name' },
        };
        same((await read(items, cloud, asked)).Responses, { [items.TableName]: [{ name: S('x') }] });
      },
    },
    {
      name: 'a-hundred',
      rule: 'A batch reads up to 100 items.',
      run: async (items, cloud) => {
        const Keys = keysOf(many(items, 101));
        same((await read(items, cloud, { Keys: Keys.slice(1) })).Responses, { [items.TableName]: [] });
        await refused(read(items, cloud, { Keys }), 'ValidationException', /./);
      },
    },
    {
      name: 'no-keys',
      rule: 'A table without keys to read refuses the whole batch.',
      run: async (items, cloud) => {
        await refused(read(items, cloud, { Keys: [] }), 'ValidationException', /greater than or equal to 1/);
      },
    },
    {
      name: 'same-key-twice',
      rule: 'A key that stands twice is refused.',
      run: async (items, cloud) => {
        const [one] = keysOf(many(items, 1));
        await refused(
          read(items, cloud, { Keys: [one ?? {}, one ?? {}] }),
          'ValidationException',
          'Provided list of item keys contains duplicates',
        );
      },
    },
    {
      name: 'sixteen-megabytes',
      rule: 'A batch answers up to 16 MB; the keys of the rest come back in UnprocessedKeys.',
      run: async (items, cloud) => {
        const text = S('x'.repeat(390 * KILOBYTE));
        const stored = Array.from({ length: 45 }, () => ({ ...items.fresh(), text }));
        await Promise.all(stored.map((item) => items.put(item)));
        const { Responses, UnprocessedKeys } = await read(items, cloud, { Keys: keysOf(stored) });
        const found = Responses?.[items.TableName] ?? [];
        const left = UnprocessedKeys?.[items.TableName]?.Keys ?? [];
        holds(found.length > 30 && left.length > 0, `${found.length} found, ${left.length} left`);
        same([...keysOf(found), ...left].map(({ pk }) => pk?.S).toSorted(), stored.map(({ pk }) => pk.S).toSorted());
        await Promise.all(stored.map((item) => items.remove(item)));
      },
    },
  ]),
];
