import type { Invocation, Outcome } from '../contract.ts';
import { md5OfAttributes } from '../queue/attributes.ts';
import { requestsFor } from '../queue/context.ts';
import { systemAttributes } from '../queue/queue-attributes.ts';
import type { MessageAttributes } from '../queue/state.ts';
import type { Received } from '../queue/store.ts';
import type { QueueMapping } from '../../template/model.ts';
import { parseBatchResponse } from './batch-response.ts';
import type { FunctionsDeps } from './deps.ts';
import { forFilter, makeFilter } from './filter.ts';
import type { Invocations } from './invocations.ts';
import type { BatchMessage } from './state.ts';

export interface QueueMappings {
  /** Lists or unlists the next batch of the mappings on this queue. */
  readonly refresh: (queueArn: string) => void;
  readonly start: (workId: string) => Invocation | undefined;
  readonly finish: (mappingId: string, messages: readonly BatchMessage[], outcome: Outcome) => void;
  /** As if the batch had never been received: its messages are visible at once. */
  readonly takeBack: (mappingId: string, messages: readonly BatchMessage[]) => void;
}

/** Lambda's limit for an event is 6 MB; the rest is left for what surrounds the bodies. */
const LARGEST_BATCH_BYTES = 5_900_000;
const DELETED_PER_REQUEST = 10;
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html: ten messages at most. */
const RECEIVED_PER_REQUEST = 10;

const lambdaAttributes = (attributes: MessageAttributes) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        ...(StringValue !== undefined && { stringValue: StringValue }),
        ...(BinaryValue && { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
        stringListValues: [],
        binaryListValues: [],
        dataType: DataType,
      },
    ]),
  );

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event */
const eventRecord = ({ message, receiptHandle }: Received, queueArn: string, region: string) => {
  const record = {
    messageId: message.messageId,
    receiptHandle,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: message.attributes === undefined ? {} : lambdaAttributes(message.attributes),
    md5OfBody: message.md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  };
  const { attributes } = message;
  return attributes === undefined ? record : { ...record, md5OfMessageAttributes: md5OfAttributes(attributes) };
};

const workIdOf = (mappingId: string): string => `queue-batch/${mappingId}`;

/**
 * Event source mappings on queues. Lambda adds pollers slowly; here as many batches run at once as the mapping and the
 * function allow. Polls that find nothing are not counted by the meter.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export const makeQueueMappings = (
  deps: FunctionsDeps,
  invocations: Invocations,
  mappings: readonly QueueMapping[],
): QueueMappings => {
  const { agenda, poll, meter, state } = deps;
  const byId = new Map(mappings.map((mapping) => [mapping.id, mapping]));
  const byWorkId = new Map(
    mappings.map((mapping) => [workIdOf(mapping.id), { mapping, passes: makeFilter(mapping.filters) }]),
  );
  const running = (id: string): number => state.queueBatches.get(id) ?? 0;

  /** With a batching window a batch is ready when it is full, or when the window has passed since its first message. */
  const readyAt = (mapping: QueueMapping): number | undefined => {
    if (running(mapping.id) >= (mapping.maximumConcurrency ?? Infinity)) return undefined;
    const first = poll.nextVisibleAt(mapping.sourceArn);
    if (first === undefined || mapping.batchingWindowSeconds === 0) return first;
    return poll.hasVisible(mapping.sourceArn, mapping.batchSize) ? first : first + mapping.batchingWindowSeconds * 1000;
  };

  const refreshOne = (mapping: QueueMapping): void => {
    const { id, functionName } = mapping;
    const at = readyAt(mapping);
    if (at === undefined) agenda.remove(workIdOf(id));
    else agenda.put({ id: workIdOf(id), kind: 'queue-batch', subject: id, at, functionName });
  };
  const refresh = (queueArn: string): void => {
    for (const mapping of mappings) if (mapping.sourceArn === queueArn) refreshOne(mapping);
  };

  const remove = (queueArn: string, receiptHandles: readonly string[]): void => {
    if (receiptHandles.length === 0) return;
    meter.count('sqs-request', Math.ceil(receiptHandles.length / DELETED_PER_REQUEST), deps.ownerOf(queueArn));
    poll.remove(queueArn, receiptHandles);
  };

  /** The next messages that pass the filter; those that do not are deleted, as Lambda does. */
  const nextBatch = (mapping: QueueMapping, passes: (record: unknown) => boolean) => {
    const { sourceArn, batchSize } = mapping;
    const received = poll.receive(sourceArn, batchSize, LARGEST_BATCH_BYTES);
    if (received.length === 0) return [];
    const bytes = received.reduce((sum, { message }) => sum + message.body.length, 0);
    const requests = Math.max(requestsFor(bytes), Math.ceil(received.length / RECEIVED_PER_REQUEST));
    meter.count('sqs-request', requests, deps.ownerOf(sourceArn));
    const records = received.map((one) => eventRecord(one, sourceArn, deps.region));
    if (mapping.filters.length === 0) return records;
    const passed = new Set(records.filter((record) => passes(forFilter(record))));
    const filteredOut = records.filter((record) => !passed.has(record));
    remove(
      sourceArn,
      filteredOut.map(({ receiptHandle }) => receiptHandle),
    );
    return [...passed];
  };

  for (const mapping of mappings) refreshOne(mapping);

  return {
    refresh,
    start: (workId) => {
      const found = byWorkId.get(workId);
      agenda.remove(workId);
      if (found === undefined) return undefined;
      const { mapping, passes } = found;
      const Records = nextBatch(mapping, passes);
      if (Records.length > 0) state.queueBatches.set(mapping.id, running(mapping.id) + 1);
      refreshOne(mapping);
      if (Records.length === 0) return undefined;
      const messages = Records.map(({ messageId, receiptHandle }) => ({ messageId, receiptHandle }));
      const origin = { kind: 'queue', mappingId: mapping.id, messages } as const;
      return invocations.begin(invocations.find(mapping.functionName), { Records }, origin);
    },
    finish: (mappingId, messages, outcome) => {
      state.queueBatches.set(mappingId, running(mappingId) - 1);
      const mapping = byId.get(mappingId);
      if (mapping === undefined) return;
      const done = outcome.ok ? doneOf(mapping, messages, outcome.payload) : [];
      // Messages that are not done become visible again after the queue's visibility time-out.
      remove(
        mapping.sourceArn,
        done.map(({ receiptHandle }) => receiptHandle),
      );
      refreshOne(mapping);
    },
    takeBack: (mappingId, messages) => {
      state.queueBatches.set(mappingId, running(mappingId) - 1);
      const mapping = byId.get(mappingId);
      if (mapping === undefined) return;
      poll.giveBack(
        mapping.sourceArn,
        messages.map(({ receiptHandle }) => receiptHandle),
      );
    },
  };
};

const doneOf = (
  mapping: QueueMapping,
  messages: readonly BatchMessage[],
  payload: unknown,
): readonly BatchMessage[] => {
  if (!mapping.reportBatchItemFailures) return messages;
  const ids = new Set(messages.map(({ messageId }) => messageId));
  const response = parseBatchResponse(payload, (id) => ids.has(id));
  switch (response.kind) {
    case 'success':
      return messages;
    case 'failure':
      return [];
    case 'partial': {
      const failed = new Set(response.failed);
      return messages.filter(({ messageId }) => !failed.has(messageId));
    }
  }
};
