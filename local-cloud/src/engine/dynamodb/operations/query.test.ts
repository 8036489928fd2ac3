import { describe, expect, it } from '@jest/globals';
import type { AttributeValue, QueryInput } from '@aws-sdk/client-dynamodb';
import { faultOf, key, makeBench, NOTES } from '../fixture.ts';

const VALUES: Record<string, AttributeValue> = {
  ':pk': { S: 'o-1' },
  ':3': { N: '3' },
  ':5': { N: '5' },
  ':10': { N: '10' },
};

const stocked = () => {
  const bench = makeBench();
  for (const sk of [10, 3, 1, 5, 2, -7]) bench.put({ ...key('o-1', sk), even: { BOOL: sk % 2 === 0 } });
  bench.put(key('o-2', 4));
  bench.spent();
  return bench;
};

const ask = (condition: string, more: Partial<QueryInput> = {}, bench = stocked()) => {
  const used = Object.entries({ ...VALUES, ...more.ExpressionAttributeValues }).filter(([name]) =>
    new RegExp(`${name}\\b`).test(`${condition} ${more.FilterExpression ?? ''}`),
  );
  return bench.operations.Query({
    TableName: 'orders',
    KeyConditionExpression: condition,
    ...more,
    ExpressionAttributeValues: used.length === 0 ? undefined : Object.fromEntries(used),
  });
};
const found = (...given: Parameters<typeof ask>) => ask(...given).Items?.map((item) => Number(item['sk']?.N));

describe('a query', () => {
  it.each<[string, number[]]>([
    ['pk = :pk', [-7, 1, 2, 3, 5, 10]],
    ['pk = :pk AND sk = :3', [3]],
    ['pk = :pk AND sk < :3', [-7, 1, 2]],
    ['pk = :pk AND sk <= :3', [-7, 1, 2, 3]],
    ['pk = :pk AND sk > :3', [5, 10]],
    ['pk = :pk AND sk >= :3', [3, 5, 10]],
    ['sk BETWEEN :3 AND :5 AND pk = :pk', [3, 5]],
    [':pk = pk AND :3 < sk', [5, 10]],
    ['(pk = :pk) AND (sk > :10)', []],
  ])('%s finds its rows in order of the range key', (condition, expected) => {
    expect(found(condition)).toEqual(expected);
  });
  it('goes backwards on request', () => {
    expect(found('pk = :pk AND sk >= :3', { ScanIndexForward: false })).toEqual([10, 5, 3]);
  });
  it('finds nothing in a partition that is not there', () => {
    expect(ask('pk = :pk', { ExpressionAttributeValues: { ':pk': { S: 'none' } } })).toEqual({
      Items: [],
      Count: 0,
      ScannedCount: 0,
    });
  });
  it('filters after reading', () => {
    const answer = ask('pk = :pk', {
      FilterExpression: 'even = :t',
      ExpressionAttributeValues: { ':t': { BOOL: true } },
    });
    expect([answer.Count, answer.ScannedCount]).toEqual([2, 6]);
  });
  it('counts without items', () => {
    expect(ask('pk = :pk', { Select: 'COUNT' })).toEqual({ Count: 6, ScannedCount: 6 });
  });
  it('projects', () => {
    expect(ask('pk = :pk AND sk = :3', { ProjectionExpression: 'sk' }).Items).toEqual([{ sk: { N: '3' } }]);
  });
});

describe('begins_with on a range key', () => {
  it('finds the rows with the prefix, in the order of UTF-8', () => {
    const bench = makeBench({
      tables: [{ ...NOTES, rangeKey: { name: 'at', type: 'S' } }],
    });
    for (const at of ['b', 'a\u{1F600}', 'a\uFFFD', 'aa', 'a', 'A'])
      bench.operations.PutItem({ TableName: 'notes', Item: { id: { S: 'n' }, at: { S: at } } });
    const { Items } = bench.operations.Query({
      TableName: 'notes',
      KeyConditionExpression: 'id = :id AND begins_with(#at, :a)',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: { ':id': { S: 'n' }, ':a': { S: 'a' } },
    });
    expect(Items?.map((item) => item['at']?.S)).toEqual(['a', 'aa', 'a\uFFFD', 'a\u{1F600}']);
  });
});

describe('pages', () => {
  const walk = (more: Partial<QueryInput>, forward = true) => {
    const bench = stocked();
    const seen: (number[] | undefined)[] = [];
    let start: Record<string, AttributeValue> | undefined;
    do {
      const page = ask('pk = :pk', { ...more, ExclusiveStartKey: start, ScanIndexForward: forward }, bench);
      seen.push(page.Items?.map((item) => Number(item['sk']?.N)));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return seen;
  };
  it('end at the limit, and say so even when nothing follows', () => {
    expect(walk({ Limit: 4 })).toEqual([
      [-7, 1, 2, 3],
      [5, 10],
    ]);
    expect(walk({ Limit: 3 })).toEqual([[-7, 1, 2], [3, 5, 10], []]);
  });
  it('work backwards too', () => {
    expect(walk({ Limit: 4 }, false)).toEqual([
      [10, 5, 3, 2],
      [1, -7],
    ]);
  });
  it('go on although the row they ended at has gone', () => {
    const bench = stocked();
    const { LastEvaluatedKey } = ask('pk = :pk', { Limit: 2 }, bench);
    bench.operations.DeleteItem({ TableName: 'orders', Key: LastEvaluatedKey });
    expect(found('pk = :pk', { ExclusiveStartKey: LastEvaluatedKey }, bench)).toEqual([2, 3, 5, 10]);
  });
  it('end with the item that reaches 1 MB', () => {
    const bench = makeBench();
    for (const sk of [1, 2, 3, 4]) bench.put({ ...key('o-1', sk), big: { S: 'x'.repeat(390_000) } });
    const page = ask('pk = :pk', {}, bench);
    expect(page.Count).toBe(3);
    expect(page.LastEvaluatedKey).toEqual(key('o-1', 3));
  });
});

describe('an index', () => {
  const indexed = () => {
    const bench = makeBench();
    const common = { customer: { S: 'c-1' }, placedAt: { N: '7' }, state: { S: 'placed' } };
    bench.put({ ...key('o-2'), ...common, note: { S: 'x' } });
    bench.put({ ...key('o-1'), ...common });
    bench.put({
      ...key('o-3'),
      ...common,
      placedAt: { N: '2' },
      courier: { S: 'k' },
      parcel: { S: 'p' },
      gift: { BOOL: true },
    });
    bench.put({ ...key('o-4'), customer: { S: 'c-1' } });
    return bench;
  };
  const ask = (
    IndexName: string,
    attribute: string,
    value: string,
    more: Partial<QueryInput> = {},
    bench = indexed(),
  ) =>
    bench.operations.Query({
      TableName: 'orders',
      IndexName,
      KeyConditionExpression: '#k = :v',
      ExpressionAttributeNames: { '#k': attribute },
      ExpressionAttributeValues: { ':v': { S: value } },
      ...more,
    });
  it('holds only items that have all its keys, in order, with what it projects', () => {
    expect(ask('by-customer', 'customer', 'c-1').Items).toEqual([
      { ...key('o-3'), customer: { S: 'c-1' }, placedAt: { N: '2' } },
      { ...key('o-1'), customer: { S: 'c-1' }, placedAt: { N: '7' } },
      { ...key('o-2'), customer: { S: 'c-1' }, placedAt: { N: '7' } },
    ]);
    expect(ask('by-state', 'state', 'placed').Items?.map((item) => item['note'])).toContainEqual({ S: 'x' });
    expect(ask('by-courier', 'courier', 'k').Items).toEqual([
      { ...key('o-3'), courier: { S: 'k' }, parcel: { S: 'p' } },
    ]);
  });
  it('follows changes and deletes', () => {
    const bench = indexed();
    bench.operations.UpdateItem({
      TableName: 'orders',
      Key: key('o-1'),
      UpdateExpression: 'SET #s = :s',
      ExpressionAttributeNames: { '#s': 'state' },
      ExpressionAttributeValues: { ':s': { S: 'packed' } },
    });
    bench.operations.DeleteItem({ TableName: 'orders', Key: key('o-2') });
    expect(ask('by-state', 'state', 'placed', {}, bench).Count).toBe(1);
    expect(ask('by-state', 'state', 'packed', {}, bench).Count).toBe(1);
    expect(ask('by-customer', 'customer', 'c-1', {}, bench).Count).toBe(2);
  });
  it('pages through rows that share their keys', () => {
    const bench = indexed();
    const first = ask('by-customer', 'customer', 'c-1', { Limit: 2 }, bench);
    expect(first.LastEvaluatedKey).toEqual({ ...key('o-1'), customer: { S: 'c-1' }, placedAt: { N: '7' } });
    const second = ask('by-customer', 'customer', 'c-1', { ExclusiveStartKey: first.LastEvaluatedKey }, bench);
    expect(second.Items?.map((item) => item['pk']?.S)).toEqual(['o-2']);
  });
  it.each<[string, Partial<QueryInput>, string]>([
    ['consistently', { ConsistentRead: true }, 'Consistent reads are not supported on global secondary indexes'],
    [
      'for what it does not hold',
      { ProjectionExpression: 'note' },
      'One or more parameter values were invalid: Global secondary index by-customer does not project [note]',
    ],
    [
      'for all attributes',
      { Select: 'ALL_ATTRIBUTES' },
      'One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index by-customer because its projection type is not ALL',
    ],
    ['under a name it has not', { IndexName: 'by-moon' }, 'The table does not have the specified index: by-moon'],
  ])('cannot be read %s', (_, more, message) => {
    expect(faultOf(() => ask('by-customer', 'customer', 'c-1', more))).toMatchObject({
      name: 'ValidationException',
      message,
    });
  });
});

describe('a query that is refused', () => {
  const SCHEMA = 'One or more parameter values were invalid: Condition parameter type does not match schema type';
  it.each<[string, Partial<QueryInput>, string]>([
    ['sk = :3', {}, 'Query condition missed key schema element: pk'],
    ['pk > :pk', {}, 'Query key condition not supported'],
    ['pk = :pk AND extra = :3', {}, 'Query condition missed key schema element: sk'],
    ['pk = :pk AND sk > :3 AND sk < :5', {}, 'Conditions can be of length 1 or 2 only'],
    ['pk = :pk AND pk = :pk', {}, 'KeyConditionExpressions must only contain one condition per key'],
    ['pk = :pk OR sk = :3', {}, 'Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: OR'],
    [
      'pk = :pk AND NOT sk = :3',
      {},
      'Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: NOT',
    ],
    [
      'pk = :pk AND sk <> :3',
      {},
      'Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: <>',
    ],
    [
      'pk = :pk AND attribute_exists(sk)',
      {},
      'Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: attribute_exists',
    ],
    ['pk = :3', {}, SCHEMA],
    ['pk = :pk AND sk = :pk', {}, SCHEMA],
    ['pk = sk', {}, 'Query key condition not supported'],
    [
      'pk = :e',
      { ExpressionAttributeValues: { ':e': { S: '' } } },
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
    [
      'pk = :pk',
      { FilterExpression: 'sk = :3' },
      'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk',
    ],
    [
      'pk = :pk',
      { Limit: 0 },
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'pk = :pk',
      { ExclusiveStartKey: { pk: { S: 'o-1' } } },
      'The provided starting key is invalid: The provided key element does not match the schema',
    ],
    [
      'pk = :pk',
      { ExclusiveStartKey: key('o-2') },
      'The provided starting key is outside query boundaries based on provided conditions',
    ],
    [
      'pk = :pk',
      { ExclusiveStartKey: key('') },
      'The provided starting key is invalid: One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
    [
      'pk = :pk AND sk > :3',
      { ExclusiveStartKey: key('o-1', 3) },
      'The provided starting key does not match the range key predicate',
    ],
    [
      'pk = :pk AND sk <= :3',
      { ExclusiveStartKey: key('o-1', 4) },
      'The provided starting key does not match the range key predicate',
    ],
    [
      'pk = :pk',
      { Select: 'COUNT', ProjectionExpression: 'pk' },
      'Cannot specify the ProjectionExpression when choosing to get only the Count',
    ],
  ])('%s with %j', (condition, more, message) => {
    expect(faultOf(() => ask(condition, more))).toMatchObject({ name: 'ValidationException', message });
  });
  it('without a key condition', () => {
    expect(faultOf(() => makeBench().operations.Query({ TableName: 'orders' })).message).toBe(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  });
});
