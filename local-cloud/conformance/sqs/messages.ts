import { createHash } from 'node:crypto';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { casesOf, type AreaCase } from '../area.ts';
import type { Cloud } from '../case.ts';
import { holds, refused, same } from '../check.ts';
import { look, take } from './taking.ts';
import { SQS } from '../pages.ts';

/** The delay of the queue `Late`. */
const LATE_MS = 3000;

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

const send = async (cloud: Cloud, queue: string, MessageBody: string, DelaySeconds?: number) => {
  const QueueUrl = await cloud.fixture.queueUrl(queue);
  const input = { QueueUrl, MessageBody, ...(DelaySeconds !== undefined && { DelaySeconds }) };
  return cloud.sqs.send(new SendMessageCommand(input));
};

/** Sends a message with a body of its own, and gives that. */
const sent = async (cloud: Cloud, queue: string, name: string, DelaySeconds?: number): Promise<string> => {
  const body = cloud.unique(name);
  await send(cloud, queue, body, DelaySeconds);
  return body;
};

const refusesBody = (name: string, rule: string, body: string, refusal: string): AreaCase => ({
  name,
  rule,
  source: SQS.api('SendMessage'),
  run: async (cloud) => {
    await refused(send(cloud, 'Inbox', body), refusal);
  },
});

const refusesLimit = (limit: number): AreaCase => ({
  name: `receive-${limit}`,
  rule: `A receive of ${limit} messages is refused: 1 to 10 can be asked for.`,
  source: SQS.api('ReceiveMessage'),
  run: async ({ sqs, fixture }) => {
    const QueueUrl = await fixture.queueUrl('Inbox');
    await refused(
      sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: limit })),
      'InvalidParameterValue',
      /MaxNumberOfMessages/,
    );
  },
});

export const messages = casesOf('sqs/messages', SQS.api('SendMessage'), [
  {
    name: 'sent-and-received',
    rule: 'A message is received as it was sent, under the id and the MD5 that sending it answered.',
    run: async (cloud) => {
      const body = `${cloud.unique('sent')} \u{20ac}\u{1f600}`;
      const { MessageId, MD5OfMessageBody } = await send(cloud, 'Inbox', body);
      same(MD5OfMessageBody, md5(body));
      const got = await take(cloud, await cloud.fixture.queueUrl('Inbox'), body);
      same([got.MessageId, got.MD5OfBody, got.Body], [MessageId, MD5OfMessageBody, body]);
    },
  },
  {
    name: 'system-attributes',
    rule: 'A received message tells when it was sent and first received, by whom, and how often it was received.',
    source: SQS.api('ReceiveMessage'),
    run: async (cloud) => {
      const body = cloud.unique('sent');
      const before = Date.now();
      await send(cloud, 'Inbox', body);
      const { Attributes = {} } = await take(cloud, await cloud.fixture.queueUrl('Inbox'), body);
      const { SentTimestamp, ApproximateFirstReceiveTimestamp, ApproximateReceiveCount, SenderId } = Attributes;
      same(ApproximateReceiveCount, '1');
      holds(Math.abs(Number(SentTimestamp) - before) < 60_000, `SentTimestamp ${SentTimestamp ?? ''} is not now.`);
      holds(
        Number(ApproximateFirstReceiveTimestamp) >= Number(SentTimestamp),
        'The message was received before it was sent.',
      );
      holds((SenderId ?? '') !== '', 'There is no SenderId.');
    },
  },
  {
    name: 'system-attributes-unasked',
    rule: 'System attributes come only when they are asked for.',
    source: SQS.api('ReceiveMessage'),
    run: async (cloud) => {
      const body = await sent(cloud, 'Inbox', 'sent');
      const QueueUrl = await cloud.fixture.queueUrl('Inbox');
      const got = await cloud.eventually(async () => {
        const { Messages = [] } = await cloud.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
        return Messages.find(({ Body }) => Body === body);
      });
      same(got.Attributes, undefined);
      await cloud.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: got.ReceiptHandle }));
    },
  },
  {
    name: 'one-unless-asked',
    rule: 'A receive gives one message unless it asks for more, and never more than it asks for.',
    source: SQS.api('ReceiveMessage'),
    run: async (cloud) => {
      for (const part of ['a', 'b', 'c']) await send(cloud, 'Inbox', `${cloud.unique('many')} ${part}`);
      const QueueUrl = await cloud.fixture.queueUrl('Inbox');
      const ask = async (MaxNumberOfMessages?: number) =>
        cloud.eventually(async () => {
          const { Messages = [] } = await cloud.sqs.send(
            new ReceiveMessageCommand({
              QueueUrl,
              ...(MaxNumberOfMessages && { MaxNumberOfMessages }),
              WaitTimeSeconds: 1,
            }),
          );
          return Messages.length > 0 ? Messages.length : undefined;
        });
      same(await ask(), 1);
      holds((await ask(2)) <= 2, 'More than two came.');
    },
  },
  {
    name: 'deleted',
    rule: 'A deleted message does not come again.',
    source: SQS.api('DeleteMessage'),
    run: async (cloud) => {
      const QueueUrl = await cloud.fixture.queueUrl('Shelf');
      const body = await sent(cloud, 'Shelf', 'deleted');
      const { ReceiptHandle } = await take(cloud, QueueUrl, body);
      await cloud.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      const later = cloud.unique('later');
      await send(cloud, 'Shelf', later, 2);
      // The later message shows itself after the time for which the deleted one would have been hidden.
      const seen: (string | undefined)[] = [];
      await cloud.eventually(async () => {
        seen.push(...(await look(cloud, QueueUrl, 1)).map(({ Body }) => Body));
        return seen.includes(later) ? seen : undefined;
      });
      holds(!seen.includes(body), 'It came again.');
    },
  },
  {
    name: 'long-poll-answers-early',
    rule: 'A long poll answers as soon as a message is there, and not only at its end.',
    source: SQS.guide('sqs-short-and-long-polling'),
    run: async (cloud) => {
      const QueueUrl = await cloud.fixture.queueUrl('Late');
      const body = cloud.unique('awaited');
      const started = Date.now();
      await send(cloud, 'Late', body);
      const found = await cloud.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
      same(
        found.Messages?.map(({ Body }) => Body),
        [body],
      );
      holds(Date.now() - started < 15_000, 'It waited to the end.');
      const [{ ReceiptHandle } = {}] = found.Messages ?? [];
      await cloud.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    },
  },
  {
    name: 'long-poll-empty',
    rule: 'A long poll of an empty queue waits for as long as it says, and answers without messages.',
    source: SQS.guide('sqs-short-and-long-polling'),
    run: async ({ sqs, fixture }) => {
      const QueueUrl = await fixture.queueUrl('Late');
      const started = performance.now();
      same((await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }))).Messages, undefined);
      holds(performance.now() - started > 900, 'It did not wait.');
    },
  },
  {
    name: 'delay-of-the-queue',
    rule: "A message is not received before the queue's delay has passed.",
    source: SQS.guide('sqs-delay-queues'),
    run: async (cloud) => {
      const body = await sent(cloud, 'Late', 'late');
      same(await look(cloud, await cloud.fixture.queueUrl('Late')), []);
      const { Attributes = {} } = await take(cloud, await cloud.fixture.queueUrl('Late'), body);
      const waited = Number(Attributes['ApproximateFirstReceiveTimestamp']) - Number(Attributes['SentTimestamp']);
      holds(waited >= LATE_MS, `It came after ${waited} ms.`);
    },
  },
  {
    name: 'delay-of-the-message',
    rule: "A message's own delay counts instead of the queue's.",
    source: SQS.guide('sqs-message-timers'),
    run: async (cloud) => {
      const body = await sent(cloud, 'Late', 'prompt', 0);
      const { Attributes = {} } = await take(cloud, await cloud.fixture.queueUrl('Late'), body);
      const waited = Number(Attributes['ApproximateFirstReceiveTimestamp']) - Number(Attributes['SentTimestamp']);
      holds(waited < LATE_MS, `It came after ${waited} ms.`);
    },
  },
  {
    name: 'delay-too-long',
    rule: 'A delay of more than 15 minutes is refused.',
    run: async (cloud) => {
      await refused(send(cloud, 'Inbox', 'x', 901), 'InvalidParameterValue', /DelaySeconds/);
    },
  },
  refusesBody('empty', 'A message without a body is refused.', '', 'MissingParameter'),
  refusesBody(
    'forbidden-character',
    'A body with a character that XML 1.0 has not is refused with InvalidMessageContents.',
    'a\u{1}b',
    'InvalidMessageContents',
  ),
  {
    name: 'largest',
    rule: 'A message of 1 MiB is taken.',
    run: async (cloud) => {
      const body = `${cloud.unique('largest')} `.padEnd(1_048_576, 'x');
      await send(cloud, 'Inbox', body);
      const got = await take(cloud, await cloud.fixture.queueUrl('Inbox'), body);
      same(got.Body?.length, body.length);
    },
  },
  refusesBody('too-large', 'A message of more than 1 MiB is refused.', 'x'.repeat(1_048_577), 'InvalidParameterValue'),
  refusesLimit(0),
  refusesLimit(11),
  {
    name: 'unknown-queue',
    rule: 'A queue that does not exist is refused with QueueDoesNotExist.',
    source: SQS.api('GetQueueUrl'),
    run: async ({ sqs, fixture, unique }) => {
      await refused(sqs.send(new GetQueueUrlCommand({ QueueName: unique('queue') })), 'QueueDoesNotExist');
      const QueueUrl = `${await fixture.queueUrl('Inbox')}-${unique('queue')}`;
      await refused(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' })), 'QueueDoesNotExist');
      await refused(sqs.send(new ReceiveMessageCommand({ QueueUrl })), 'QueueDoesNotExist');
    },
  },
]);
