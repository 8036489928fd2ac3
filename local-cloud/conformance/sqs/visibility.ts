import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { Message, QueueAttributeName } from '@aws-sdk/client-sqs';
import { casesOf } from '../area.ts';
import type { Cloud } from '../case.ts';
import { holds, refused, same } from '../check.ts';
import { look, take } from './taking.ts';
import { SQS } from '../pages.ts';

/** Hides what it hands out for two seconds. */
const shelf = ({ fixture }: Cloud) => fixture.queueUrl('Redisplayed');

/** Sends a message and receives it, hidden for so long. */
const received = async (cloud: Cloud, VisibilityTimeout?: number): Promise<Message> => {
  const QueueUrl = await shelf(cloud);
  const body = cloud.unique('shown');
  await cloud.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
  return cloud.eventually(async () => {
    const { Messages = [] } = await cloud.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['All'],
        ...(VisibilityTimeout !== undefined && { VisibilityTimeout }),
      }),
    );
    return Messages.find(({ Body }) => Body === body);
  });
};

const change = async (cloud: Cloud, { ReceiptHandle }: Message, VisibilityTimeout: number) =>
  cloud.sqs.send(
    new ChangeMessageVisibilityCommand({ QueueUrl: await shelf(cloud), ReceiptHandle, VisibilityTimeout }),
  );

/** How many messages show themselves. */
const waiting = async (cloud: Cloud): Promise<number> => {
  const AttributeNames: QueueAttributeName[] = ['ApproximateNumberOfMessages'];
  const ask = new GetQueueAttributesCommand({ QueueUrl: await shelf(cloud), AttributeNames });
  return Number((await cloud.sqs.send(ask)).Attributes?.['ApproximateNumberOfMessages']);
};

const isVisible = async (cloud: Cloud, { Body }: Message): Promise<boolean> =>
  (await look(cloud, await shelf(cloud))).some((one) => one.Body === Body);

const takeAgain = async (cloud: Cloud, { Body = '' }: Message): Promise<Message> =>
  take(cloud, await shelf(cloud), Body);

/** Shows the message at once and takes it out of the queue. */
const clear = async (cloud: Cloud, message: Message): Promise<void> => {
  await change(cloud, message, 0);
  await takeAgain(cloud, message);
};

export const visibility = casesOf('sqs/visibility', SQS.api('ChangeMessageVisibility'), [
  {
    name: 'of-the-queue',
    rule: "A received message is hidden for the queue's time-out and shows itself again when it was not deleted.",
    source: SQS.guide('sqs-visibility-timeout'),
    run: async (cloud) => {
      const message = await received(cloud);
      const at = performance.now();
      same(await isVisible(cloud, message), false);
      await takeAgain(cloud, message);
      holds(performance.now() - at > 1000, 'It was not hidden for two seconds.');
    },
  },
  {
    name: 'receive-count',
    rule: 'Each receive counts: ApproximateReceiveCount grows, the time of the first receive stays.',
    source: SQS.api('ReceiveMessage'),
    run: async (cloud) => {
      const first = await received(cloud, 0);
      const again = await takeAgain(cloud, first);
      same([first.Attributes?.['ApproximateReceiveCount'], again.Attributes?.['ApproximateReceiveCount']], ['1', '2']);
      const name = 'ApproximateFirstReceiveTimestamp';
      same(again.Attributes?.[name], first.Attributes?.[name]);
    },
  },
  {
    name: 'zero-at-receive',
    rule: 'A receive with a time-out of zero leaves the message visible.',
    source: SQS.api('ReceiveMessage'),
    run: async (cloud) => {
      const message = await received(cloud, 0);
      same((await takeAgain(cloud, message)).MessageId, message.MessageId);
    },
  },
  {
    name: 'per-receive',
    rule: "A receive's own time-out counts instead of the queue's.",
    source: SQS.api('ReceiveMessage'),
    run: async (cloud) => {
      const message = await received(cloud, 60);
      const probe = await received(cloud);
      await takeAgain(cloud, probe);
      same(await isVisible(cloud, message), false);
      await clear(cloud, message);
    },
  },
  {
    name: 'changed-to-zero',
    rule: 'A time-out changed to zero shows the message at once.',
    run: async (cloud) => {
      const message = await received(cloud, 60);
      await change(cloud, message, 0);
      await takeAgain(cloud, message);
    },
  },
  {
    name: 'changed-counts-from-now',
    rule: 'A changed time-out counts from the change.',
    run: async (cloud) => {
      const message = await received(cloud, 60);
      const at = performance.now();
      await change(cloud, message, 1);
      await takeAgain(cloud, message);
      const waited = performance.now() - at;
      holds(waited > 900 && waited < 30_000, `It showed itself after ${waited} ms.`);
    },
  },
  {
    name: 'change-is-not-kept',
    rule: "The next receive hides the message for the queue's time-out again, whatever it was changed to.",
    run: async (cloud) => {
      const message = await received(cloud, 60);
      await change(cloud, message, 0);
      const again = await cloud.eventually(async () =>
        (await look(cloud, await shelf(cloud), 1)).find(({ Body }) => Body === message.Body),
      );
      same(await isVisible(cloud, again), false);
      await takeAgain(cloud, again);
    },
  },
  {
    name: 'too-long',
    rule: 'A time-out of more than 12 hours is refused, at a receive and at a change.',
    source: SQS.guide('sqs-visibility-timeout'),
    run: async (cloud) => {
      const message = await received(cloud, 60);
      await refused(change(cloud, message, 43_201), 'InvalidParameterValue', /VisibilityTimeout/);
      const ask = new ReceiveMessageCommand({ QueueUrl: await shelf(cloud), VisibilityTimeout: 43_201 });
      await refused(cloud.sqs.send(ask), 'InvalidParameterValue', /VisibilityTimeout/);
      await clear(cloud, message);
    },
  },
  {
    name: 'total-too-long',
    rule: 'The 12 hours count from the receive: a change that would end later is refused.',
    source: SQS.guide('sqs-visibility-timeout'),
    run: async (cloud) => {
      const message = await received(cloud, 60);
      // The receive was at least two seconds ago when this is over.
      await takeAgain(cloud, await received(cloud));
      await takeAgain(cloud, await received(cloud));
      await refused(change(cloud, message, 43_200), 'InvalidParameterValue', /VisibilityTimeout/);
      await clear(cloud, message);
    },
  },
  {
    name: 'changed-after-time-out',
    rule: 'A change of the time-out succeeds when it has passed already.',
    run: async (cloud) => {
      const message = await received(cloud, 1);
      await cloud.eventually(async () => (await waiting(cloud)) > 0 || undefined);
      await change(cloud, message, 1);
      await takeAgain(cloud, message);
    },
  },
  {
    name: 'changed-after-delete',
    rule: 'The time-out of a message that is gone cannot be changed.',
    run: async (cloud) => {
      const message = await received(cloud, 60);
      const QueueUrl = await shelf(cloud);
      await cloud.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      await refused(change(cloud, message, 10), 'InvalidParameterValue', /ReceiptHandle is invalid/);
    },
  },
  {
    name: 'invalid-handle',
    rule: 'A receipt handle that no receive gave is refused with ReceiptHandleIsInvalid.',
    run: async (cloud) => {
      await refused(change(cloud, { ReceiptHandle: 'no-handle' }, 1), 'ReceiptHandleIsInvalid');
      const ask = new DeleteMessageCommand({ QueueUrl: await shelf(cloud), ReceiptHandle: 'no-handle' });
      await refused(cloud.sqs.send(ask), 'ReceiptHandleIsInvalid');
    },
  },
  {
    name: 'delete-after-time-out',
    rule: 'A message can be deleted after its time-out has passed, as long as nobody received it again.',
    source: SQS.api('DeleteMessage'),
    run: async (cloud) => {
      const message = await received(cloud, 0);
      const QueueUrl = await shelf(cloud);
      await cloud.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      same(await isVisible(cloud, message), false);
    },
  },
  {
    name: 'stale-handle',
    rule: 'Deleting with the handle of an earlier receive succeeds, and the message may stay.',
    source: SQS.api('DeleteMessage'),
    only: 'engine',
    why: 'AWS leaves open whether the message goes; the local cloud always keeps it, which is the case to be ready for.',
    run: async (cloud) => {
      const first = await received(cloud, 0);
      const QueueUrl = await shelf(cloud);
      const [again] = await look(cloud, QueueUrl);
      same(again?.Body, first.Body);
      await cloud.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first.ReceiptHandle }));
      await takeAgain(cloud, first);
    },
  },
  {
    name: 'delete-twice',
    rule: 'Deleting a message twice succeeds twice.',
    source: SQS.api('DeleteMessage'),
    run: async (cloud) => {
      const { ReceiptHandle } = await received(cloud, 60);
      const ask = new DeleteMessageCommand({ QueueUrl: await shelf(cloud), ReceiptHandle });
      await cloud.sqs.send(ask);
      await cloud.sqs.send(ask);
    },
  },
  {
    name: 'batch',
    rule: 'A batch of changes does each by itself: one bad handle fails alone, and the answer is 200.',
    source: SQS.api('ChangeMessageVisibilityBatch'),
    run: async (cloud) => {
      const message = await received(cloud, 60);
      const { Successful, Failed } = await cloud.sqs.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: await shelf(cloud),
          Entries: [
            { Id: 'bad', ReceiptHandle: 'no-handle', VisibilityTimeout: 0 },
            { Id: 'good', ReceiptHandle: message.ReceiptHandle, VisibilityTimeout: 0 },
          ],
        }),
      );
      same(
        Successful?.map(({ Id }) => Id),
        ['good'],
      );
      same(
        Failed?.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault]),
        [['bad', 'ReceiptHandleIsInvalid', true]],
      );
      await takeAgain(cloud, message);
    },
  },
]);
