import { describe, expect, it } from '@jest/globals';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { key, makeBench, ORDERS } from '../dynamodb/fixture.ts';
import type { StreamView } from './streams.ts';

const ARN = ORDERS.stream?.arn ?? '';
const update = (bench: ReturnType<typeof makeBench>, value: string) =>
  bench.operations.UpdateItem({
    TableName: 'orders',
    Key: key('o-1'),
    UpdateExpression: 'SET a = :a',
    ExpressionAttributeValues: { ':a': { S: value } },
  });

describe('the record of a write', () => {
  it('is what a function gets', () => {
    const bench = makeBench();
    bench.put({ ...key('o-1'), a: { S: 'one' } });
    bench.clock.now += 1500;
    update(bench, 'two');
    expect(bench.records().at(-1)).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: 'MODIFY',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-central-1',
      eventSourceARN: ARN,
      dynamodb: {
        ApproximateCreationDateTime: 1_790_000_001,
        Keys: key('o-1'),
        NewImage: { ...key('o-1'), a: { S: 'two' } },
        OldImage: { ...key('o-1'), a: { S: 'one' } },
        SequenceNumber: '100000000000000000002',
        SizeBytes: 9 + 13 + 13,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    });
  });
  it('says INSERT and REMOVE with the image there is', () => {
    const bench = makeBench();
    bench.put(key('o-1'));
    bench.operations.DeleteItem({ TableName: 'orders', Key: key('o-1') });
    const [insert, remove] = bench.records();
    expect([insert?.eventName, insert?.dynamodb.OldImage, insert?.dynamodb.NewImage]).toEqual([
      'INSERT',
      undefined,
      key('o-1'),
    ]);
    expect([remove?.eventName, remove?.dynamodb.OldImage, remove?.dynamodb.NewImage]).toEqual([
      'REMOVE',
      key('o-1'),
      undefined,
    ]);
  });
  it('carries bytes as base64, as JSON has to', () => {
    const bench = makeBench();
    const bytes = Uint8Array.of(1, 2, 255);
    bench.put({ ...key('o-1'), b: { B: bytes }, m: { M: { s: { BS: [bytes] } } }, l: { L: [{ B: bytes }] } });
    const image = bench.records()[0]?.dynamodb.NewImage;
    expect(image).toEqual({
      ...key('o-1'),
      b: { B: 'AQL/' },
      m: { M: { s: { BS: ['AQL/'] } } },
      l: { L: [{ B: 'AQL/' }] },
    });
    expect(JSON.parse(JSON.stringify(image))).toEqual(image);
  });
  it.each<[StreamView, string[]]>([
    ['KEYS_ONLY', []],
    ['NEW_IMAGE', ['NewImage']],
    ['OLD_IMAGE', ['OldImage']],
    ['NEW_AND_OLD_IMAGES', ['NewImage', 'OldImage']],
  ])('shows with %s only %j', (view, images) => {
    const bench = makeBench({ tables: [{ ...ORDERS, stream: { arn: ARN, view } }] });
    bench.put(key('o-1'));
    update(bench, 'x');
    const record = bench.records().at(-1)?.dynamodb ?? {};
    expect(['NewImage', 'OldImage'].filter((name) => name in record)).toEqual(images);
  });
  it('is not made when the write changes nothing', () => {
    const bench = makeBench();
    bench.put({ ...key('o-1'), n: { N: '1' }, s: { SS: ['b', 'a'] } });
    bench.put({ ...key('o-1'), s: { SS: ['a', 'b'] }, n: { N: '1.0' } });
    bench.operations.DeleteItem({ TableName: 'orders', Key: key('none') });
    expect(bench.records()).toHaveLength(1);
  });
  it('is not made for a table without a stream', () => {
    const bench = makeBench();
    bench.operations.PutItem({ TableName: 'notes', Item: { id: { S: 'n' } } });
    expect(bench.heard).toEqual([]);
  });
});

describe('shards', () => {
  const busy = () => {
    const bench = makeBench();
    for (let version = 0; version < 3; version += 1)
      for (let at = 0; at < 20; at += 1) bench.put({ ...key(`o-${at}`), version: { N: String(version) } });
    const shards = bench.streams.shardsOf(ARN).map((shard) => bench.streams.read(ARN, shard, undefined, 1000));
    return { bench, shards };
  };
  const pkOf = (image: Readonly<Record<string, unknown>> | undefined) =>
    (image?.['pk'] as AttributeValue | undefined)?.S;

  it('are two, and both are used', () => {
    const { shards } = busy();
    expect(shards).toHaveLength(2);
    expect(shards.every((records) => records.length > 0)).toBe(true);
  });
  it('keep the records of one item together and in order', () => {
    const { shards } = busy();
    for (let at = 0; at < 20; at += 1) {
      const versions = shards.map((records) =>
        records
          .filter(({ dynamodb }) => pkOf(dynamodb.Keys) === `o-${at}`)
          .map(({ dynamodb }) => dynamodb.NewImage?.['version']),
      );
      expect(versions.filter((found) => found.length > 0)).toEqual([[{ N: '0' }, { N: '1' }, { N: '2' }]]);
    }
  });
  it('number their records upwards over the whole table, in text as in number', () => {
    const { bench, shards } = busy();
    const numbers = bench.records().map(({ dynamodb }) => dynamodb.SequenceNumber);
    expect(new Set(numbers).size).toBe(60);
    expect([...numbers].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))).toEqual(numbers);
    for (const records of shards) {
      const own = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
      expect([...own].sort()).toEqual(own);
    }
  });
  it('are announced with each record', () => {
    const { bench, shards } = busy();
    const [first] = bench.streams.shardsOf(ARN);
    expect(bench.heard.filter((shard) => shard === first)).toHaveLength(shards[0]?.length ?? 0);
  });
});

describe('reading a shard', () => {
  const shard = (bench: ReturnType<typeof makeBench>) =>
    bench.streams.shardsOf(ARN).find((id) => bench.streams.read(ARN, id, undefined, 1).length > 0) ?? '';
  const written = (count: number) => {
    const bench = makeBench();
    for (let at = 0; at < count; at += 1) bench.put({ ...key('o-1'), n: { N: String(at) } });
    const id = shard(bench);
    const read = (after?: string, limit = 100) =>
      bench.streams.read(ARN, id, after, limit).map(({ dynamodb }) => dynamodb.NewImage?.['n']);
    return { bench, id, read };
  };
  const numbers = (...given: number[]) => given.map((each) => ({ N: String(each) }));

  it('goes on after a sequence number, as often as asked', () => {
    const { bench, id, read } = written(5);
    const second = bench.streams.read(ARN, id, undefined, 2)[1]?.dynamodb.SequenceNumber;
    expect(read(second, 2)).toEqual(numbers(2, 3));
    expect(read(second, 2)).toEqual(numbers(2, 3));
    expect(read(bench.streams.latest(ARN, id))).toEqual([]);
  });
  it('begins at the trim horizon, 24 hours ago', () => {
    const { bench, read, id } = written(2);
    const first = bench.records()[0]?.dynamodb.SequenceNumber;
    bench.clock.now += 24 * 3600 * 1000;
    expect(read()).toEqual(numbers(0, 1));
    bench.clock.now += 1000;
    expect(read()).toEqual([]);
    expect(read(first)).toEqual([]);
    bench.put({ ...key('o-1'), n: { N: '9' } });
    expect(read()).toEqual(numbers(9));
    expect(bench.streams.state[ARN]?.shards.find((each) => each.id === id)?.records).toHaveLength(1);
  });
  it('finds a thousand records, when every reader has read them and no more are wanted', () => {
    const { bench, id, read } = written(2500);
    const [oldest] = bench.streams.read(ARN, id, undefined, 1);
    bench.streams.release(ARN, id, oldest?.dynamodb.SequenceNumber ?? '');
    expect(read(undefined, 3000)).toHaveLength(2500);
    const position = bench.streams.read(ARN, id, undefined, 2400).at(-1)?.dynamodb.SequenceNumber ?? '';
    bench.streams.release(ARN, id, position);
    expect(read(undefined, 3000).map((n) => (n as { N: string }).N)).toEqual(
      Array.from({ length: 1100 }, (_, at) => String(1400 + at)),
    );
    expect(read(position)).toEqual(numbers(...Array.from({ length: 100 }, (_, at) => 2400 + at)));
  });
  it('throws for a stream or a shard that is not there', () => {
    const { streams } = makeBench();
    expect(() => streams.shardsOf('arn:none')).toThrow('There is no stream arn:none.');
    expect(() => streams.read(ARN, 'none', undefined, 1)).toThrow('There is no shard none');
  });
});
