import {
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { Message } from '@aws-sdk/client-sqs';
import { casesOf } from '../area.ts';
import type { Cloud } from '../case.ts';
import { holds, refused, same } from '../check.ts';
import { look, take } from './taking.ts';
import { SQS } from '../pages.ts';

/** Sends a message and receives it twice, which is as often as the queue lets it be. */
const used = async (cloud: Cloud, text: string): Promise<Message> => {
  const QueueUrl = await cloud.fixture.queueUrl('Redriven');
  const MessageBody = cloud.unique(text);
  await cloud.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const receive = () =>
    cloud.eventually(async () => {
      const ask = { QueueUrl, VisibilityTimeout: 0, MessageSystemAttributeNames: ['All' as const] };
      const { Messages = [] } = await cloud.sqs.send(new ReceiveMessageCommand(ask));
      return Messages.find(({ Body }) => Body === MessageBody);
    });
  await receive();
  return receive();
};

/** And has it moved by the next receive; gives its body. */
const dead = async (cloud: Cloud, text: string): Promise<Message> => {
  const message = await used(cloud, text);
  await look(cloud, await cloud.fixture.queueUrl('Redriven'));
  return message;
};

const start = async ({ sqs, fixture }: Cloud, source: string, destination?: string) =>
  sqs.send(
    new StartMessageMoveTaskCommand({
      SourceArn: await fixture.arn('sqs', source),
      ...(destination !== undefined && { DestinationArn: await fixture.arn('sqs', destination) }),
    }),
  );

const finished = async (cloud: Cloud) =>
  cloud.eventually(
    async () => {
      const SourceArn = await cloud.fixture.arn('sqs', 'RedrivenDead');
      const { Results = [] } = await cloud.sqs.send(new ListMessageMoveTasksCommand({ SourceArn }));
      return Results[0]?.Status === 'COMPLETED' ? Results[0] : undefined;
    },
    { withinMs: 60_000, what: 'The end of the move' },
  );

export const redrive = casesOf('sqs/redrive', SQS.api('StartMessageMoveTask'), [
  {
    name: 'not-before-its-count',
    rule: 'A message comes to readers maxReceiveCount times, and not to the dead-letter queue before that.',
    source: SQS.guide('sqs-dead-letter-queues'),
    run: async (cloud) => {
      const { Attributes, Body = '' } = await used(cloud, 'used');
      same(Attributes?.['ApproximateReceiveCount'], '2');
      await look(cloud, await cloud.fixture.queueUrl('Redriven'));
      await take(cloud, await cloud.fixture.queueUrl('RedrivenDead'), Body);
    },
  },
  {
    name: 'moved',
    rule: 'After that it is moved, not handed out; it keeps its id and says which queue it comes from.',
    source: SQS.api('ReceiveMessage'),
    run: async (cloud) => {
      const { MessageId, Body = '', Attributes = {} } = await used(cloud, 'moved');
      const left = await look(cloud, await cloud.fixture.queueUrl('Redriven'));
      same(
        left.filter((one) => one.MessageId === MessageId),
        [],
      );
      const moved = await take(cloud, await cloud.fixture.queueUrl('RedrivenDead'), Body);
      same(moved.MessageId, MessageId);
      same(moved.Attributes?.['DeadLetterQueueSourceArn'], await cloud.fixture.arn('sqs', 'Redriven'));
      same(
        moved.Attributes?.['SentTimestamp'],
        Attributes['SentTimestamp'],
        'Its retention counts from its first sending.',
      );
    },
  },
  {
    name: 'back-to-its-source',
    rule: 'A move without a destination takes messages back to the queue that they came from.',
    run: async (cloud) => {
      const { Body = '', MessageId } = await dead(cloud, 'back');
      const { TaskHandle } = await start(cloud, 'RedrivenDead');
      holds((TaskHandle ?? '') !== '', 'There is no task handle.');
      const back = await take(cloud, await cloud.fixture.queueUrl('Redriven'), Body, 60_000);
      same(back.Attributes?.['ApproximateReceiveCount'], '1');
      holds(back.MessageId !== MessageId, 'A moved message is a new one, with an id of its own.');
      await finished(cloud);
    },
  },
  {
    name: 'to-another-queue',
    rule: 'A move with a destination takes them there.',
    run: async (cloud) => {
      const { Body = '' } = await dead(cloud, 'elsewhere');
      await start(cloud, 'RedrivenDead', 'Elsewhere');
      await take(cloud, await cloud.fixture.queueUrl('Elsewhere'), Body, 60_000);
      await finished(cloud);
    },
  },
  {
    name: 'listed',
    rule: 'A task is listed with source, status and the number of messages that it moved, the last one first.',
    source: SQS.api('ListMessageMoveTasks'),
    run: async (cloud) => {
      const { Body = '' } = await dead(cloud, 'listed');
      await start(cloud, 'RedrivenDead');
      await take(cloud, await cloud.fixture.queueUrl('Redriven'), Body, 60_000);
      const task = await finished(cloud);
      same(
        [task.SourceArn, task.ApproximateNumberOfMessagesMoved],
        [await cloud.fixture.arn('sqs', 'RedrivenDead'), 1],
      );
    },
  },
  {
    name: 'no-dead-letter-queue',
    rule: 'A queue that is no dead-letter queue of another queue cannot be moved from.',
    run: async (cloud) => {
      await refused(start(cloud, 'Redriven'), 'InvalidParameterValue', /Dead Letter Queue/i);
    },
  },
  {
    name: 'of-a-rule',
    rule: 'The dead-letter queue of a rule cannot be moved from either, because it belongs to no queue.',
    run: async (cloud) => {
      await refused(start(cloud, 'Undelivered'), 'InvalidParameterValue', /Dead Letter Queue/i);
    },
  },
  {
    name: 'unknown-queue',
    rule: 'A move from a queue that does not exist is refused with ResourceNotFoundException.',
    run: async (cloud) => {
      await refused(start(cloud, cloud.unique('no-queue')), 'ResourceNotFoundException');
    },
  },
]);
