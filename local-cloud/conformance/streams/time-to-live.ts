import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { same } from '../check.ts';
import { N, S, type Item } from '../dynamodb/items.ts';
import { TTL } from '../dynamodb/sources.ts';
import { casesOnStream } from './streamed.ts';

const TTL_STREAMS = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html';
const LAST: Item = { last: { BOOL: true } };

export const timeToLive = casesOnStream('time-to-live', 'StreamedBoth', TTL, [
  {
    name: 'expired-still-shows',
    rule: 'An item that has just expired is still there for reads and writes: time to live removes it later.',
    source: TTL,
    run: async (streamed, { dynamodb }) => {
      const expiresAt = N(Math.floor(Date.now() / 1000) - 5);
      await streamed.put('a', { expiresAt });
      const asked = new GetItemCommand({ TableName: streamed.TableName, Key: streamed.key('a'), ConsistentRead: true });
      same((await dynamodb.send(asked)).Item?.['expiresAt'], expiresAt);
      await streamed.update('a', 'REMOVE expiresAt SET v = :v', { ':v': N(1) });
      same((await dynamodb.send(asked)).Item, { ...streamed.key('a'), v: N(1) });
    },
  },
  {
    name: 'time-to-live-removal',
    rule: 'What time to live removes is a REMOVE by dynamodb.amazonaws.com, with the item as it was.',
    source: TTL_STREAMS,
    only: 'engine',
    why: 'AWS removes expired items within days; the local cloud an hour after.',
    run: async (streamed) => {
      const expiresAt = N(Math.floor(Date.now() / 1000) - 7200);
      await streamed.put('a', { expiresAt, ...LAST });
      const [, record] = await streamed.records(2);
      same(
        [record?.eventName, record?.userIdentity],
        ['REMOVE', { type: 'Service', principalId: 'dynamodb.amazonaws.com' }],
      );
      same(record?.dynamodb?.OldImage, { ...streamed.key('a'), expiresAt, ...LAST });
    },
  },
  {
    name: 'no-time',
    rule: 'An attribute for time to live that is no number leaves the item alone.',
    source: TTL,
    run: async (streamed, { dynamodb }) => {
      await streamed.put('a', { expiresAt: S('1') });
      await streamed.put('b', { expiresAt: N(1) });
      await streamed.put('c');
      await streamed.records(3);
      const asked = new GetItemCommand({ TableName: streamed.TableName, Key: streamed.key('a'), ConsistentRead: true });
      same((await dynamodb.send(asked)).Item?.['expiresAt'], S('1'));
      const old = new GetItemCommand({ TableName: streamed.TableName, Key: streamed.key('b'), ConsistentRead: true });
      same((await dynamodb.send(old)).Item?.['expiresAt'], N(1), 'more than five years ago is taken for no time');
    },
  },
  {
    name: 'user-delete',
    rule: 'A delete by a caller names no service.',
    source: TTL_STREAMS,
    run: async (streamed) => {
      await streamed.put('a');
      await streamed.remove('a');
      const [, record] = await streamed.records(2);
      same([record?.eventName, record !== undefined && 'userIdentity' in record], ['REMOVE', false]);
    },
  },
]);
