import { describe, expect, it } from '@jest/globals';
import type { WriteRequest } from '@aws-sdk/client-dynamodb';
import { faultOf, key, makeBench } from '../fixture.ts';

const put = (pk: string, size = 0): WriteRequest => ({
  PutRequest: { Item: { ...key(pk), big: { S: 'x'.repeat(size) } } },
});

describe('BatchWriteItem', () => {
  it('puts and deletes in several tables', () => {
    const bench = makeBench();
    bench.put(key('old'));
    const answer = bench.operations.BatchWriteItem({
      RequestItems: {
        orders: [put('fresh'), { DeleteRequest: { Key: key('old') } }],
        notes: [{ PutRequest: { Item: { id: { S: 'n' } } } }],
      },
    });
    expect(answer).toEqual({ UnprocessedItems: {} });
    expect([bench.get('old'), bench.get('fresh')]).toEqual([undefined, { ...key('fresh'), big: { S: '' } }]);
    expect(bench.operations.Scan({ TableName: 'notes' }).Count).toBe(1);
  });
  it('gives back what it could not write', () => {
    const bench = makeBench({ isHeld: (_, held) => held['pk']?.S === 'held' });
    const { UnprocessedItems } = bench.operations.BatchWriteItem({ RequestItems: { orders: [put('a'), put('held')] } });
    expect(UnprocessedItems).toEqual({ orders: [put('held')] });
    expect(bench.get('a')).toBeDefined();
  });
  it.each<[string, Record<string, WriteRequest[]>, string]>([
    [
      'more than 25 writes',
      { orders: Array.from({ length: 26 }, (_, at) => put(`o-${at}`)) },
      "1 validation error detected: Value '{orders=[26 requests]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]",
    ],
    [
      'two writes of one item',
      { orders: [put('a'), { DeleteRequest: { Key: key('a') } }] },
      'Provided list of item keys contains duplicates',
    ],
    [
      'nothing',
      {},
      "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    ['a table that is not there', { none: [put('a')] }, 'Requested resource not found'],
  ])('refuses %s', (_, RequestItems, message) => {
    const bench = makeBench();
    expect(faultOf(() => bench.operations.BatchWriteItem({ RequestItems })).message).toBe(message);
    expect(bench.records()).toHaveLength(0);
  });
});

describe('BatchGetItem', () => {
  it('answers what is there', () => {
    const bench = makeBench();
    bench.put({ ...key('a'), n: { N: '1' } });
    expect(
      bench.operations.BatchGetItem({
        RequestItems: { orders: { Keys: [key('a'), key('none')], ProjectionExpression: 'n' } },
      }),
    ).toEqual({ Responses: { orders: [{ n: { N: '1' } }] }, UnprocessedKeys: {} });
  });
  it('leaves what does not fit into 16 MB', () => {
    const bench = makeBench();
    const keys = Array.from({ length: 42 }, (_, at) => key(`o-${at}`));
    for (const each of keys) bench.put({ ...each, big: { S: 'x'.repeat(409_000) } });
    const answer = bench.operations.BatchGetItem({ RequestItems: { orders: { Keys: keys } } });
    expect(answer.Responses?.['orders']).toHaveLength(41);
    expect(answer.UnprocessedKeys?.['orders']?.Keys).toEqual([key('o-41')]);
  });
  it('refuses duplicates and more than 100', () => {
    const { operations } = makeBench();
    const ask = (Keys: ReturnType<typeof key>[]) => () =>
      operations.BatchGetItem({ RequestItems: { orders: { Keys } } });
    expect(faultOf(ask([key('a'), key('a')])).message).toBe('Provided list of item keys contains duplicates');
    expect(faultOf(ask(Array.from({ length: 101 }, (_, at) => key(`o-${at}`)))).message).toBe(
      'Too many items requested for the BatchGetItem call',
    );
  });
});
