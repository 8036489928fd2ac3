import { ChangeMessageVisibilityCommand, type SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import { type EventDefinition, type EventOf, parseEvent } from '@orderwire/events-schema/envelope';
import { messageOf, nameOf } from '@orderwire/kernel/errors';
import type { CountMetric, Log } from '@orderwire/kernel/log';
import { RetryLaterError } from '@orderwire/kernel/retry-later-error';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { type TimeLeft, watchTime } from '@orderwire/kernel/time-left';

/** What a reaction knows beside the event itself. */
export interface Delivery {
  /** How often SQS has handed out this message, this time included. */
  readonly attempt: number;
}

export type Reaction<D extends EventDefinition> = (event: EventOf<D>, delivery: Delivery) => Promise<void>;

/** An event and what this service does about it. Made by `on`. */
export interface Subscription {
  readonly definition: EventDefinition;
  readonly react: (detail: unknown, delivery: Delivery) => Promise<void>;
}

/** Ties a reaction to its event. A detail that does not fit the schema cannot pass: it is parked. */
export const on = <D extends EventDefinition>(definition: D, reaction: Reaction<D>): Subscription => ({
  definition,
  react: (detail, delivery) => reaction(readDetail(definition, detail), delivery),
});

const readDetail = <D extends EventDefinition>(definition: D, detail: unknown): EventOf<D> => {
  try {
    return parseEvent(definition, detail);
  } catch (error) {
    throw new TerminalError(
      'EVENT_DOES_NOT_FIT',
      `${definition.type} v${definition.version} does not fit its schema.`,
      {
        cause: error,
      },
    );
  }
};

interface Consumer {
  readonly subscriptions: readonly Subscription[];
  /** All messages of a batch at the same time, where none waits for another; default: one after the other. */
  readonly atOnce?: boolean;
  readonly sqs: Pick<SQSClient, 'send'>;
  readonly inboxUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly log: Log;
  readonly count: CountMetric;
}

/**
 * How long a message waits after its first, second … failed attempt: what lost a race is soon done, and an outage of a
 * quarter of an hour is survived before `maxReceiveCount` (10) parks the message.
 */
const RETRY_AFTER_SECONDS = [1, 5, 15, 60];
const RETRY_AFTER_THEN_SECONDS = 180;

/** A message is hidden for twelve hours at most, from its receipt on; the time that a try takes is left out generously. */
const MAX_HIDDEN_SECONDS = 12 * 60 * 60 - 15 * 60;

const secondsUntilRetry = (error: unknown, failures: number): number =>
  error instanceof RetryLaterError
    ? Math.min(Math.ceil(error.afterMs / 1000), MAX_HIDDEN_SECONDS)
    : (RETRY_AFTER_SECONDS[failures - 1] ?? RETRY_AFTER_THEN_SECONDS);

/**
 * Consumes a service's queue, message by message, or all messages of a batch at once. What throws is retried by SQS and ends in the dead-letter queue after
 * `maxReceiveCount`; a `RetryLaterError` says itself how long its message is hidden; a `TerminalError` is parked at once
 * with its reason; one poison message delays no other. When the time left is too short for the next message, the rest of
 * the batch goes back to the queue. Otherwise the time-out would fail the whole batch, and nobody would see that the
 * message under way has had its effect.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export const makeQueueConsumer = (consumer: Consumer) => {
  const { subscriptions, atOnce = false, sqs, inboxUrl, deadLetterQueueUrl, log, count } = consumer;
  const byType = new Map(subscriptions.map((subscription) => [subscription.definition.type, subscription]));

  const consume = async (record: SQSRecord): Promise<void> => {
    const { type, detail } = readEnvelope(record.body);
    const subscription = byType.get(type);
    if (!subscription) throw new TerminalError('EVENT_UNKNOWN', `Nothing here reacts to ${type}.`);
    const version = versionOf(detail);
    if (version !== subscription.definition.version)
      throw new TerminalError('EVENT_VERSION_UNKNOWN', `This version of ${type} is not understood.`);
    await subscription.react(detail, { attempt: Number(record.attributes.ApproximateReceiveCount) });
  };

  const park = async (record: SQSRecord, error: TerminalError): Promise<void> => {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: deadLetterQueueUrl,
        MessageBody: record.body,
        MessageAttributes: {
          reason: { DataType: 'String', StringValue: error.code },
          explanation: { DataType: 'String', StringValue: error.message },
          messageId: { DataType: 'String', StringValue: record.messageId },
        },
      }),
    );
    log.error('A message was parked', { code: error.code, reason: error.message, messageId: record.messageId });
    count('MessageParked');
  };

  /** Should this fail, the message comes back after the queue's own visibility timeout. */
  const retry = async ({ receiptHandle, messageId, attributes }: SQSRecord, error?: unknown): Promise<void> => {
    await sqs
      .send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: inboxUrl,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: secondsUntilRetry(error, Number(attributes.ApproximateReceiveCount)),
        }),
      )
      .catch((failure: unknown) =>
        log.warn('The retry keeps the queue’s timeout', { error: nameOf(failure), messageId }),
      );
  };

  /** @returns whether the message is done with: consumed or parked */
  const handle = async (record: SQSRecord): Promise<boolean> => {
    try {
      await consume(record).catch((error: unknown) => {
        if (error instanceof TerminalError) return park(record, error);
        throw error;
      });
      return true;
    } catch (error) {
      log.warn('A message will be retried', {
        error: nameOf(error),
        reason: messageOf(error),
        messageId: record.messageId,
        attempt: record.attributes.ApproximateReceiveCount,
      });
      count('MessageRetried');
      await retry(record, error);
      return false;
    }
  };

  /** @returns the messages that are not done with */
  const handleInTurn = async (records: readonly SQSRecord[], time?: TimeLeft): Promise<readonly SQSRecord[]> => {
    const hasTime = watchTime(time);
    const unfinished: SQSRecord[] = [];
    for (const [index, record] of records.entries()) {
      if (!hasTime()) {
        const rest = records.slice(index);
        // At once: one after the other, throttled calls would take the time that is left.
        await Promise.all(rest.map((one) => retry(one)));
        return [...unfinished, ...rest];
      }
      if (!(await handle(record))) unfinished.push(record);
    }
    return unfinished;
  };

  /** @returns the messages that are not done with */
  const handleAtOnce = async (records: readonly SQSRecord[]): Promise<readonly SQSRecord[]> => {
    const done = await Promise.all(records.map(handle));
    return records.filter((_, index) => done[index] !== true);
  };

  return async ({ Records }: SQSEvent, time?: TimeLeft): Promise<SQSBatchResponse> => {
    const unfinished = atOnce ? await handleAtOnce(Records) : await handleInTurn(Records, time);
    return { batchItemFailures: unfinished.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
};

const readEnvelope = (body: string): { readonly type: string; readonly detail: unknown } => {
  try {
    const envelope = JSON.parse(body) as Record<string, unknown>;
    const type = envelope['detail-type'];
    if (typeof type === 'string') return { type, detail: envelope['detail'] };
  } catch {
    // Falls through: what is no JSON is no event either.
  }
  throw new TerminalError('NOT_AN_EVENT', 'The message is not an EventBridge event.');
};

const versionOf = (detail: unknown): unknown =>
  (detail as { readonly meta?: { readonly version?: unknown } } | null | undefined)?.meta?.version;
