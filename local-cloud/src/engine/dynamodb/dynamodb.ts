import type {
  BatchGetItemInput,
  BatchGetItemOutput,
  BatchWriteItemInput,
  BatchWriteItemOutput,
  DeleteItemInput,
  DeleteItemOutput,
  DescribeTableInput,
  DescribeTableOutput,
  GetItemInput,
  GetItemOutput,
  ListTablesInput,
  ListTablesOutput,
  PutItemInput,
  PutItemOutput,
  QueryInput,
  QueryOutput,
  ScanInput,
  ScanOutput,
  TransactGetItemsInput,
  TransactGetItemsOutput,
  TransactWriteItemsInput,
  TransactWriteItemsOutput,
  UpdateItemInput,
  UpdateItemOutput,
} from '@aws-sdk/client-dynamodb';
import type { Environment, Meter } from '../contract.ts';
import { makeStreams, makeStreamsState, type Streams, type StreamsState } from '../streams/streams.ts';
import type { TableDefinition } from '../../template/model.ts';
import { makeContext } from './context.ts';
import { keyDefinitions } from './keys.ts';
import type { Item } from './item.ts';
import { makeBatchGetItem, makeBatchWriteItem } from './operations/batch.ts';
import { makeGetItem } from './operations/get-item.ts';
import { makeQuery } from './operations/query.ts';
import { makeScan } from './operations/scan.ts';
import { makeDeleteItem, makePutItem, makeUpdateItem } from './operations/single-writes.ts';
import { makeDescribeTable, makeListTables } from './operations/tables.ts';
import { makeTransactGetItems } from './operations/transact-get.ts';
import { makeTransactWriteItems } from './operations/transact-write.ts';
import { emptyState, type DynamoDbState } from './state.ts';
import { makeTimeToLive, type TimeToLive } from './ttl.ts';

/** Fits `Operations` of the engine's contract; an interface would not, as it has no index signature. */

export type DynamoDbOperations = {
  readonly GetItem: (input: GetItemInput) => GetItemOutput;
  readonly PutItem: (input: PutItemInput) => PutItemOutput;
  readonly UpdateItem: (input: UpdateItemInput) => UpdateItemOutput;
  readonly DeleteItem: (input: DeleteItemInput) => DeleteItemOutput;
  readonly Query: (input: QueryInput) => QueryOutput;
  readonly Scan: (input: ScanInput) => ScanOutput;
  readonly BatchGetItem: (input: BatchGetItemInput) => BatchGetItemOutput;
  readonly BatchWriteItem: (input: BatchWriteItemInput) => BatchWriteItemOutput;
  readonly TransactWriteItems: (input: TransactWriteItemsInput) => TransactWriteItemsOutput;
  readonly TransactGetItems: (input: TransactGetItemsInput) => TransactGetItemsOutput;
  readonly DescribeTable: (input: DescribeTableInput) => DescribeTableOutput;
  readonly ListTables: (input: ListTablesInput) => ListTablesOutput;
};

/**
 * Inputs and outputs are those of the SDK's low-level client, without `$metadata`. Outputs share frozen structure with
 * what is stored: a caller that wants to change them copies them first, as a caller behind a wire has done already.
 */
export interface DynamoDb extends TimeToLive {
  readonly operations: DynamoDbOperations;
  readonly streams: Streams;
  readonly state: DynamoDbState;
}

/** Hears of every change of an item while its write is being done; it must not call the engine. */
export type ItemObserver = (tableName: string, before: Item | undefined, after: Item | undefined) => void;

const DEFAULT_SHARDS = 2;

/** What these tables remember, and what their streams do: empty. */
export const makeDynamoDbState = (
  tables: readonly TableDefinition[],
  shardsPerStream = DEFAULT_SHARDS,
): { readonly dynamodb: DynamoDbState; readonly streams: StreamsState } => ({
  dynamodb: emptyState(tables),
  streams: makeStreamsState(
    tables.flatMap((table) =>
      table.stream === undefined ? [] : [{ ...table.stream, keyNames: keyDefinitions(table).map(({ name }) => name) }],
    ),
    shardsPerStream,
  ),
});

/**
 * DynamoDB's tables, indexes, transactions and time to live; every operation throws `AwsError` as AWS does.
 *
 * `ownerOf` names the service that a table's units are charged to. `onStreamRecord` hears of every record while its
 * write is still being done: it may remember that, and read the stream later.
 * `isHeld` answers whether a transaction holds an item, which never happens by itself in an engine that does one thing
 * at a time: where a driver says so, plain writes throw `TransactionConflictException` and transactions are cancelled.
 */
export const makeDynamoDb = (deps: {
  environment: Environment;
  tables: readonly TableDefinition[];
  meter: Meter;
  ownerOf: (tableArn: string) => string;
  state?: ReturnType<typeof makeDynamoDbState>;
  onStreamRecord?: (streamArn: string, shardId: string) => void;
  isHeld?: (tableArn: string, key: Item) => boolean;
  onItemChange?: ItemObserver;
}): DynamoDb => {
  const { environment, tables, meter, ownerOf, onStreamRecord } = deps;
  const { dynamodb: state, streams: streamsState } = deps.state ?? makeDynamoDbState(tables);
  const streams = makeStreams({
    environment,
    state: streamsState,
    ...(onStreamRecord !== undefined && { onRecord: onStreamRecord }),
  });
  const isHeld = deps.isHeld ?? (() => false);
  const onItemChange = deps.onItemChange ?? (() => undefined);
  const context = makeContext({ environment, tables, meter, ownerOf, state, streams, isHeld, onItemChange });
  return {
    state,
    streams,
    operations: {
      GetItem: makeGetItem(context),
      PutItem: makePutItem(context),
      UpdateItem: makeUpdateItem(context),
      DeleteItem: makeDeleteItem(context),
      Query: makeQuery(context),
      Scan: makeScan(context),
      BatchGetItem: makeBatchGetItem(context),
      BatchWriteItem: makeBatchWriteItem(context),
      TransactWriteItems: makeTransactWriteItems(context),
      TransactGetItems: makeTransactGetItems(context),
      DescribeTable: makeDescribeTable(context),
      ListTables: makeListTables(context),
    },
    ...makeTimeToLive(context),
  };
};
