import type { QueueDefinition } from '../../template/model.ts';
import { hasAtLeast, pop, push } from './heap.ts';
import type { Appointment } from './heap.ts';
import type { QueueState, StoredMessage } from './state.ts';

export interface Received {
  readonly message: StoredMessage;
  readonly receiptHandle: string;
}

/** What a new message brings; the queue adds the rest. */
export type NewMessage = Omit<StoredMessage, 'number' | 'receiveCount' | 'visibleAt'>;

/** Stale entries stay until their time comes; above this many per live message the heap is rebuilt. */
const SLACK = 2;
const SMALLEST_REBUILT = 64;

const isLive = (queue: QueueState, { at, number }: Appointment): boolean =>
  queue.messages.get(number)?.visibleAt === at;

const rebuildIfMostlyStale = (queue: QueueState): void => {
  if (queue.appointments.length < SMALLEST_REBUILT + SLACK * queue.messages.size) return;
  queue.appointments.length = 0;
  for (const { number, visibleAt } of queue.messages.values()) push(queue.appointments, { at: visibleAt, number });
};

/** Sets when a message shows itself (again). */
export const showAt = (queue: QueueState, message: StoredMessage, at: number): void => {
  message.visibleAt = at;
  push(queue.appointments, { at, number: message.number });
  rebuildIfMostlyStale(queue);
};

export const isExpired = (definition: QueueDefinition, message: StoredMessage, now: number): boolean =>
  message.sentAt + definition.retentionSeconds * 1000 <= now;

export const add = (queue: QueueState, message: NewMessage, visibleAt: number, receiveCount = 0): void => {
  const stored: StoredMessage = {
    number: queue.nextNumber++,
    messageId: message.messageId,
    body: message.body,
    md5OfBody: message.md5OfBody,
    attributes: message.attributes,
    senderId: message.senderId,
    traceHeader: message.traceHeader,
    sentAt: message.sentAt,
    deadLetterSourceArn: message.deadLetterSourceArn,
    firstReceivedAt: message.firstReceivedAt,
    receivedAt: message.receivedAt,
    receiveCount,
    visibleAt,
  };
  queue.messages.set(stored.number, stored);
  showAt(queue, stored, visibleAt);
};

/** The next message by time, whether visible yet or not. Drops stale entries on the way. */
const next = (queue: QueueState): StoredMessage | undefined => {
  for (let top = queue.appointments[0]; top !== undefined; top = queue.appointments[0]) {
    const message = queue.messages.get(top.number);
    if (message?.visibleAt === top.at) return message;
    pop(queue.appointments);
  }
  return undefined;
};

export const nextVisibleAt = (queue: QueueState): number | undefined => next(queue)?.visibleAt;

export const hasVisible = (queue: QueueState, count: number, now: number): boolean =>
  hasAtLeast(queue.appointments, count, now, (appointment) => isLive(queue, appointment));

/** Takes the next visible message out of the order (not out of the queue). */
export const takeVisible = (queue: QueueState, now: number): StoredMessage | undefined => {
  const message = next(queue);
  if (message === undefined || message.visibleAt > now) return undefined;
  pop(queue.appointments);
  return message;
};

/** Receipt handles name the queue, the message and the receive: a later receive makes the earlier handle stale. */
export const receiptHandleOf = (queueName: string, message: StoredMessage): string =>
  Buffer.from(`${queueName}/${message.number}/${message.receiveCount}`).toString('base64');

export interface Receipt {
  readonly number: number;
  readonly receiveCount: number;
}

/** Undefined when the handle was not given out by this queue. */
export const parseReceiptHandle = (queueName: string, handle: unknown): Receipt | undefined => {
  if (typeof handle !== 'string') return undefined;
  const parts = /^([^/]+)\/(\d+)\/(\d+)$/.exec(Buffer.from(handle, 'base64').toString());
  if (parts?.[1] !== queueName) return undefined;
  return { number: Number(parts[2]), receiveCount: Number(parts[3]) };
};

/** Removes the message unless it was received again since: then the handle is stale and SQS keeps the message. */
export const removeByReceipt = (queue: QueueState, { number, receiveCount }: Receipt): void => {
  if (queue.messages.get(number)?.receiveCount === receiveCount) queue.messages.delete(number);
};

export interface Counts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/**
 * Walks the whole queue: for GetQueueAttributes, not for delivery. Messages past their retention are removed by a
 * receive.
 */
export const countMessages = (queue: QueueState, definition: QueueDefinition, now: number): Counts => {
  const counts = { visible: 0, inFlight: 0, delayed: 0 };
  for (const message of queue.messages.values()) {
    if (isExpired(definition, message, now)) continue;
    if (message.visibleAt <= now) counts.visible += 1;
    else if (message.receiveCount > 0) counts.inFlight += 1;
    else counts.delayed += 1;
  }
  return counts;
};
