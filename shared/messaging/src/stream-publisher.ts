import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { messageOf, nameOf } from '@orderwire/kernel/errors';
import type { CountMetric, Log } from '@orderwire/kernel/log';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { OUTBOX_ATTRIBUTE, type OutgoingEvent, readOutbox } from './outbox.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MAX_ENTRIES = 10;
const MAX_ATTEMPTS = 3;

interface Publisher {
  readonly eventBridge: Pick<EventBridgeClient, 'send'>;
  /** Name or ARN of the custom bus. */
  readonly busName: string;
  /** `orderwire.<service>`. */
  readonly source: string;
  readonly log: Log;
  readonly count: CountMetric;
}

/**
 * Publishes what a table's stream carries, in stream order, and stops at the first failure: Lambda resumes the shard
 * from the record named in the answer, so that no event overtakes an older one of its aggregate.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export const makeStreamPublisher = (publisher: Publisher) => {
  const putAll = makePutAll(publisher);
  return async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    for (const run of runsOf(event.Records, publisher.source)) {
      const [failed] = await putAll(run);
      if (failed) return { batchItemFailures: [{ itemIdentifier: failed.sequenceNumber }] };
    }
    return { batchItemFailures: [] };
  };
};

interface Pending {
  readonly sequenceNumber: string;
  readonly event: OutgoingEvent;
}

/**
 * Cuts the batch into runs of at most ten entries with at most one event per aggregate: entries of one call may fail
 * one by one, and an event whose predecessor failed must not have gone out with it.
 */
const runsOf = function* (records: readonly DynamoDBRecord[], source: string): Generator<readonly Pending[]> {
  let run: Pending[] = [];
  let subjects = new Set<string>();
  for (const record of records) {
    for (const event of newEventsOf(record, source)) {
      if (run.length === MAX_ENTRIES || subjects.has(event.subject)) {
        yield run;
        run = [];
        subjects = new Set();
      }
      run.push({ sequenceNumber: record.dynamodb?.SequenceNumber ?? '', event });
      subjects.add(event.subject);
    }
  }
  if (run.length > 0) yield run;
};

/** A write that left the outbox as it was caused no events; a removal causes none. */
const newEventsOf = (record: DynamoDBRecord, source: string): readonly OutgoingEvent[] => {
  const outbox = record.dynamodb?.NewImage?.[OUTBOX_ATTRIBUTE]?.S;
  if (outbox === undefined || outbox === record.dynamodb?.OldImage?.[OUTBOX_ATTRIBUTE]?.S) return [];
  return readOutbox(outbox, source);
};

/** Puts a run and answers with what could not be put, in stream order. HTTP 200 says nothing: each entry is read. */
const makePutAll =
  ({ eventBridge, busName, source, log, count }: Publisher) =>
  async (run: readonly Pending[]): Promise<readonly Pending[]> => {
    let left = run;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS && left.length > 0; attempt += 1) {
      const entries = left.map(({ event }): PutEventsRequestEntry => ({
        EventBusName: busName,
        Source: source,
        DetailType: event.type,
        Detail: event.detail,
      }));
      try {
        const { Entries: results = [] } = await eventBridge.send(new PutEventsCommand({ Entries: entries }));
        const codes = results.map((result) => result.ErrorCode).filter((code) => code !== undefined);
        if (codes.length > 0) log.warn('The bus refused events', { codes, attempt });
        left = left.filter((_, index) => results[index]?.EventId === undefined);
      } catch (error) {
        log.warn('PutEvents failed', { error: nameOf(error), reason: messageOf(error), attempt });
      }
    }
    if (left.length > 0) {
      log.error('Events could not be published', { eventIds: left.map(({ event }) => event.id) });
      count('PublishFailed', left.length);
    }
    return left;
  };
