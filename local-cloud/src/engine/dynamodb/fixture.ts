import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { BillableUnit, Meter, Operations } from '../contract.ts';
import type { TableDefinition } from '../../template/model.ts';
import { makeDynamoDb, type DynamoDb } from './dynamodb.ts';
import type { Item } from './item.ts';

/** The tables of these tests: one with every feature, one with almost none. */
const ARN = 'arn:aws:dynamodb:eu-central-1:000000000000:table';

export const ORDERS: TableDefinition = {
  name: 'orders',
  arn: `${ARN}/orders`,
  hashKey: { name: 'pk', type: 'S' },
  rangeKey: { name: 'sk', type: 'N' },
  indexes: [
    {
      name: 'by-customer',
      hashKey: { name: 'customer', type: 'S' },
      rangeKey: { name: 'placedAt', type: 'N' },
      projection: 'KEYS_ONLY',
    },
    { name: 'by-state', hashKey: { name: 'state', type: 'S' }, projection: 'ALL' },
    { name: 'by-courier', hashKey: { name: 'courier', type: 'S' }, projection: { include: ['parcel'] } },
  ],
  stream: { arn: `${ARN}/orders/stream/2026-01-01T00:00:00.000`, view: 'NEW_AND_OLD_IMAGES' },
  ttlAttribute: 'expires',
};

export const NOTES: TableDefinition = {
  name: 'notes',
  arn: `${ARN}/notes`,
  hashKey: { name: 'id', type: 'S' },
  indexes: [],
};

export interface Bench extends DynamoDb {
  /** Set to move the time. */
  clock: { now: number };
  /** Units counted since the last look. */
  spent(): Partial<Record<BillableUnit, number>>;
  readonly heard: readonly string[];
  put(item: Item): void;
  get(pk: string, sk?: number): Record<string, AttributeValue> | undefined;
  /** All records of the orders' stream, in the order of their sequence numbers. */
  records(): ReturnType<DynamoDb['streams']['read']>;
}

const makeMeter = () => {
  let counted: Partial<Record<BillableUnit, number>> = {};
  const meter: Meter = {
    count: (unit, amount) => {
      counted[unit] = (counted[unit] ?? 0) + amount;
    },
    totals: () => ({ all: counted }),
    reset: () => {
      counted = {};
    },
  };
  const spent = () => {
    const all = counted;
    meter.reset();
    return all;
  };
  return { meter, spent };
};

export const key = (pk: string, sk = 1): Record<string, AttributeValue> => ({ pk: { S: pk }, sk: { N: String(sk) } });

export const makeBench = (
  more: { isHeld?: (tableArn: string, key: Item) => boolean; tables?: readonly TableDefinition[] } = {},
): Bench => {
  const clock = { now: 1_790_000_000_000 };
  const heard: string[] = [];
  const { meter, spent } = makeMeter();
  const db = makeDynamoDb({
    environment: { now: () => clock.now, random: () => 0.5 },
    tables: more.tables ?? [ORDERS, NOTES],
    meter,
    ownerOf: () => 'orders',
    onStreamRecord: (_, shardId) => heard.push(shardId),
    ...(more.isHeld !== undefined && { isHeld: more.isHeld }),
  });
  // The engine takes the operations as its contract has them.
  db.operations satisfies Operations;
  const stream = ORDERS.stream?.arn ?? '';
  return {
    ...db,
    clock,
    heard,
    spent,
    put: (item) => db.operations.PutItem({ TableName: 'orders', Item: { ...item } }),
    get: (pk, sk = 1) => db.operations.GetItem({ TableName: 'orders', Key: key(pk, sk), ConsistentRead: true }).Item,
    records: () =>
      db.streams
        .shardsOf(stream)
        .flatMap((shard) => db.streams.read(stream, shard, undefined, 1000))
        .sort((a, b) => (a.dynamodb.SequenceNumber < b.dynamodb.SequenceNumber ? -1 : 1)),
  };
};

/** The error that the step throws; fails when it throws none. */
export const faultOf = (step: () => unknown): Record<string, unknown> & { name: string; message: string } => {
  try {
    step();
  } catch (error) {
    return error as Record<string, unknown> & { name: string; message: string };
  }
  throw new Error('Nothing was thrown.');
};
