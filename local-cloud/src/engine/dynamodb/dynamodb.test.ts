import { deserialize, serialize } from 'node:v8';
import { describe, expect, it } from '@jest/globals';
import { key, makeBench } from './fixture.ts';

const worked = () => {
  const bench = makeBench();
  bench.put({
    ...key('o-1'),
    customer: { S: 'c' },
    placedAt: { N: '1' },
    expires: { N: '1' },
    b: { B: Uint8Array.of(1) },
  });
  bench.operations.TransactWriteItems({
    TransactItems: [{ Put: { TableName: 'orders', Item: key('o-2') } }],
    ClientRequestToken: 'token',
  });
  bench.operations.DeleteItem({ TableName: 'orders', Key: key('o-2') });
  return bench;
};

describe('the state', () => {
  it('is plain data that survives being written and read', () => {
    const { state, streams } = worked();
    const read = deserialize(serialize([state, streams.state])) as unknown[];
    expect(JSON.stringify(read)).toBe(JSON.stringify([state, streams.state]));
    expect(serialize(read)).toEqual(serialize(deserialize(serialize(read))));
  });
  it('depends on nothing but the calls and the clock', () => {
    const [one, two] = [worked(), worked()];
    expect(one.state).toEqual(two.state);
    expect(one.streams.state).toEqual(two.streams.state);
  });
  it('belongs to one engine only', () => {
    worked();
    expect(makeBench().operations.Scan({ TableName: 'orders' }).Count).toBe(0);
  });
});
