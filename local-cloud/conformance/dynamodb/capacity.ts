import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { refused, same } from '../check.ts';
import { casesOn, N, S, type Item, type Items } from './items.ts';
import { API_UPDATE, CAPACITY } from './sources.ts';

const TOTAL = { ReturnConsumedCapacity: 'TOTAL' } as const;
const INDEXES = { ReturnConsumedCapacity: 'INDEXES' } as const;
/** An item of so many kB, roughly: well away from the next one. */
const kilobytes = (count: number): Item => ({ text: S('x'.repeat(count * 1024 - 300)) });

/** Puts an item of so many kilobytes, and gives its key. */
const stored = async (items: Items, count: number) => {
  const key = items.fresh();
  await items.put({ ...key, ...kilobytes(count) });
  return key;
};

export const capacity = casesOn('capacity', CAPACITY, [
  {
    name: 'not-unless-asked',
    rule: 'What a request consumed is told only when it is asked.',
    run: async (items) => {
      const key = items.fresh();
      same((await items.put(key)).ConsumedCapacity, undefined);
      same((await items.put(key, { ReturnConsumedCapacity: 'NONE' })).ConsumedCapacity, undefined);
    },
  },
  {
    name: 'put',
    rule: 'A write costs a unit per kB of the item, rounded up.',
    run: async (items) => {
      const cost = async (item: Item) => (await items.put({ ...items.fresh(), ...item }, TOTAL)).ConsumedCapacity;
      same(await cost({}), { TableName: items.TableName, CapacityUnits: 1 });
      same((await cost(kilobytes(1)))?.CapacityUnits, 1);
      same((await cost(kilobytes(3)))?.CapacityUnits, 3);
    },
  },
  {
    name: 'overwrite',
    rule: 'A write costs by the larger one of the item before and after.',
    run: async (items) => {
      const key = await stored(items, 5);
      same((await items.put(key, TOTAL)).ConsumedCapacity?.CapacityUnits, 5);
      same((await items.put(key, TOTAL)).ConsumedCapacity?.CapacityUnits, 1);
    },
  },
  {
    name: 'update',
    rule: 'An update costs by the whole item, not by what it changes.',
    run: async (items) => {
      const key = await stored(items, 4);
      same((await items.update(key, 'SET a = :v', { ':v': N(1) }, TOTAL)).ConsumedCapacity?.CapacityUnits, 4);
    },
  },
  {
    name: 'delete',
    rule: 'A delete costs by the item that goes; of nothing it costs a unit.',
    run: async (items) => {
      const key = await stored(items, 2);
      same((await items.remove(key, TOTAL)).ConsumedCapacity?.CapacityUnits, 2);
      same((await items.remove(key, TOTAL)).ConsumedCapacity?.CapacityUnits, 1);
    },
  },
  {
    name: 'read',
    rule: 'A consistent read costs a unit per 4 kB, an eventual one half of it.',
    run: async (items) => {
      const key = await stored(items, 7);
      same((await items.read(key, TOTAL)).ConsumedCapacity?.CapacityUnits, 2);
      same((await items.read(key, { ...TOTAL, ConsistentRead: false })).ConsumedCapacity?.CapacityUnits, 1);
    },
  },
  {
    name: 'read-of-nothing',
    rule: 'A read of what is not there costs the least that there is.',
    run: async (items) => {
      same((await items.read(items.fresh(), TOTAL)).ConsumedCapacity?.CapacityUnits, 1);
      same((await items.read(items.fresh(), { ...TOTAL, ConsistentRead: false })).ConsumedCapacity?.CapacityUnits, 0.5);
    },
  },
  {
    name: 'query-together',
    rule: 'A query adds up what it read before it rounds, whatever is shown of it.',
    run: async (items) => {
      const { pk } = items.fresh();
      for (let at = 0; at < 8; at += 1) await items.put({ pk, sk: S(String(at)), ...kilobytes(1) });
      const asked = { ...TOTAL, ProjectionExpression: 'sk' };
      same((await items.query('pk = :pk', { ':pk': pk }, asked)).ConsumedCapacity?.CapacityUnits, 2);
    },
  },
  {
    name: 'index',
    rule: 'A write pays for each index that it changes, by what the index holds.',
    run: async (items) => {
      const item = { ...items.fresh(), gpk: S(items.fresh().pk.S), gsk: N(1) };
      const { ConsumedCapacity } = await items.put(item, INDEXES);
      same(ConsumedCapacity?.CapacityUnits, 4);
      same(ConsumedCapacity?.Table, { CapacityUnits: 1 });
      same(ConsumedCapacity?.GlobalSecondaryIndexes, {
        all: { CapacityUnits: 1 },
        keys: { CapacityUnits: 1 },
        some: { CapacityUnits: 1 },
      });
      const after = await items.update(item, 'SET note = :v', { ':v': S('x') }, INDEXES);
      same(Object.keys(after.ConsumedCapacity?.GlobalSecondaryIndexes ?? {}), ['all'], 'only what is projected costs');
    },
  },
  {
    name: 'index-key-changes',
    rule: 'A changed key of an index costs two writes there: one goes, one comes.',
    run: async (items) => {
      const item = { ...items.fresh(), gpk: S(items.fresh().pk.S), gsk: N(1) };
      await items.put(item);
      const { ConsumedCapacity } = await items.update(item, 'SET gsk = :two', { ':two': N(2) }, INDEXES);
      same(ConsumedCapacity?.GlobalSecondaryIndexes?.['all'], { CapacityUnits: 2 });
    },
  },
  {
    name: 'transaction',
    rule: 'A transaction costs twice as much, for writes and for reads.',
    run: async (items, { dynamodb }) => {
      const { TableName } = items;
      const key = items.fresh();
      const written = await dynamodb.send(
        new TransactWriteItemsCommand({
          ...TOTAL,
          TransactItems: [{ Put: { TableName, Item: { ...key, ...kilobytes(2) } } }],
        }),
      );
      same(written.ConsumedCapacity, [{ TableName, CapacityUnits: 4, WriteCapacityUnits: 4 }]);
      const read = await dynamodb.send(
        new TransactGetItemsCommand({ ...TOTAL, TransactItems: [{ Get: { TableName, Key: key } }] }),
      );
      same(read.ConsumedCapacity, [{ TableName, CapacityUnits: 2, ReadCapacityUnits: 2 }]);
    },
  },
  {
    name: 'batch',
    rule: 'A batch costs what its parts would, told for each table.',
    run: async (items, { dynamodb }) => {
      const { TableName } = items;
      const keys = [items.fresh(), items.fresh(), items.fresh()];
      const puts = keys.map((key) => ({ PutRequest: { Item: { ...key, ...kilobytes(2) } } }));
      const written = await dynamodb.send(new BatchWriteItemCommand({ ...TOTAL, RequestItems: { [TableName]: puts } }));
      same(written.ConsumedCapacity, [{ TableName, CapacityUnits: 6 }]);
      const RequestItems = { [TableName]: { Keys: keys, ConsistentRead: true } };
      const read = await dynamodb.send(new BatchGetItemCommand({ ...TOTAL, RequestItems }));
      same(read.ConsumedCapacity, [{ TableName, CapacityUnits: 3 }]);
    },
  },
  {
    name: 'unknown-kind',
    rule: 'ReturnConsumedCapacity is INDEXES, TOTAL or NONE.',
    source: API_UPDATE,
    run: async (items) => {
      const asked = items.put(items.fresh(), { ReturnConsumedCapacity: 'ALL' as 'TOTAL' });
      await refused(asked, 'ValidationException');
    },
  },
]);
