import { BatchWriteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { ConformanceCase } from '../case.ts';
import { holds, refused, same } from '../check.ts';
import { N, S } from '../dynamodb/items.ts';
import type { Item } from '../dynamodb/items.ts';
import { STREAMS, TTL } from '../dynamodb/sources.ts';
import { casesOnStream } from './streamed.ts';
import type { Streamed } from './streamed.ts';

const EVENT = 'https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html';
const RECORD = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html';
const TTL_STREAMS = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html';

const define = casesOnStream('record', 'StreamedBoth', STREAMS);

const imagesOf = ({ dynamodb }: DynamoDBRecord) => [dynamodb?.OldImage, dynamodb?.NewImage];
const LAST: Item = { last: { BOOL: true } };

/** Insert, change and removal of one item, as the stream of this table tells them. */
const tells = (
  view: string,
  table: string,
  rule: string,
  shows: { readonly old: boolean; readonly new: boolean },
): ConformanceCase =>
  casesOnStream('view', table, STREAMS)(view, rule, async (streamed) => {
    const [one, two] = [
      { ...streamed.key('a'), v: N(1) },
      { ...streamed.key('a'), v: N(2) },
    ];
    await streamed.put('a', { v: N(1) });
    await streamed.update('a', 'SET v = :v', { ':v': N(2) });
    await streamed.remove('a');
    const records = await streamed.records(3);
    same(
      records.map(({ eventName }) => eventName),
      ['INSERT', 'MODIFY', 'REMOVE'],
    );
    for (const { dynamodb } of records) same(dynamodb?.Keys, streamed.key('a'));
    const expected = [
      [undefined, one],
      [one, two],
      [two, undefined],
    ];
    same(
      records.map(imagesOf),
      expected.map(([before, after]) => [shows.old ? before : undefined, shows.new ? after : undefined]),
    );
  });

const only = async (streamed: Streamed): Promise<DynamoDBRecord> => {
  const [record] = await streamed.records(1);
  if (record === undefined) throw new Error('No record.');
  return record;
};

export const records: readonly ConformanceCase[] = [
  tells('new-and-old-images', 'StreamedBoth', 'NEW_AND_OLD_IMAGES shows the item before and after each change.', {
    old: true,
    new: true,
  }),
  tells('new-image', 'StreamedNew', 'NEW_IMAGE shows the item after each change.', { old: false, new: true }),
  tells('old-image', 'StreamedOld', 'OLD_IMAGE shows the item before each change.', { old: true, new: false }),
  tells('keys-only', 'StreamedKeys', 'KEYS_ONLY shows the key of what changed and nothing else.', {
    old: false,
    new: false,
  }),

  define(
    'order-of-an-item',
    'The records of one item come in the order of its changes, their sequence numbers rising.',
    async (streamed) => {
      for (let version = 1; version <= 25; version += 1) await streamed.put('a', { version: N(version) });
      const found = await streamed.records(25);
      same(
        found.map(({ dynamodb }) => dynamodb?.NewImage?.['version']?.N),
        Array.from({ length: 25 }, (_, at) => String(at + 1)),
      );
      const numbers = found.map(({ dynamodb }) => BigInt(dynamodb?.SequenceNumber ?? ''));
      holds(
        numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? 0n)),
        'sequence numbers rise',
      );
    },
  ),
  define('once-each', 'Each change is one record with an id of its own.', async (streamed) => {
    await streamed.putAll(Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`s${at}`, {}])));
    await streamed.put('end');
    const found = await streamed.records(13);
    same(new Set(found.map(({ eventID }) => eventID)).size, 13);
  }),
  define('same-value', 'A write that leaves the item as it was makes no record.', async (streamed) => {
    await streamed.put('a', { v: N(1) });
    await streamed.put('a', { v: N(1) });
    await streamed.update('a', 'SET v = :v', { ':v': N('1.0') });
    await streamed.update('a', 'REMOVE nobody');
    await streamed.put('a', { v: N(2) });
    const found = await streamed.records(2);
    same(
      found.map(({ eventName }) => eventName),
      ['INSERT', 'MODIFY'],
    );
  }),
  define('refused-write', 'A write whose condition fails makes no record.', async (streamed, { dynamodb }) => {
    await streamed.put('a', { v: N(1) });
    const Item = { ...streamed.key('a'), v: N(2) };
    const command = new PutItemCommand({
      TableName: streamed.TableName,
      Item,
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    await refused(dynamodb.send(command), 'ConditionalCheckFailedException');
    await streamed.put('a', { v: N(3) });
    const found = await streamed.records(2);
    same(
      found.map(({ dynamodb: change }) => change?.NewImage?.['v']?.N),
      ['1', '3'],
    );
  }),
  define('delete-of-nothing', 'A delete of what is not there makes no record.', async (streamed) => {
    await streamed.remove('a');
    await streamed.put('a');
    same((await only(streamed)).eventName, 'INSERT');
  }),
  define('update-inserts', 'An update that makes the item is an INSERT.', async (streamed) => {
    await streamed.update('a', 'SET v = :v', { ':v': N(1) });
    const record = await only(streamed);
    same([record.eventName, record.dynamodb?.NewImage], ['INSERT', { ...streamed.key('a'), v: N(1) }]);
  }),
  define('put-modifies', 'A put over an item is a MODIFY with both whole images.', async (streamed) => {
    await streamed.put('a', { old: N(1) });
    await streamed.put('a', { new: N(2) });
    const [, record] = await streamed.records(2);
    same(
      [record?.eventName, record?.dynamodb?.OldImage, record?.dynamodb?.NewImage],
      ['MODIFY', { ...streamed.key('a'), old: N(1) }, { ...streamed.key('a'), new: N(2) }],
    );
  }),
  define('transaction', 'Each item that a transaction changes has a record.', async (streamed) => {
    await streamed.putAll({ a: { v: N(1) }, b: { v: N(2) }, c: { v: N(3) } });
    const found = await streamed.records(3);
    same(found.map(({ dynamodb }) => dynamodb?.NewImage?.['v']?.N).toSorted(), ['1', '2', '3']);
  }),
  define('batch', 'Each item that a batch writes has a record.', async (streamed, { dynamodb }) => {
    const puts = ['a', 'b'].map((sk) => ({ PutRequest: { Item: streamed.key(sk) } }));
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [streamed.TableName]: puts } }));
    same(
      (await streamed.records(2)).map(({ eventName }) => eventName),
      ['INSERT', 'INSERT'],
    );
  }),
  define(
    'envelope',
    'A function gets records with the names, version and stream that AWS documents.',
    async (streamed, { fixture, region }) => {
      await streamed.put('a', { v: N(1) });
      const { dynamodb, ...record } = await only(streamed);
      same([record.eventSource, record.awsRegion, record.eventVersion], ['aws:dynamodb', region, '1.1']);
      const table = await fixture.arn('dynamodb', 'StreamedBoth');
      holds(
        record.eventSourceARN?.startsWith(`${table}/stream/`) === true,
        `${record.eventSourceARN ?? ''} is the stream's`,
      );
      holds(/^[0-9a-f]{32}$/.test(record.eventID ?? ''), 'the id has 32 hexadecimal digits');
      same(dynamodb?.StreamViewType, 'NEW_AND_OLD_IMAGES');
      holds(/^\d{21,40}$/.test(dynamodb?.SequenceNumber ?? ''), 'a sequence number has 21 to 40 digits');
      const age = Date.now() / 1000 - (dynamodb?.ApproximateCreationDateTime ?? 0);
      holds(age > -60 && age < 600, `the record was made ${age} s ago`);
      same('userIdentity' in record, false);
    },
    { source: EVENT },
  ),
  define(
    'size',
    'SizeBytes is that of the keys and the images in the record.',
    async (streamed) => {
      await streamed.put('a', { text: S('x'.repeat(100)) });
      const { dynamodb } = await only(streamed);
      const keys = 'pk'.length + streamed.key('a').pk.S.length + 'sk'.length + 'a'.length;
      same(dynamodb?.SizeBytes, keys + keys + 'text'.length + 100);
    },
    { source: RECORD },
  ),
  define(
    'types',
    'Every type comes through; binary values as base64.',
    async (streamed) => {
      const plain: Item = {
        n: N('1.5'),
        yes: { BOOL: true },
        none: { NULL: true },
        l: { L: [S('a')] },
        m: { M: { x: N(1) } },
        ss: { SS: ['a', 'b'] },
      };
      await streamed.put('a', { ...plain, b: { B: Uint8Array.of(1, 2, 255) }, bs: { BS: [Uint8Array.of(0)] } });
      const { dynamodb } = await only(streamed);
      same(dynamodb?.NewImage, { ...streamed.key('a'), ...plain, b: { B: 'AQL/' }, bs: { BS: ['AA=='] } });
    },
    { source: EVENT },
  ),
  define(
    'expired-still-shows',
    'An item that has just expired is still there for reads and writes: time to live removes it later.',
    async (streamed, { dynamodb }) => {
      const expiresAt = N(Math.floor(Date.now() / 1000) - 5);
      await streamed.put('a', { expiresAt });
      const asked = new GetItemCommand({ TableName: streamed.TableName, Key: streamed.key('a'), ConsistentRead: true });
      same((await dynamodb.send(asked)).Item?.['expiresAt'], expiresAt);
      await streamed.update('a', 'REMOVE expiresAt SET v = :v', { ':v': N(1) });
      same((await dynamodb.send(asked)).Item, { ...streamed.key('a'), v: N(1) });
    },
    { source: TTL },
  ),
  define(
    'time-to-live-removal',
    'What time to live removes is a REMOVE by dynamodb.amazonaws.com, with the item as it was.',
    async (streamed) => {
      const expiresAt = N(Math.floor(Date.now() / 1000) - 7200);
      await streamed.put('a', { expiresAt, ...LAST });
      const [, record] = await streamed.records(2);
      same(
        [record?.eventName, record?.userIdentity],
        ['REMOVE', { type: 'Service', principalId: 'dynamodb.amazonaws.com' }],
      );
      same(record?.dynamodb?.OldImage, { ...streamed.key('a'), expiresAt, ...LAST });
    },
    {
      source: TTL_STREAMS,
      only: 'engine',
      why: 'AWS removes expired items within days; the local cloud an hour after.',
    },
  ),
  define(
    'no-time',
    'An attribute for time to live that is no number leaves the item alone.',
    async (streamed, { dynamodb }) => {
      await streamed.put('a', { expiresAt: S('1') });
      await streamed.put('b', { expiresAt: N(1) });
      await streamed.put('c');
      await streamed.records(3);
      const asked = new GetItemCommand({ TableName: streamed.TableName, Key: streamed.key('a'), ConsistentRead: true });
      same((await dynamodb.send(asked)).Item?.['expiresAt'], S('1'));
      const old = new GetItemCommand({ TableName: streamed.TableName, Key: streamed.key('b'), ConsistentRead: true });
      same((await dynamodb.send(old)).Item?.['expiresAt'], N(1), 'more than five years ago is taken for no time');
    },
    { source: TTL },
  ),
  define(
    'user-delete',
    'A delete by a caller names no service.',
    async (streamed) => {
      await streamed.put('a');
      await streamed.remove('a');
      const [, record] = await streamed.records(2);
      same([record?.eventName, record !== undefined && 'userIdentity' in record], ['REMOVE', false]);
    },
    { source: TTL_STREAMS },
  ),
];
