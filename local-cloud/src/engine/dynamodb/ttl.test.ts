import { describe, expect, it } from '@jest/globals';
import { key, makeBench } from './fixture.ts';

const stocked = () => {
  const bench = makeBench();
  const second = bench.clock.now / 1000;
  const put = (pk: string, expires: number) => bench.put({ ...key(pk), expires: { N: String(expires) } });
  put('soon', second + 10);
  put('past', second - 10);
  put('ancient', second - 6 * 365 * 86_400);
  bench.put({ ...key('text'), expires: { S: 'never' } });
  bench.put(key('none'));
  return { bench, second, put };
};

describe('an expired item', () => {
  it('stays visible until it is removed', () => {
    const { bench } = stocked();
    expect(bench.get('past')).toBeDefined();
  });
  it('is a candidate, unless it expired five years ago or has no number there', () => {
    const { bench, second } = stocked();
    expect(bench.ttlCandidates(bench.clock.now)).toEqual([
      { tableName: 'orders', key: key('past'), expiredAt: (second - 10) * 1000 },
    ]);
    expect(bench.ttlCandidates(bench.clock.now + 11_000).map((each) => each.key['pk']?.S)).toEqual(['past', 'soon']);
  });
  it('says when the next one comes', () => {
    const { bench, second } = stocked();
    expect(bench.nextExpiryAfter(bench.clock.now)).toBe((second + 10) * 1000);
    expect(bench.nextExpiryAfter(bench.clock.now + 11_000)).toBeUndefined();
  });
  it('is removed free of charge, by the service, as the stream shows', () => {
    const { bench } = stocked();
    bench.spent();
    expect(bench.expire({ tableName: 'orders', key: key('past') })).toBe(true);
    expect(bench.spent()).toEqual({});
    expect(bench.get('past')).toBeUndefined();
    expect(bench.records().at(-1)).toMatchObject({
      eventName: 'REMOVE',
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      dynamodb: { Keys: key('past') },
    });
    expect(bench.ttlCandidates(bench.clock.now)).toEqual([]);
  });
  it('is left alone when it is gone or was given more time', () => {
    const { bench, second, put } = stocked();
    const [candidate] = bench.ttlCandidates(bench.clock.now);
    put('past', second + 100);
    expect(candidate && bench.expire(candidate)).toBe(false);
    bench.operations.DeleteItem({ TableName: 'orders', Key: key('past') });
    expect(candidate && bench.expire(candidate)).toBe(false);
    expect(bench.ttlCandidates(bench.clock.now)).toEqual([]);
  });
  it('is not said to be removed by the service when a caller deletes it', () => {
    const { bench } = stocked();
    bench.operations.DeleteItem({ TableName: 'orders', Key: key('past') });
    expect(bench.records().at(-1)).not.toHaveProperty('userIdentity');
  });
});
