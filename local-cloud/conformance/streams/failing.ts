import type { DynamoDBRecord } from 'aws-lambda';
import { holds, same } from '../check.ts';
import { N, S, type Item } from '../dynamodb/items.ts';
import { LAMBDA } from '../pages.ts';
import { sortKeyOf, type Parked, type Streamed } from './streamed.ts';

export const REPORTING = LAMBDA.guide('services-ddb-batchfailurereporting');
export const RETRIES = LAMBDA.guide('services-dynamodb-errors');
export const BATCHING = LAMBDA.guide('with-ddb');
export const FILTERING = LAMBDA.guide('with-ddb-filtering');

/** How the function fails at this record: always, or so many times. */
export const fails = (how: string, times?: number): Item => ({
  fails: S(how),
  ...(times !== undefined && { times: N(times) }),
});

export const LETTERS = ['a', 'b', 'c', 'd'] as const;
export const four = (at: (typeof LETTERS)[number], item: Item): Record<string, Item> =>
  Object.fromEntries(LETTERS.map((letter) => [letter, letter === at ? item : {}]));

/** Puts these together and one behind them, which shows that each comes once: a shard goes on in order. */
export const comesOnce = async (streamed: Streamed, items: Record<string, Item>): Promise<void> => {
  await streamed.putAll(items);
  await streamed.put('end');
  const batches = await streamed.delivered((found) => found.flat().includes('end'));
  same(batches.flat(), [...Object.keys(items), 'end']);
};

export const recordOf = async (streamed: Streamed, sk: string): Promise<DynamoDBRecord> => {
  const record = (await streamed.batches()).flat().find((each) => sortKeyOf(each) === sk);
  if (record === undefined) throw new Error(`${sk} was not delivered.`);
  return record;
};

export const checkInfo = ({ DDBStreamBatchInfo: info }: Parked, first: DynamoDBRecord, last: DynamoDBRecord): void => {
  same(info.startSequenceNumber, first.dynamodb?.SequenceNumber);
  same(info.endSequenceNumber, last.dynamodb?.SequenceNumber);
  same(info.streamArn, first.eventSourceARN);
  holds(/^shardId-[0-9a-f-]+$/.test(info.shardId), `${info.shardId} is a shard's id`);
  const arrived = Date.parse(info.approximateArrivalOfFirstRecord);
  holds(arrived <= Date.parse(info.approximateArrivalOfLastRecord), 'the first arrived before the last');
  same(arrived, (first.dynamodb?.ApproximateCreationDateTime ?? 0) * 1000);
};
