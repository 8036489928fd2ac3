import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { QueueAttributeName } from '@aws-sdk/client-sqs';
import { casesOf } from '../area.ts';
import type { Cloud } from '../case.ts';
import { holds, refused, same } from '../check.ts';
import { look } from './taking.ts';
import { SQS } from '../pages.ts';

const attributesOf = async ({ sqs, fixture }: Cloud, queue: string, ...names: readonly QueueAttributeName[]) => {
  const ask = { QueueUrl: await fixture.queueUrl(queue), AttributeNames: [...names] };
  return (await sqs.send(new GetQueueAttributesCommand(ask))).Attributes;
};

const send = async ({ sqs, fixture }: Cloud, MessageBody: string, DelaySeconds = 0) =>
  sqs.send(new SendMessageCommand({ QueueUrl: await fixture.queueUrl('Counted'), MessageBody, DelaySeconds }));

export const queues = casesOf('sqs/queues', SQS.api('GetQueueAttributes'), [
  {
    name: 'url',
    rule: "A queue's URL ends with account and name.",
    source: SQS.api('GetQueueUrl'),
    run: async ({ sqs, fixture }) => {
      const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: fixture.name('Inbox') }));
      same(QueueUrl.split('/').slice(-2), [await fixture.accountId(), fixture.name('Inbox')]);
    },
  },
  {
    name: 'list',
    rule: 'Queues are listed by the beginning of their names.',
    source: SQS.api('ListQueues'),
    run: async ({ sqs, fixture }) => {
      const { QueueUrls } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: fixture.name('Inb') }));
      same(QueueUrls, [await fixture.queueUrl('Inbox')]);
    },
  },
  {
    name: 'list-none',
    rule: 'A list without queues has no list.',
    source: SQS.api('ListQueues'),
    run: async ({ sqs, unique }) => {
      const { QueueUrls } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: unique('none') }));
      same(QueueUrls, undefined);
    },
  },
  {
    name: 'settings',
    rule: 'Settings are answered as strings, with the defaults of what was not set.',
    run: async (cloud) => {
      same(
        await attributesOf(cloud, 'Late', 'VisibilityTimeout', 'DelaySeconds', 'MessageRetentionPeriod', 'QueueArn'),
        {
          QueueArn: await cloud.fixture.arn('sqs', 'Late'),
          VisibilityTimeout: '30',
          DelaySeconds: '3',
          MessageRetentionPeriod: '345600',
        },
      );
    },
  },
  {
    name: 'all-settings',
    rule: 'All asks for every attribute of a standard queue, when it was made and how it is encrypted among them.',
    run: async (cloud) => {
      const all = (await attributesOf(cloud, 'Counted', 'All')) ?? {};
      same(Object.keys(all).toSorted(), [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesDelayed',
        'ApproximateNumberOfMessagesNotVisible',
        'CreatedTimestamp',
        'DelaySeconds',
        'LastModifiedTimestamp',
        'MaximumMessageSize',
        'MessageRetentionPeriod',
        'QueueArn',
        'ReceiveMessageWaitTimeSeconds',
        'SqsManagedSseEnabled',
        'VisibilityTimeout',
      ]);
      same([all['SqsManagedSseEnabled'], all['MaximumMessageSize']], ['true', '1048576']);
      holds(/^1\d{9}$/.test(all['CreatedTimestamp'] ?? ''), 'CreatedTimestamp is no time in seconds.');
    },
  },
  {
    name: 'policy',
    rule: "A queue's policy is answered as JSON; a queue without one answers nothing.",
    run: async (cloud) => {
      const { Policy = '{}' } = (await attributesOf(cloud, 'Told', 'Policy')) ?? {};
      const { Statement } = JSON.parse(Policy) as { readonly Statement?: readonly { readonly Action: string }[] };
      same(
        Statement?.map(({ Action }) => Action.toLowerCase()),
        ['sqs:sendmessage'],
      );
      same(await attributesOf(cloud, 'Counted', 'Policy', 'RedriveAllowPolicy'), undefined);
    },
  },
  {
    name: 'list-in-pages',
    rule: 'A list that asks for so many queues has a token for the next ones; one that does not ask has none.',
    source: SQS.api('ListQueues'),
    run: async ({ sqs, fixture }) => {
      const QueueNamePrefix = fixture.name('Redriven');
      const first = await sqs.send(new ListQueuesCommand({ QueueNamePrefix, MaxResults: 1 }));
      same(first.QueueUrls?.length, 1);
      const { NextToken } = first;
      const next = await sqs.send(new ListQueuesCommand({ QueueNamePrefix, MaxResults: 1000, NextToken }));
      const all = await sqs.send(new ListQueuesCommand({ QueueNamePrefix }));
      same([...(first.QueueUrls ?? []), ...(next.QueueUrls ?? [])].toSorted(), all.QueueUrls?.toSorted());
      same([next.NextToken, all.NextToken, all.QueueUrls?.length], [undefined, undefined, 2]);
      for (const MaxResults of [0, 1001])
        await refused(sqs.send(new ListQueuesCommand({ MaxResults })), 'InvalidParameterValue');
    },
  },
  {
    name: 'query-error-code',
    rule: 'Every refusal has the code of the old protocol beside it.',
    source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html',
    run: async ({ sqs, fixture }) => {
      const nowhere = new GetQueueUrlCommand({ QueueName: fixture.name('Nowhere') });
      const unknown = await refused(sqs.send(nowhere), 'QueueDoesNotExist');
      same([unknown['Code'], unknown['Type']], ['AWS.SimpleQueueService.NonExistentQueue', 'Sender']);
      const waits = new ReceiveMessageCommand({ QueueUrl: await fixture.queueUrl('Counted'), WaitTimeSeconds: 21 });
      const invalid = await refused(sqs.send(waits), 'InvalidParameterValue');
      same([invalid['Code'], invalid['Type']], ['InvalidParameterValue', 'Sender']);
    },
  },
  {
    name: 'redrive-policy',
    rule: 'The redrive policy is JSON with the ARN of the dead-letter queue and the count.',
    run: async (cloud) => {
      const { RedrivePolicy = '{}' } = (await attributesOf(cloud, 'Redriven', 'RedrivePolicy')) ?? {};
      same(JSON.parse(RedrivePolicy), {
        deadLetterTargetArn: await cloud.fixture.arn('sqs', 'RedrivenDead'),
        maxReceiveCount: 2,
      });
    },
  },
  {
    name: 'counts',
    rule: 'Visible, hidden and delayed messages are counted apart.',
    run: async (cloud) => {
      const url = await cloud.fixture.queueUrl('Counted');
      await send(cloud, 'hidden');
      await cloud.eventually(async () => ((await look(cloud, url)).length > 0 ? true : undefined));
      await send(cloud, 'visible');
      await send(cloud, 'delayed', 900);
      const expected = {
        ApproximateNumberOfMessages: '1',
        ApproximateNumberOfMessagesNotVisible: '1',
        ApproximateNumberOfMessagesDelayed: '1',
      };
      const names = Object.keys(expected) as QueueAttributeName[];
      // SQS counts approximately: the numbers settle within a minute.
      await cloud.eventually(
        async () => {
          const counted = await attributesOf(cloud, 'Counted', ...names);
          return JSON.stringify(Object.entries(counted ?? {}).sort()) ===
            JSON.stringify(Object.entries(expected).sort())
            ? counted
            : undefined;
        },
        { withinMs: 90_000, what: 'One message of each kind' },
      );
    },
  },
  {
    name: 'unknown-attribute',
    rule: 'An attribute that does not exist is refused with InvalidAttributeName.',
    run: async (cloud) => {
      await refused(attributesOf(cloud, 'Inbox', 'Colour' as QueueAttributeName), 'InvalidAttributeName');
    },
  },
  {
    name: 'purged',
    rule: 'A purge takes all messages out of the queue, the hidden and the delayed ones too.',
    source: SQS.api('PurgeQueue'),
    run: async (cloud) => {
      const QueueUrl = await cloud.fixture.queueUrl('Counted');
      await send(cloud, 'one');
      await cloud.sqs.send(new PurgeQueueCommand({ QueueUrl }));
      await cloud.eventually(
        async () => {
          const all = await attributesOf(
            cloud,
            'Counted',
            'ApproximateNumberOfMessages',
            'ApproximateNumberOfMessagesNotVisible',
            'ApproximateNumberOfMessagesDelayed',
          );
          return Object.values(all ?? {}).every((count) => count === '0') ? true : undefined;
        },
        { withinMs: 120_000, what: 'An empty queue' },
      );
    },
  },
  {
    name: 'purged-twice',
    rule: 'A second purge within 60 seconds is refused with PurgeQueueInProgress.',
    source: SQS.api('PurgeQueue'),
    run: async ({ sqs, fixture }) => {
      const ask = new PurgeQueueCommand({ QueueUrl: await fixture.queueUrl('Purged') });
      await sqs.send(ask);
      await refused(sqs.send(ask), 'PurgeQueueInProgress');
    },
  },
]);
