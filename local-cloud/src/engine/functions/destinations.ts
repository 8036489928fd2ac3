import { AwsError } from '../contract.ts';
import type { Outcome } from '../contract.ts';
import type { Dropped } from '../event-bus/delivery.ts';
import type { FunctionDefinition, StreamMapping } from '../../template/model.ts';
import type { FunctionsDeps } from './deps.ts';
import type { StreamRecord } from './stream-reader.ts';
import type { AsyncEvent } from './state.ts';
import { createdAt, sequenceNumberOf } from './stream-part.ts';

const EXECUTED_VERSION = '$LATEST';

/** What an execution answered, as destinations are told; undefined when there was none. */
const responseContextOf = (outcome: Outcome | undefined) =>
  outcome && {
    responseContext: {
      statusCode: 200,
      executedVersion: EXECUTED_VERSION,
      ...(!outcome.ok && { functionError: 'Unhandled' }),
    },
  };

export interface FailedEvent {
  readonly event: AsyncEvent;
  readonly condition: 'RetriesExhausted' | 'EventAgeExceeded';
  readonly outcome: Outcome | undefined;
  readonly requestId: string;
  readonly now: number;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export const failedEventRecord = (definition: FunctionDefinition, failed: FailedEvent): object => {
  const { event, condition, outcome } = failed;
  return {
    version: '1.0',
    timestamp: new Date(failed.now).toISOString(),
    requestContext: {
      requestId: failed.requestId,
      functionArn: `${definition.arn}:${EXECUTED_VERSION}`,
      condition,
      approximateInvokeCount: event.attempts,
    },
    requestPayload: event.payload,
    ...responseContextOf(outcome),
    ...(outcome && {
      responsePayload: outcome.ok
        ? outcome.payload
        : { errorType: outcome.errorType, errorMessage: outcome.errorMessage },
    }),
  };
};

export interface FailedBatch {
  readonly shardId: string;
  readonly records: readonly StreamRecord[];
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly invokeCount: number;
  readonly outcome: Outcome | undefined;
  readonly requestId: string;
  readonly now: number;
}

/** Where the records are, and not the records. https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
export const failedBatchRecord = (
  definition: FunctionDefinition,
  mapping: StreamMapping,
  failed: FailedBatch,
): object => {
  const [first] = failed.records;
  const last = failed.records.at(-1);
  const arrival = (record: StreamRecord | undefined) => new Date(createdAt(record)).toISOString().replace('.000Z', 'Z');
  return {
    requestContext: {
      requestId: failed.requestId,
      functionArn: definition.arn,
      condition: failed.condition,
      approximateInvokeCount: failed.invokeCount,
    },
    ...responseContextOf(failed.outcome),
    version: '1.0',
    timestamp: new Date(failed.now).toISOString(),
    DDBStreamBatchInfo: {
      shardId: failed.shardId,
      startSequenceNumber: sequenceNumberOf(first),
      endSequenceNumber: sequenceNumberOf(last),
      approximateArrivalOfFirstRecord: arrival(first),
      approximateArrivalOfLastRecord: arrival(last),
      batchSize: failed.records.length,
      streamArn: mapping.sourceArn,
    },
  };
};

/** Sends to an on-failure queue with the function's role; what the queue refuses is dropped. */
export const sendToDestination = (
  deps: FunctionsDeps,
  functionName: string,
  arn: string | undefined,
  record: object,
  dropped: Omit<Dropped, 'reason' | 'body'>,
): void => {
  const drop = (reason: string): void => deps.onDrop({ ...dropped, reason, body: record });
  const url = arn === undefined ? undefined : deps.queueUrlOf(arn);
  if (url === undefined) {
    drop(
      arn === undefined
        ? 'There is no on-failure destination.'
        : `The on-failure destination ${arn} is not a queue of this deployment.`,
    );
    return;
  }
  const input = { QueueUrl: url, MessageBody: JSON.stringify(record) };
  try {
    deps.perform({ service: 'sqs', operation: 'SendMessage', input, caller: { kind: 'function', functionName } });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    drop(`The on-failure destination refused it: ${error.message}`);
  }
};
