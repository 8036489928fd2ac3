import { describe, expect, it } from '@jest/globals';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { key, makeBench } from './fixture.ts';

const sized = (pk: string, bytes: number): Record<string, AttributeValue> => ({
  ...key(pk),
  // pk, sk and big make 7 bytes of names, and sk takes 2.
  big: { S: 'x'.repeat(bytes - 9 - pk.length) },
});

describe('a write is charged', () => {
  it.each([
    [1024, 1],
    [1025, 2],
    [3000, 3],
  ])('for each kB begun: %i bytes cost %i', (bytes, units) => {
    const bench = makeBench();
    bench.put(sized('a', bytes));
    expect(bench.spent()).toEqual({ wru: units });
  });
  it('by the larger of the old and the new item', () => {
    const bench = makeBench();
    bench.put(sized('a', 3000));
    bench.spent();
    bench.put(key('a'));
    expect(bench.spent()).toEqual({ wru: 3 });
    bench.operations.DeleteItem({ TableName: 'orders', Key: key('a') });
    expect(bench.spent()).toEqual({ wru: 1 });
  });
  it('when a delete meets nothing, and when nothing changes', () => {
    const bench = makeBench();
    bench.operations.DeleteItem({ TableName: 'orders', Key: key('none') });
    bench.put(key('a'));
    bench.put(key('a'));
    expect(bench.spent()).toEqual({ wru: 3 });
  });
  it('double in a transaction, checks and cancelled ones too', () => {
    const bench = makeBench();
    bench.put(sized('a', 1500));
    bench.spent();
    const check = { TableName: 'orders', Key: key('a'), ConditionExpression: 'attribute_exists(pk)' };
    bench.operations.TransactWriteItems({
      TransactItems: [{ ConditionCheck: check }, { Put: { TableName: 'orders', Item: key('b') } }],
    });
    expect(bench.spent()).toEqual({ wru: 6 });
    const never = { ...check, ConditionExpression: 'attribute_not_exists(pk)' };
    expect(() => bench.operations.TransactWriteItems({ TransactItems: [{ ConditionCheck: never }] })).toThrow();
    expect(bench.spent()).toEqual({ wru: 4 });
  });
});

describe('an index is charged again', () => {
  const costOf = (before: Record<string, AttributeValue>, after: Record<string, AttributeValue>) => {
    const bench = makeBench();
    bench.put({ ...key('a'), ...before });
    const { ConsumedCapacity } = bench.operations.PutItem({
      TableName: 'orders',
      Item: { ...key('a'), ...after },
      ReturnConsumedCapacity: 'INDEXES',
    });
    return [ConsumedCapacity?.CapacityUnits, ConsumedCapacity?.GlobalSecondaryIndexes];
  };
  const courier = (name: string, parcel: string, other = 'x') => ({
    courier: { S: name },
    parcel: { S: parcel },
    other: { S: other },
  });
  it.each([
    ['once for a new entry', {}, courier('k', 'p'), [2, { 'by-courier': { CapacityUnits: 1 } }]],
    ['once for an entry that goes', courier('k', 'p'), {}, [2, { 'by-courier': { CapacityUnits: 1 } }]],
    [
      'once for a projected attribute',
      courier('k', 'p'),
      courier('k', 'q'),
      [2, { 'by-courier': { CapacityUnits: 1 } }],
    ],
    ['twice for a changed key', courier('k', 'p'), courier('l', 'p'), [3, { 'by-courier': { CapacityUnits: 2 } }]],
    ['not for what it does not hold', courier('k', 'p'), courier('k', 'p', 'y'), [1, undefined]],
  ])('%s', (_, before, after, expected) => {
    expect(costOf(before, after)).toEqual(expected);
  });
  it('but not doubled in a transaction', () => {
    const bench = makeBench();
    const { ConsumedCapacity } = bench.operations.TransactWriteItems({
      TransactItems: [{ Put: { TableName: 'orders', Item: { ...key('a'), ...courier('k', 'p') } } }],
      ReturnConsumedCapacity: 'INDEXES',
    });
    expect(ConsumedCapacity).toEqual([
      {
        TableName: 'orders',
        CapacityUnits: 3,
        WriteCapacityUnits: 3,
        Table: { CapacityUnits: 2, WriteCapacityUnits: 2 },
        GlobalSecondaryIndexes: { 'by-courier': { CapacityUnits: 1, WriteCapacityUnits: 1 } },
      },
    ]);
  });
});

describe('a read is charged', () => {
  const spent = (bytes: number, read: (bench: ReturnType<typeof makeBench>) => unknown) => {
    const bench = makeBench();
    for (const pk of ['a', 'b']) bench.put(sized(pk, bytes));
    bench.spent();
    read(bench);
    return bench.spent();
  };
  const get = (pk: string, ConsistentRead: boolean) => (bench: ReturnType<typeof makeBench>) =>
    bench.operations.GetItem({ TableName: 'orders', Key: key(pk), ConsistentRead });
  it('for each 4 kB begun, half when it is eventual', () => {
    expect(spent(4096, get('a', true))).toEqual({ rru: 1 });
    expect(spent(4097, get('a', true))).toEqual({ rru: 2 });
    expect(spent(4097, get('a', false))).toEqual({ rru: 1 });
    expect(spent(100, get('none', false))).toEqual({ rru: 0.5 });
  });
  it('double in a transaction', () => {
    expect(
      spent(100, ({ operations }) =>
        operations.TransactGetItems({
          TransactItems: ['a', 'none'].map((pk) => ({ Get: { TableName: 'orders', Key: key(pk) } })),
        }),
      ),
    ).toEqual({ rru: 4 });
  });
  it('for a page as a whole, with what the filter drops', () => {
    expect(
      spent(3000, ({ operations }) =>
        operations.Scan({ TableName: 'orders', FilterExpression: 'attribute_exists(absent)', ConsistentRead: true }),
      ),
    ).toEqual({ rru: 2 });
  });
  it('one by one in a batch', () => {
    expect(
      spent(100, ({ operations }) =>
        operations.BatchGetItem({ RequestItems: { orders: { Keys: [key('a'), key('b')] } } }),
      ),
    ).toEqual({ rru: 1 });
  });
});

describe('ReturnConsumedCapacity', () => {
  it('answers the total when asked', () => {
    const { operations } = makeBench();
    const ask = (ReturnConsumedCapacity: 'TOTAL' | 'NONE') =>
      operations.GetItem({ TableName: 'orders', Key: key('a'), ReturnConsumedCapacity });
    expect(ask('TOTAL')).toEqual({ ConsumedCapacity: { TableName: 'orders', CapacityUnits: 0.5 } });
    expect(ask('NONE')).toEqual({});
  });
});
