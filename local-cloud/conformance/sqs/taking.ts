import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Message } from '@aws-sdk/client-sqs';
import type { Cloud } from '../case.ts';

/** One look at a queue for up to ten messages with everything known about them; they stay hidden as the queue has it. */
export const look = async ({ sqs }: Cloud, QueueUrl: string, waitSeconds = 0): Promise<readonly Message[]> => {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages;
};

const TAKEN_WITHIN_MS = 30_000;

/** Waits for a message whose body holds this text and takes it out of the queue. */
export const take = async (
  cloud: Cloud,
  QueueUrl: string,
  text: string,
  withinMs = TAKEN_WITHIN_MS,
): Promise<Message> => {
  const found = await cloud.eventually(
    async () => (await look(cloud, QueueUrl, 1)).find(({ Body }) => Body?.includes(text)),
    { withinMs, what: `A message with ${text} in ${QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1)}` },
  );
  await cloud.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: found.ReceiptHandle }));
  return found;
};
