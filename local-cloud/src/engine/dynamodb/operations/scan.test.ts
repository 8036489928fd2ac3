import { describe, expect, it } from '@jest/globals';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { key, makeBench } from '../fixture.ts';

const stocked = () => {
  const bench = makeBench();
  for (const pk of ['c', 'a', 'b']) for (const sk of [2, 1]) bench.put({ ...key(pk, sk), customer: { S: pk } });
  return bench;
};

describe('a scan', () => {
  it('meets every item once, page by page, while items come and go', () => {
    const bench = stocked();
    const seen: string[] = [];
    let start: Record<string, AttributeValue> | undefined;
    do {
      const page = bench.operations.Scan({ TableName: 'orders', Limit: 2, ExclusiveStartKey: start });
      seen.push(...(page.Items ?? []).map((item) => `${item['pk']?.S ?? ''}${item['sk']?.N ?? ''}`));
      start = page.LastEvaluatedKey;
      if (start !== undefined) bench.operations.DeleteItem({ TableName: 'orders', Key: start });
    } while (start !== undefined);
    expect(seen).toEqual(['a1', 'a2', 'b1', 'b2', 'c1', 'c2']);
  });
  it('filters and counts', () => {
    const { operations } = stocked();
    expect(
      operations.Scan({
        TableName: 'orders',
        FilterExpression: 'sk > :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
        Select: 'COUNT',
      }),
    ).toEqual({ Count: 3, ScannedCount: 6 });
  });
  it('reads an index too', () => {
    const bench = stocked();
    bench.put({ ...key('d'), customer: { S: 'd' }, placedAt: { N: '1' } });
    expect(bench.operations.Scan({ TableName: 'orders', IndexName: 'by-customer' }).Items).toEqual([
      { ...key('d'), customer: { S: 'd' }, placedAt: { N: '1' } },
    ]);
  });
});

describe('the tables', () => {
  it('are listed by name, in pages', () => {
    const { operations } = makeBench();
    expect(operations.ListTables({})).toEqual({ TableNames: ['notes', 'orders'] });
    expect(operations.ListTables({ Limit: 1 })).toEqual({ TableNames: ['notes'], LastEvaluatedTableName: 'notes' });
    expect(operations.ListTables({ ExclusiveStartTableName: 'notes' })).toEqual({ TableNames: ['orders'] });
  });
  it('are described with keys, indexes, stream and contents', () => {
    const { Table } = stocked().operations.DescribeTable({ TableName: 'orders' });
    expect(Table).toMatchObject({
      TableName: 'orders',
      TableStatus: 'ACTIVE',
      ItemCount: 6,
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual([
      'by-customer',
      'by-state',
      'by-courier',
    ]);
    expect(Table?.AttributeDefinitions).toContainEqual({ AttributeName: 'placedAt', AttributeType: 'N' });
  });
  it('that do not exist are named', () => {
    expect(() => makeBench().operations.DescribeTable({ TableName: 'none' })).toThrow(
      'Requested resource not found: Table: none not found',
    );
  });
});
