import { AwsError } from '../contract.ts';
import { invalid, missing } from './context.ts';
import type { Queue, QueueContext } from './context.ts';
import { parseReceiptHandle, removeByReceipt, showAt } from './store.ts';
import type { Receipt } from './store.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html */
const LONGEST_VISIBILITY_SECONDS = 43_200;

export const checkVisibility = (seconds: unknown): number => {
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < 0 || seconds > LONGEST_VISIBILITY_SECONDS)
    throw invalid(
      `Value ${String(seconds)} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200, if provided.`,
    );
  return seconds;
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
const LONGEST_WAIT_SECONDS = 20;

export const checkWait = (seconds: number | undefined): void => {
  if (seconds === undefined) return;
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > LONGEST_WAIT_SECONDS)
    throw invalid(
      `Value ${seconds} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.`,
    );
};

const receiptOf = (queue: Queue, handle: string | undefined): Receipt => {
  if (handle === undefined || handle === '') throw missing('ReceiptHandle');
  const receipt = parseReceiptHandle(queue.definition.name, handle);
  if (receipt === undefined)
    throw new AwsError(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
      404,
    );
  return receipt;
};

/** Succeeds for a message that is gone and for a stale handle, which leaves the message where it is, as SQS does. */
export const deleteOne = (queue: Queue, handle: string | undefined): void =>
  removeByReceipt(queue.state, receiptOf(queue, handle));

/**
 * Counts from now, and ends at most 12 hours after the receive. A message that is visible again, or was received again,
 * stays as it is, and the call succeeds, as SQS's does. Throws InvalidParameterValue when the message is gone, and beyond
 * the 12 hours.
 */
export const changeOne = (context: QueueContext, queue: Queue, handle: string | undefined, seconds: unknown): void => {
  const receipt = receiptOf(queue, handle);
  const timeout = checkVisibility(seconds);
  const now = context.environment.now();
  const message = queue.state.messages.get(receipt.number);
  if (message === undefined)
    throw invalid(
      `Value ${handle ?? ''} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
    );
  if (message.receiveCount !== receipt.receiveCount || message.visibleAt <= now) return;
  const at = now + timeout * 1000;
  if (at > (message.receivedAt ?? now) + LONGEST_VISIBILITY_SECONDS * 1000)
    throw invalid(
      `Value ${timeout} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds].`,
    );
  if (at !== message.visibleAt) showAt(queue.state, message, at);
};
