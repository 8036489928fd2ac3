import type * as Sqs from '@aws-sdk/client-sqs';
import type { Caller, Operations } from '../contract.ts';
import { AwsError } from '../contract.ts';
import { checkBatch, eachEntry } from './batch.ts';
import { invalid, makeQueueContext, missing, queueDoesNotExist, requestsFor } from './context.ts';
import type { QueueContext, QueueDeps } from './context.ts';
import { listMoveTasks, startMoveTask } from './move-task.ts';
import { listQueues } from './list-queues.ts';
import { asReceived, queueAttributes } from './queue-attributes.ts';
import { receive } from './receive.ts';
import { LARGEST_MESSAGE, sendOne, sizeOf } from './send.ts';
import { hasVisible, nextVisibleAt, parseReceiptHandle, removeByReceipt, showAt } from './store.ts';
import type { Received } from './store.ts';
import { changeOne, checkVisibility, checkWait, deleteOne } from './visibility.ts';

/** What Lambda's pollers need of a queue; `arn` must name one of the queues. */
export interface Pollable {
  /** Receives with the queue's own visibility time-out. */
  readonly receive: (arn: string, limit: number, maxBytes: number) => readonly Received[];
  readonly remove: (arn: string, receiptHandles: readonly string[]) => void;
  /** Undoes the receiving: the messages are visible at once, and it does not count. */
  readonly giveBack: (arn: string, receiptHandles: readonly string[]) => void;
  /** When the next message is visible (perhaps already); undefined for none. */
  readonly nextVisibleAt: (arn: string) => number | undefined;
  readonly hasVisible: (arn: string, count: number) => boolean;
}

export interface Queues {
  readonly operations: Operations;
  readonly poll: Pollable;
}

const PURGE_PAUSE_MS = 60_000;

const makePollable = (context: QueueContext): Pollable => {
  const at = (arn: string) => {
    const queue = context.find(arn);
    if (queue === undefined) throw queueDoesNotExist();
    return queue;
  };
  return {
    receive: (arn, limit, maxBytes) => {
      const queue = at(arn);
      const { visibilityTimeoutSeconds } = queue.definition;
      return receive(context, queue, { limit, visibilityTimeoutSeconds, maxBytes });
    },
    remove: (arn, receiptHandles) => {
      const { definition, state } = at(arn);
      for (const handle of receiptHandles) {
        const receipt = parseReceiptHandle(definition.name, handle);
        if (receipt) removeByReceipt(state, receipt);
      }
      context.onChange(arn);
    },
    giveBack: (arn, receiptHandles) => {
      const { definition, state } = at(arn);
      for (const handle of receiptHandles) {
        const receipt = parseReceiptHandle(definition.name, handle);
        const message = receipt && state.messages.get(receipt.number);
        if (message?.receiveCount !== receipt?.receiveCount || message === undefined) continue;
        message.receiveCount -= 1;
        showAt(state, message, context.environment.now());
      }
      context.onChange(arn);
    },
    nextVisibleAt: (arn) => nextVisibleAt(at(arn).state),
    hasVisible: (arn, count) => hasVisible(at(arn).state, count, context.environment.now()),
  };
};

const sending = (context: QueueContext, count: (arn: string, bytes?: number) => void) => ({
  SendMessage: (input: Sqs.SendMessageCommandInput, caller: Caller) => {
    const queue = context.byUrl(input.QueueUrl);
    const sent = sendOne(context, queue, input, caller);
    count(queue.definition.arn, sizeOf(input));
    context.onChange(queue.definition.arn);
    return sent;
  },
  SendMessageBatch: (input: Sqs.SendMessageBatchCommandInput, caller: Caller) => {
    const queue = context.byUrl(input.QueueUrl);
    const entries = checkBatch(input.Entries);
    const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
    if (bytes > LARGEST_MESSAGE)
      throw new AwsError(
        'BatchRequestTooLong',
        `Batch requests cannot be longer than ${LARGEST_MESSAGE} bytes. You have sent ${bytes} bytes.`,
      );
    count(queue.definition.arn, bytes);
    const result = eachEntry(entries, (entry) => sendOne(context, queue, entry, caller));
    context.onChange(queue.definition.arn);
    return result;
  },
});

const receiving = (context: QueueContext, count: (arn: string, bytes?: number) => void) => ({
  /** Never waits: a long poll is the driver's business. */
  ReceiveMessage: (input: Sqs.ReceiveMessageCommandInput) => {
    const queue = context.byUrl(input.QueueUrl);
    const limit = input.MaxNumberOfMessages ?? 1;
    if (!Number.isInteger(limit) || limit < 1 || limit > 10)
      throw invalid(
        `Value ${limit} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
      );
    checkWait(input.WaitTimeSeconds);
    const visibilityTimeoutSeconds = checkVisibility(
      input.VisibilityTimeout ?? queue.definition.visibilityTimeoutSeconds,
    );
    const received = receive(context, queue, { limit, visibilityTimeoutSeconds });
    count(
      queue.definition.arn,
      received.reduce((sum, { message }) => sum + message.body.length, 0),
    );
    // Older SDKs still send the deprecated name.
    // oxlint-disable-next-line typescript/no-deprecated
    const system = [...(input.MessageSystemAttributeNames ?? []), ...(input.AttributeNames ?? [])];
    const messages = received.map((one) => asReceived(one, system, input.MessageAttributeNames ?? []));
    return messages.length === 0 ? {} : { Messages: messages };
  },
  DeleteMessage: (input: Sqs.DeleteMessageCommandInput) => {
    const queue = context.byUrl(input.QueueUrl);
    count(queue.definition.arn);
    deleteOne(queue, input.ReceiptHandle);
    context.onChange(queue.definition.arn);
    return {};
  },
  DeleteMessageBatch: (input: Sqs.DeleteMessageBatchCommandInput) => {
    const queue = context.byUrl(input.QueueUrl);
    count(queue.definition.arn);
    const result = eachEntry(checkBatch(input.Entries), ({ ReceiptHandle }) => (deleteOne(queue, ReceiptHandle), {}));
    context.onChange(queue.definition.arn);
    return result;
  },
  ChangeMessageVisibility: (input: Sqs.ChangeMessageVisibilityCommandInput) => {
    const queue = context.byUrl(input.QueueUrl);
    count(queue.definition.arn);
    changeOne(context, queue, input.ReceiptHandle, input.VisibilityTimeout);
    context.onChange(queue.definition.arn);
    return {};
  },
  ChangeMessageVisibilityBatch: (input: Sqs.ChangeMessageVisibilityBatchCommandInput) => {
    const queue = context.byUrl(input.QueueUrl);
    count(queue.definition.arn);
    const result = eachEntry(
      checkBatch(input.Entries),
      ({ ReceiptHandle, VisibilityTimeout }) => (changeOne(context, queue, ReceiptHandle, VisibilityTimeout), {}),
    );
    context.onChange(queue.definition.arn);
    return result;
  },
});

const administering = (context: QueueContext, count: (arn: string, bytes?: number) => void) => ({
  GetQueueUrl: (input: Sqs.GetQueueUrlCommandInput) => {
    const definition = context.queues.find(({ name }) => name === input.QueueName);
    if (definition === undefined) throw input.QueueName === undefined ? missing('QueueName') : queueDoesNotExist();
    count(definition.arn);
    return { QueueUrl: definition.url };
  },
  GetQueueAttributes: (input: Sqs.GetQueueAttributesCommandInput) => {
    const queue = context.byUrl(input.QueueUrl);
    count(queue.definition.arn);
    const attributes = queueAttributes(context, queue, input.AttributeNames ?? []);
    return Object.keys(attributes).length === 0 ? {} : { Attributes: attributes };
  },
  ListQueues: (input: Sqs.ListQueuesCommandInput) => listQueues(context, input),
  PurgeQueue: (input: Sqs.PurgeQueueCommandInput) => {
    const { definition, state } = context.byUrl(input.QueueUrl);
    const now = context.environment.now();
    if (state.purgedAt !== undefined && now < state.purgedAt + PURGE_PAUSE_MS)
      throw new AwsError(
        'PurgeQueueInProgress',
        `Only one PurgeQueue operation on ${definition.name} is allowed every 60 seconds.`,
        403,
      );
    count(definition.arn);
    state.purgedAt = now;
    state.messages.clear();
    context.onChange(definition.arn);
    return {};
  },
  StartMessageMoveTask: (input: Sqs.StartMessageMoveTaskCommandInput) => startMoveTask(context, input),
  ListMessageMoveTasks: (input: Sqs.ListMessageMoveTasksCommandInput) => listMoveTasks(context, input),
});

/** Standard SQS queues: at least once, roughly in order. Each API call is one `sqs-request` per 64 kB. */
export const makeQueues = (deps: QueueDeps): Queues => {
  const context = makeQueueContext(deps);
  const count = (arn: string, bytes = 0): void =>
    deps.meter.count('sqs-request', requestsFor(bytes), deps.ownerOf(arn));
  return {
    operations: { ...sending(context, count), ...receiving(context, count), ...administering(context, count) },
    poll: makePollable(context),
  };
};
