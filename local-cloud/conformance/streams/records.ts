import { BatchWriteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { holds, refused, same } from '../check.ts';
import { N, S, type Item } from '../dynamodb/items.ts';
import { STREAMS } from '../dynamodb/sources.ts';
import { casesOnStream, type Streamed } from './streamed.ts';

const EVENT = 'https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html';
const RECORD = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html';

const only = async (streamed: Streamed): Promise<DynamoDBRecord> => {
  const [record] = await streamed.records(1);
  if (record === undefined) throw new Error('No record.');
  return record;
};

export const records = casesOnStream('record', 'StreamedBoth', STREAMS, [
  {
    name: 'order-of-an-item',
    rule: 'The records of one item come in the order of its changes, their sequence numbers rising.',
    run: async (streamed) => {
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
  },
  {
    name: 'once-each',
    rule: 'Each change is one record with an id of its own.',
    run: async (streamed) => {
      await streamed.putAll(Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`s${at}`, {}])));
      await streamed.put('end');
      const found = await streamed.records(13);
      same(new Set(found.map(({ eventID }) => eventID)).size, 13);
    },
  },
  {
    name: 'same-value',
    rule: 'A write that leaves the item as it was makes no record.',
    run: async (streamed) => {
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
    },
  },
  {
    name: 'refused-write',
    rule: 'A write whose condition fails makes no record.',
    run: async (streamed, { dynamodb }) => {
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
    },
  },
  {
    name: 'delete-of-nothing',
    rule: 'A delete of what is not there makes no record.',
    run: async (streamed) => {
      await streamed.remove('a');
      await streamed.put('a');
      same((await only(streamed)).eventName, 'INSERT');
    },
  },
  {
    name: 'update-inserts',
    rule: 'An update that makes the item is an INSERT.',
    run: async (streamed) => {
      await streamed.update('a', 'SET v = :v', { ':v': N(1) });
      const record = await only(streamed);
      same([record.eventName, record.dynamodb?.NewImage], ['INSERT', { ...streamed.key('a'), v: N(1) }]);
    },
  },
  {
    name: 'put-modifies',
    rule: 'A put over an item is a MODIFY with both whole images.',
    run: async (streamed) => {
      await streamed.put('a', { old: N(1) });
      await streamed.put('a', { new: N(2) });
      const [, record] = await streamed.records(2);
      same(
        [record?.eventName, record?.dynamodb?.OldImage, record?.dynamodb?.NewImage],
        ['MODIFY', { ...streamed.key('a'), old: N(1) }, { ...streamed.key('a'), new: N(2) }],
      );
    },
  },
  {
    name: 'transaction',
    rule: 'Each item that a transaction changes has a record.',
    run: async (streamed) => {
      await streamed.putAll({ a: { v: N(1) }, b: { v: N(2) }, c: { v: N(3) } });
      const found = await streamed.records(3);
      same(found.map(({ dynamodb }) => dynamodb?.NewImage?.['v']?.N).toSorted(), ['1', '2', '3']);
    },
  },
  {
    name: 'batch',
    rule: 'Each item that a batch writes has a record.',
    run: async (streamed, { dynamodb }) => {
      const puts = ['a', 'b'].map((sk) => ({ PutRequest: { Item: streamed.key(sk) } }));
      await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [streamed.TableName]: puts } }));
      same(
        (await streamed.records(2)).map(({ eventName }) => eventName),
        ['INSERT', 'INSERT'],
      );
    },
  },
  {
    name: 'envelope',
    rule: 'A function gets records with the names, version and stream that AWS documents.',
    source: EVENT,
    run: async (streamed, { fixture, region }) => {
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
  },
  {
    name: 'size',
    rule: 'SizeBytes is that of the keys and the images in the record.',
    source: RECORD,
    run: async (streamed) => {
      await streamed.put('a', { text: S('x'.repeat(100)) });
      const { dynamodb } = await only(streamed);
      const keys = 'pk'.length + streamed.key('a').pk.S.length + 'sk'.length + 'a'.length;
      same(dynamodb?.SizeBytes, keys + keys + 'text'.length + 100);
    },
  },
  {
    name: 'types',
    rule: 'Every type comes through; binary values as base64.',
    source: EVENT,
    run: async (streamed) => {
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
  },
]);
