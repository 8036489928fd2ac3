import type { Message } from '@aws-sdk/client-sqs';
import { AwsError } from '../contract.ts';
import { selectAttributes } from './attributes.ts';
import type { Queue, QueueContext } from './context.ts';
import { LARGEST_MESSAGE } from './send.ts';
import type { StoredMessage } from './state.ts';
import { countMessages } from './store.ts';
import type { Received } from './store.ts';

/** SQS gives every attribute as a string. */
export const queueAttributes = (
  context: QueueContext,
  queue: Queue,
  wanted: readonly string[],
): Record<string, string> => {
  const { definition, state } = queue;
  const counts = countMessages(state, definition, context.environment.now());
  const all: Record<string, string> = {
    QueueArn: definition.arn,
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    VisibilityTimeout: String(definition.visibilityTimeoutSeconds),
    MessageRetentionPeriod: String(definition.retentionSeconds),
    DelaySeconds: String(definition.delaySeconds),
    MaximumMessageSize: String(LARGEST_MESSAGE),
    ReceiveMessageWaitTimeSeconds: '0',
    ...(definition.redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: definition.redrive.deadLetterArn,
        maxReceiveCount: definition.redrive.maxReceiveCount,
      }),
    }),
  };
  if (wanted.includes('All')) return all;
  const unknown = wanted.find((name) => !(name in all) && name !== 'RedrivePolicy' && name !== 'Policy');
  if (unknown !== undefined) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  return Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name)));
};

/** What SQS says about a message, under the names that both ReceiveMessage and Lambda use. */
export const systemAttributes = (message: StoredMessage): Record<string, string> => {
  const attributes: Record<string, string> = {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: message.senderId,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
  };
  if (message.traceHeader !== undefined) attributes['AWSTraceHeader'] = message.traceHeader;
  if (message.deadLetterSourceArn !== undefined) attributes['DeadLetterQueueSourceArn'] = message.deadLetterSourceArn;
  return attributes;
};

/** A message as ReceiveMessage answers it, with the attributes that were asked for. */
export const asReceived = (
  { message, receiptHandle }: Received,
  wantedSystem: readonly string[],
  wantedOwn: readonly string[],
): Message => {
  const system = Object.entries(systemAttributes(message)).filter(
    ([name]) => wantedSystem.includes('All') || wantedSystem.includes(name),
  );
  const attributes = selectAttributes(message.attributes, wantedOwn);
  return {
    MessageId: message.messageId,
    ReceiptHandle: receiptHandle,
    MD5OfBody: message.md5OfBody,
    Body: message.body,
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(attributes && { MessageAttributes: attributes }),
    ...(attributes && message.md5OfAttributes !== undefined && { MD5OfMessageAttributes: message.md5OfAttributes }),
  };
};
