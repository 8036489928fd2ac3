import type { SendMessageCommandInput } from '@aws-sdk/client-sqs';
import type { Caller } from '../contract.ts';
import type { QueueDefinition } from '../../template/model.ts';
import { AwsError } from '../contract.ts';
import { checkAttributes, md5OfAttributes, md5OfBody, sizeOfAttributes } from './attributes.ts';
import { invalid, missing } from './context.ts';
import type { Queue, QueueContext } from './context.ts';
import { add } from './store.ts';
import type { NewMessage } from './store.ts';
import { uuid } from './uuid.ts';

/**
 * For a whole batch, bytes of body and attributes.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export const LARGEST_MESSAGE = 1_048_576;

const LONGEST_DELAY_SECONDS = 900;

/** What SQS refuses in a body: everything outside XML 1.0's characters. */
const FORBIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

export type Entry = Pick<
  SendMessageCommandInput,
  'MessageBody' | 'DelaySeconds' | 'MessageAttributes' | 'MessageSystemAttributes'
>;

export interface Sent {
  readonly MessageId: string;
  readonly MD5OfMessageBody: string;
  readonly MD5OfMessageAttributes?: string;
  readonly MD5OfMessageSystemAttributes?: string;
}

export const sizeOf = ({ MessageBody, MessageAttributes }: Entry): number =>
  Buffer.byteLength(MessageBody ?? '') + (MessageAttributes === undefined ? 0 : sizeOfAttributes(MessageAttributes));

/** AWS shows an opaque principal id; the name of the caller says more here. */
const senderIdOf = (caller: Caller): string => {
  switch (caller.kind) {
    case 'function':
      return caller.functionName;
    case 'service':
      return caller.principal;
    case 'admin':
    case 'anonymous':
      return caller.kind;
  }
};

const checkBody = (entry: Entry, { largestMessageBytes }: QueueDefinition): string => {
  const body: unknown = entry.MessageBody;
  if (typeof body !== 'string' || body === '') throw missing('MessageBody');
  if (FORBIDDEN.test(body))
    throw new AwsError('InvalidMessageContents', 'Invalid binary character was found in the message body.');
  if (sizeOf(entry) > largestMessageBytes)
    throw invalid(
      `One or more parameters are invalid. Reason: Message must be shorter than ${largestMessageBytes} bytes.`,
    );
  return body;
};

const delayOf = ({ DelaySeconds: delay }: Entry, queue: Queue): number => {
  if (delay === undefined) return queue.definition.delaySeconds;
  if (!Number.isInteger(delay) || delay < 0 || delay > LONGEST_DELAY_SECONDS)
    throw invalid(
      `Value ${delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
    );
  return delay;
};

/** Puts one message into the queue. Throws InvalidMessageContents, MissingParameter or InvalidParameterValue. */
export const sendOne = (context: QueueContext, queue: Queue, entry: Entry, caller: Caller): Sent => {
  const body = checkBody(entry, queue.definition);
  const delaySeconds = delayOf(entry, queue);
  const attributes = checkAttributes(entry.MessageAttributes);
  const { MessageSystemAttributes: system } = entry;
  const now = context.environment.now();
  const messageId = uuid(context.environment.random);
  const md5 = md5OfBody(body);
  const message: NewMessage = {
    messageId,
    body,
    md5OfBody: md5,
    senderId: senderIdOf(caller),
    sentAt: now,
    attributes,
    traceHeader: system?.AWSTraceHeader?.StringValue,
    deadLetterSourceArn: undefined,
    firstReceivedAt: undefined,
    receivedAt: undefined,
  };
  add(queue.state, message, now + delaySeconds * 1000);
  return {
    MessageId: messageId,
    MD5OfMessageBody: md5,
    ...(attributes && { MD5OfMessageAttributes: md5OfAttributes(attributes) }),
    ...(system && { MD5OfMessageSystemAttributes: md5OfAttributes(system) }),
  };
};
