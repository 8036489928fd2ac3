import type { Message } from '@aws-sdk/client-sqs';
import { AwsError } from '../contract.ts';
import { md5OfAttributes, selectAttributes } from './attributes.ts';
import type { Queue, QueueContext } from './context.ts';
import type { StoredMessage } from './state.ts';
import { countMessages } from './store.ts';
import type { Received } from './store.ts';

/** Attributes that a standard queue may have, and this one does not. */
const UNSET: ReadonlySet<string> = new Set([
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'Policy',
  'RedriveAllowPolicy',
  'RedrivePolicy',
]);

const seconds = (at = 0): string => String(Math.floor(at / 1000));

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
    MaximumMessageSize: String(definition.largestMessageBytes),
    ReceiveMessageWaitTimeSeconds: String(definition.receiveWaitSeconds),
    CreatedTimestamp: seconds(state.createdAt),
    LastModifiedTimestamp: seconds(state.createdAt),
    ...definition.otherAttributes,
    ...(definition.redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: definition.redrive.deadLetterArn,
        maxReceiveCount: definition.redrive.maxReceiveCount,
      }),
    }),
  };
  if (wanted.includes('All')) return all;
  const unknown = wanted.find((name) => !(name in all) && !UNSET.has(name));
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
    // Of what is handed out, which may be less than what was sent.
    ...(attributes && { MessageAttributes: attributes, MD5OfMessageAttributes: md5OfAttributes(attributes) }),
  };
};
