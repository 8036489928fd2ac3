import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { type SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import { messageOf, nameOf } from '@orderwire/kernel/errors';
import type { CountMetric, Log } from '@orderwire/kernel/log';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import {
  type Derive,
  eventsOf,
  type Image,
  OUTBOX_ATTRIBUTE,
  openOutbox,
  type OutgoingEvent,
} from '@orderwire/store/outbox';
import { changesIn, type StaffChanges } from '@orderwire/store/staff-changes';
import { type TimeLeft, watchTime } from '@orderwire/kernel/time-left';
import { busChannel, timelineChannel } from './channels.ts';

/** Of a call of PutEvents, and of SendMessageBatch. */
const MAX_ENTRIES = 10;
/** Of entries that were refused one by one. A call that throws was tried again by the SDK already. */
const MAX_ATTEMPTS = 3;

/**
 * What is wrong with an entry itself. The other codes are about us or pass: missing rights, a throttle, a failure there.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
const NEVER = new Set(['InvalidArgument', 'MalformedDetail', 'InvalidMessageContents', 'MessageTooLong']);

interface Publisher {
  readonly eventBridge: Pick<EventBridgeClient, 'send'>;
  /** Name or ARN of the custom bus. */
  readonly busName: string;
  readonly sqs: Pick<SQSClient, 'send'>;
  /** For events that only the timeline reads; undefined where the service has none. */
  readonly timelineQueueUrl?: string | undefined;
  /** Takes records that can never be published, whole. Lambda puts there the records whose retries are used up. */
  readonly failuresUrl: string;
  /** `orderwire.<service>`. */
  readonly source: string;
  /** For rows that keep fields of their events in a shorter form. */
  readonly derive?: Derive | undefined;
  /** Where staff write to the table: what the audit list learns of it. */
  readonly staffChanges?: StaffChanges | undefined;
  readonly log: Log;
  readonly count: CountMetric;
}

/**
 * Publishes what a table's stream carries, in stream order, and stops at the first failure: Lambda resumes the shard
 * from the record named in the answer, so that no event overtakes an older one of its aggregate. A record that can never
 * be published is parked, so that it holds up no other order. What there is no time for is handed back likewise: cut short
 * by the time-out, the whole batch would come again and get no further.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export const makeStreamPublisher = (publisher: Publisher) => {
  const putAll = makePutAll(publisher);
  const park = makePark(publisher);
  return async (event: DynamoDBStreamEvent, time?: TimeLeft): Promise<DynamoDBBatchResponse> => {
    const hasTime = watchTime(time);
    for (const step of stepsOf(event.Records, publisher)) {
      if (!hasTime()) return resumeFrom(step.record);
      const { left, hopeless } = 'run' in step ? await putAll(step.run) : { left: [], hopeless: [step] };
      for (const { record, reason } of hopeless) await park(record, reason);
      const [failed] = left;
      if (failed) return resumeFrom(failed.record);
    }
    return { batchItemFailures: [] };
  };
};

interface Pending {
  readonly record: DynamoDBRecord;
  readonly event: OutgoingEvent;
}

interface Hopeless {
  readonly record: DynamoDBRecord;
  /** A code. */
  readonly reason: string;
}

const sequenceNumberOf = (record: DynamoDBRecord): string => record.dynamodb?.SequenceNumber ?? '';

const resumeFrom = (record: DynamoDBRecord): DynamoDBBatchResponse => ({
  batchItemFailures: [{ itemIdentifier: sequenceNumberOf(record) }],
});

/**
 * Parks the whole item, for its events may share fields with it, and what it was before, which only the stream has. It is as personal as the item, and kept as encrypted.
 * Should this fail, the batch fails, and Lambda splits it until the record is alone.
 */
const makePark =
  ({ sqs, failuresUrl, log, count }: Publisher) =>
  async (record: DynamoDBRecord, reason: string): Promise<void> => {
    const sequenceNumber = sequenceNumberOf(record);
    const { Keys: keys, OldImage: before, NewImage: item } = record.dynamodb ?? {};
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: failuresUrl,
        MessageBody: JSON.stringify({ reason, sequenceNumber, keys, before, item }),
        MessageAttributes: { reason: { DataType: 'String', StringValue: reason } },
      }),
    );
    log.error('A record can never be published and was parked', { reason, sequenceNumber });
    count('PublishFailed');
  };

/** What is done at once; `record` is the first one of the batch that it concerns. */
type Step = { readonly record: DynamoDBRecord; readonly run: readonly Pending[] } | Hopeless;

/**
 * Cuts the batch into runs of at most ten entries with at most one event per aggregate: entries of one call may fail
 * one by one, and an event whose predecessor failed must not have gone out with it. Steps follow the batch: to resume
 * from the record of one loses nothing of those before it.
 */
const stepsOf = function* (records: readonly DynamoDBRecord[], publisher: Publisher): Generator<Step> {
  let run: Pending[] = [];
  let subjects = new Set<string>();
  const cut = (): readonly Step[] => {
    const [first] = run;
    const step = first ? [{ record: first.record, run }] : [];
    run = [];
    subjects = new Set();
    return step;
  };
  for (const record of records) {
    const events = readable(record, publisher);
    if (!events) {
      yield* cut();
      yield { record, reason: 'OUTBOX_UNREADABLE' };
    }
    for (const event of events ?? []) {
      if (run.length === MAX_ENTRIES || subjects.has(event.subject)) yield* cut();
      run.push({ record, event });
      subjects.add(event.subject);
    }
  }
  yield* cut();
};

const readable = (record: DynamoDBRecord, publisher: Publisher): readonly OutgoingEvent[] | undefined => {
  try {
    return newEventsOf(record, publisher);
  } catch {
    return undefined;
  }
};

/** A write that left the outbox as it was caused no events; a removal causes none. */
const newEventsOf = (
  { dynamodb }: DynamoDBRecord,
  { source, derive, staffChanges }: Publisher,
): readonly OutgoingEvent[] => {
  const [before, image = {}] = [dynamodb?.OldImage, dynamodb?.NewImage] as [Image | undefined, Image | undefined];
  const text = image[OUTBOX_ATTRIBUTE]?.S;
  if (text === undefined || text === before?.[OUTBOX_ATTRIBUTE]?.S) return [];
  const outbox = openOutbox(text, source, image);
  const events = eventsOf(outbox, image, derive);
  if (outbox.actor.type !== 'staff' || !staffChanges) return events;
  // Behind the events of the outbox. Made of the rows themselves, so that no write by staff can forget it.
  const { event, shown } = staffChanges;
  const data = { ...changesIn(shown, before, image), ...(outbox.reason !== undefined && { reason: outbox.reason }) };
  return [...events, outbox.outgoing(events.length, event, data)];
};

/** Puts a run, each event on its channel, and answers with what could not be put, in stream order. */
const makePutAll = ({ eventBridge, busName, sqs, timelineQueueUrl, source, log, count }: Publisher) => {
  const channels = {
    bus: busChannel(eventBridge, busName, source),
    timeline: timelineChannel(sqs, timelineQueueUrl, source),
  };
  /** What was not taken → a code. */
  const put = async (run: readonly Pending[]): Promise<ReadonlyMap<Pending, string>> => {
    const refused = new Map<Pending, string>();
    for (const name of ['bus', 'timeline'] as const) {
      const part = run.filter(({ event }) => event.channel === name);
      const codes = part.length === 0 ? [] : await channels[name](part.map(({ event }) => event));
      part.forEach((pending, place) => {
        const code = codes[place];
        if (code !== undefined) refused.set(pending, code);
      });
    }
    return refused;
  };
  return async (
    run: readonly Pending[],
  ): Promise<{ readonly left: readonly Pending[]; readonly hopeless: readonly Hopeless[] }> => {
    let left = run;
    const hopeless: Hopeless[] = [];
    for (let attempt = 1; attempt <= MAX_ATTEMPTS && left.length > 0; attempt += 1) {
      try {
        const refused = await put(left);
        if (refused.size > 0) log.warn('Events were refused', { codes: [...refused.values()], attempt });
        left = left.filter((pending) => {
          const reason = refused.get(pending) ?? '';
          if (NEVER.has(reason)) hopeless.push({ record: pending.record, reason });
          return refused.has(pending) && !NEVER.has(reason);
        });
      } catch (error) {
        log.warn('Publishing failed', { error: nameOf(error), reason: messageOf(error), attempt });
        break;
      }
    }
    if (left.length > 0) {
      log.error('Events could not be published', { eventIds: left.map(({ event }) => event.id) });
      count('PublishFailed', left.length);
    }
    return { left, hopeless };
  };
};
