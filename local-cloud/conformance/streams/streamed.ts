import {
  DeleteItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { DynamoDBRecord } from 'aws-lambda';
import { casesGiven, type AreaCase } from '../area.ts';
import type { Cloud, ConformanceCase } from '../case.ts';
import { recorded } from '../deliveries.ts';
import { S, type Item } from '../dynamodb/items.ts';

const DELIVERED_WITHIN_MS = 30_000;
/** On AWS a record may have to be too old first, see the template's RecordAgeSeconds. */
const PARKED_WITHIN_MS = 150_000;

/** What an on-failure queue gets. https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
export interface Parked {
  readonly requestContext: Readonly<Record<string, unknown>>;
  readonly responseContext?: Readonly<Record<string, unknown>>;
  readonly version: string;
  readonly timestamp: string;
  readonly DDBStreamBatchInfo: {
    readonly shardId: string;
    readonly startSequenceNumber: string;
    readonly endSequenceNumber: string;
    readonly approximateArrivalOfFirstRecord: string;
    readonly approximateArrivalOfLastRecord: string;
    readonly batchSize: number;
    readonly streamArn: string;
  };
}

/** One partition of a table with a stream, and what the function behind it was handed of that partition. */
export interface Streamed {
  readonly TableName: string;
  readonly key: (sk: string) => { readonly pk: { readonly S: string }; readonly sk: { readonly S: string } };
  readonly put: (sk: string, more?: Item) => Promise<unknown>;
  readonly update: (sk: string, UpdateExpression: string, values?: Item) => Promise<unknown>;
  readonly remove: (sk: string) => Promise<unknown>;
  /** In one transaction, so that their records come together. */
  readonly putAll: (items: Readonly<Record<string, Item>>) => Promise<unknown>;
  /** One list of records per call of the function, in the order of the calls. */
  readonly batches: () => Promise<readonly (readonly DynamoDBRecord[])[]>;
  /** Waits until the calls, each as the sort keys of its records, say so. */
  readonly delivered: (
    done: (batches: readonly (readonly string[])[]) => boolean,
  ) => Promise<readonly (readonly string[])[]>;
  /** Waits until so many records have come, and gives them in the order in which they did. */
  readonly records: (count: number) => Promise<readonly DynamoDBRecord[]>;
  /** Waits until the on-failure queue `<table>Parked` tells of a batch that begins with this record. */
  readonly parked: (record: DynamoDBRecord) => Promise<Parked>;
}

export const sortKeyOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.Keys?.['sk']?.S ?? '';

const waitParked = (cloud: Cloud, queue: string, record: DynamoDBRecord): Promise<Parked> =>
  cloud.eventually(
    async () => {
      const QueueUrl = await cloud.fixture.queueUrl(queue);
      const { Messages = [] } = await cloud.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
      for (const { Body = '', ReceiptHandle } of Messages) {
        await cloud.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        const parked = JSON.parse(Body) as Parked;
        if (parked.DDBStreamBatchInfo.startSequenceNumber === record.dynamodb?.SequenceNumber) return parked;
      }
      return undefined;
    },
    { withinMs: PARKED_WITHIN_MS, what: `A message in ${queue}` },
  );

export const streamedIn = (cloud: Cloud, table: string): Streamed => {
  const { dynamodb, fixture, unique, eventually } = cloud;
  const TableName = fixture.name(table);
  const pk = S(unique('run')) as { readonly S: string };
  const key: Streamed['key'] = (sk) => ({ pk, sk: { S: sk } });
  const batches: Streamed['batches'] = async () =>
    (await recorded(cloud, pk.S)).map(({ event }) => event.Records as unknown as readonly DynamoDBRecord[]);
  return {
    TableName,
    key,
    put: (sk, more = {}) => dynamodb.send(new PutItemCommand({ TableName, Item: { ...key(sk), ...more } })),
    update: (sk, UpdateExpression, values) =>
      dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: key(sk),
          UpdateExpression,
          ...(values && { ExpressionAttributeValues: values }),
        }),
      ),
    remove: (sk) => dynamodb.send(new DeleteItemCommand({ TableName, Key: key(sk) })),
    putAll: (items) =>
      dynamodb.send(
        new TransactWriteItemsCommand({
          TransactItems: Object.entries(items).map(([sk, more]) => ({
            Put: { TableName, Item: { ...key(sk), ...more } },
          })),
        }),
      ),
    batches,
    delivered: (done) =>
      eventually(
        async () => {
          const found = (await batches()).map((records) => records.map(sortKeyOf));
          return done(found) ? found : undefined;
        },
        { withinMs: DELIVERED_WITHIN_MS, what: `Deliveries of ${table}` },
      ),
    records: (count) =>
      eventually(
        async () => {
          const found = (await batches()).flat();
          return found.length >= count ? found : undefined;
        },
        { withinMs: DELIVERED_WITHIN_MS, what: `${count} records of ${table}` },
      ),
    parked: (record) => waitParked(cloud, `${table}Parked`, record),
  };
};

export type StreamCase = AreaCase<[Streamed]>;

/** Cases on one table's stream. */
export const casesOnStream = (
  area: string,
  table: string,
  source: string,
  cases: readonly StreamCase[],
): readonly ConformanceCase[] => casesGiven((cloud) => streamedIn(cloud, table), 'streams')(area, source, cases);
