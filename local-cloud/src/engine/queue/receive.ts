import type { Queue, QueueContext } from './context.ts';
import type { StoredMessage } from './state.ts';
import { add, isExpired, receiptHandleOf, showAt, takeVisible } from './store.ts';
import type { Received } from './store.ts';

export interface ReceiveOptions {
  readonly limit: number;
  readonly visibilityTimeoutSeconds: number;
  /** Stops before this many bytes of bodies, but never before the first message. */
  readonly maxBytes?: number;
}

/**
 * A message that was received `maxReceiveCount` times goes to the dead-letter queue instead of to a reader. It keeps its
 * id, its receive count and the time of its first sending, from which the other queue's retention counts.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
const moveToDeadLetters = (context: QueueContext, queue: Queue, message: StoredMessage): boolean => {
  const { redrive } = queue.definition;
  if (redrive === undefined || message.receiveCount < redrive.maxReceiveCount) return false;
  const target = context.find(redrive.deadLetterArn);
  if (target === undefined) return false;
  queue.state.messages.delete(message.number);
  add(
    target.state,
    { ...message, deadLetterSourceArn: queue.definition.arn },
    context.environment.now(),
    message.receiveCount,
  );
  context.onChange(target.definition.arn);
  return true;
};

/** Hands out visible messages in order of arrival and hides them; moves those received too often. */
export const receive = (context: QueueContext, queue: Queue, options: ReceiveOptions): readonly Received[] => {
  const now = context.environment.now();
  const received: Received[] = [];
  let bytes = 0;
  while (received.length < options.limit) {
    const message = takeVisible(queue.state, now);
    if (message === undefined) break;
    if (isExpired(queue.definition, message, now)) {
      queue.state.messages.delete(message.number);
      continue;
    }
    if (moveToDeadLetters(context, queue, message)) continue;
    bytes += message.body.length;
    if (received.length > 0 && bytes > (options.maxBytes ?? Infinity)) {
      showAt(queue.state, message, message.visibleAt);
      break;
    }
    message.receiveCount += 1;
    message.firstReceivedAt ??= now;
    message.receivedAt = now;
    received.push({ message, receiptHandle: receiptHandleOf(queue.definition.name, message) });
  }
  // Made visible again only now: with a time-out of zero the loop would find the same message twice.
  for (const { message } of received) showAt(queue.state, message, now + options.visibilityTimeoutSeconds * 1000);
  context.onChange(queue.definition.arn);
  return received;
};
