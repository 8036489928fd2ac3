import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { QueueDefinition } from '../../template/model.ts';
import type { Appointment } from './heap.ts';

export type MessageAttributes = Readonly<Record<string, MessageAttributeValue>>;

/**
 * One message in one queue. The fields that change are those that receiving changes. All fields are always there, as
 * objects of one shape are several times cheaper to make and to read.
 */
export interface StoredMessage {
  /** Order of arrival in this queue. */
  readonly number: number;
  readonly messageId: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly attributes: MessageAttributes | undefined;
  readonly senderId: string;
  readonly traceHeader: string | undefined;
  /** Kept when SQS moves the message to a dead-letter queue, so that retention counts from the first send. */
  readonly sentAt: number;
  readonly deadLetterSourceArn: string | undefined;
  firstReceivedAt: number | undefined;
  /** The 12 hours of a visibility time-out count from here. */
  receivedAt: number | undefined;
  receiveCount: number;
  visibleAt: number;
}

export interface QueueState {
  readonly messages: Map<number, StoredMessage>;
  /** When each message becomes visible; entries that no longer agree with their message are skipped. */
  readonly appointments: Appointment[];
  nextNumber: number;
  /** Absent in what an older local cloud kept. */
  readonly createdAt?: number;
  purgedAt?: number;
}

export interface MoveTask {
  readonly taskHandle: string;
  readonly sourceArn: string;
  readonly destinationArn?: string;
  readonly status: 'COMPLETED' | 'FAILED';
  readonly failureReason?: string;
  readonly moved: number;
  readonly toMove: number;
  readonly startedAt: number;
}

/** Everything the queues know; plain data, changed only by the functions of this folder. */
export interface QueuesState {
  /** By queue ARN. */
  readonly queues: Map<string, QueueState>;
  readonly moveTasks: MoveTask[];
}

export const makeQueuesState = (definitions: readonly QueueDefinition[], now: number): QueuesState => ({
  queues: new Map(
    definitions.map(({ arn }): [string, QueueState] => [
      arn,
      { messages: new Map(), appointments: [], nextNumber: 0, createdAt: now },
    ]),
  ),
  moveTasks: [],
});
