import { describe, expect, it } from '@jest/globals';
import { aModel, aQueue, aWorld, errorNameOf } from '../event-bus/choreography.fixture.ts';

const deadLetters = aQueue('orders-dead', { retentionSeconds: 100 });
const queue = aQueue('orders-in', {
  redrive: { deadLetterArn: deadLetters.arn, maxReceiveCount: 2 },
  retentionSeconds: 100,
});
const QueueUrl = queue.url;
const world = () => aWorld(aModel({ queues: [queue, deadLetters, aQueue('orders-other')] }));
type World = ReturnType<typeof world>;

const send = (on: World, MessageBody: string, more: object = {}) =>
  on.call('sqs', 'SendMessage', { QueueUrl, MessageBody, ...more }) as {
    MessageId: string;
    MD5OfMessageBody: string;
    MD5OfMessageAttributes?: string;
  };
const counts = (on: World, url = QueueUrl) => {
  const { Attributes } = on.call('sqs', 'GetQueueAttributes', { QueueUrl: url, AttributeNames: ['All'] }) as {
    Attributes: Record<string, string>;
  };
  return [
    Attributes['ApproximateNumberOfMessages'],
    Attributes['ApproximateNumberOfMessagesNotVisible'],
    Attributes['ApproximateNumberOfMessagesDelayed'],
  ].join('/');
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html */
describe('a message that was received', () => {
  it('stays hidden for the visibility time-out and then comes again with a higher receive count', () => {
    const on = world();
    send(on, 'a');
    const [first] = on.read('orders-in');
    expect(on.read('orders-in')).toEqual([]);
    expect(counts(on)).toBe('0/1/0');
    on.pass(30_000);
    const [second] = on.read('orders-in');
    expect(second?.MessageId).toBe(first?.MessageId);
    expect(second?.Attributes['ApproximateReceiveCount']).toBe('2');
    expect(second?.Attributes['ApproximateFirstReceiveTimestamp']).toBe(
      first?.Attributes['ApproximateFirstReceiveTimestamp'],
    );
  });

  it('is gone once deleted, and deleting it again succeeds', () => {
    const on = world();
    send(on, 'a');
    const ReceiptHandle = on.read('orders-in')[0]?.ReceiptHandle;
    expect(on.call('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle })).toEqual({});
    expect(on.call('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle })).toEqual({});
    expect(counts(on)).toBe('0/0/0');
  });

  it('survives a delete with the handle of an earlier receive', () => {
    const on = world();
    send(on, 'a');
    const stale = on.read('orders-in')[0]?.ReceiptHandle;
    on.pass(30_000);
    on.read('orders-in');
    expect(on.call('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle: stale })).toEqual({});
    expect(counts(on)).toBe('0/1/0');
  });

  it('comes at once when its visibility is set to zero', () => {
    const on = world();
    send(on, 'a');
    const ReceiptHandle = on.read('orders-in')[0]?.ReceiptHandle;
    on.call('sqs', 'ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
    expect(on.read('orders-in')).toHaveLength(1);
  });

  it('is hidden for at most 12 hours from its receive', () => {
    const on = world();
    send(on, 'a');
    const ReceiptHandle = on.read('orders-in')[0]?.ReceiptHandle;
    on.pass(10_000);
    const change = (VisibilityTimeout: number) =>
      on.call('sqs', 'ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout });
    expect(errorNameOf(() => change(43_191))).toBe('InvalidParameterValue');
    expect(change(43_190)).toEqual({});
  });

  it('stays as it is when its visibility is changed once it is visible again, or was received again', () => {
    const on = world();
    send(on, 'a');
    const ReceiptHandle = on.read('orders-in')[0]?.ReceiptHandle;
    on.pass(30_000);
    const change = () => on.call('sqs', 'ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
    expect([change(), counts(on)]).toEqual([{}, '1/0/0']);
    on.read('orders-in');
    expect([change(), counts(on)]).toEqual([{}, '0/1/0']);
  });

  it('cannot change its visibility once it is gone', () => {
    const on = world();
    send(on, 'a');
    const ReceiptHandle = on.read('orders-in')[0]?.ReceiptHandle;
    on.call('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle });
    const change = () => on.call('sqs', 'ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 5 });
    expect(errorNameOf(change)).toBe('InvalidParameterValue');
  });

  it('is received once per call even with a time-out of zero', () => {
    const on = world();
    send(on, 'a');
    const received = on.call('sqs', 'ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 });
    expect((received as { Messages: unknown[] }).Messages).toHaveLength(1);
    expect(counts(on)).toBe('1/0/0');
  });

  it.each(['junk', '', Buffer.from('orders-other/0/1').toString('base64')])(
    'refuses the foreign handle %j',
    (ReceiptHandle) => {
      const on = world();
      send(on, 'a');
      expect(errorNameOf(() => on.call('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle }))).toBe(
        ReceiptHandle === '' ? 'MissingParameter' : 'ReceiptHandleIsInvalid',
      );
    },
  );
});

describe('a delayed message', () => {
  it('shows itself when the delay has passed', () => {
    const on = world();
    send(on, 'a', { DelaySeconds: 10 });
    expect(on.read('orders-in')).toEqual([]);
    expect(counts(on)).toBe('0/0/1');
    on.pass(10_000);
    expect(on.read('orders-in')).toHaveLength(1);
  });
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html */
describe('a message that was received maxReceiveCount times', () => {
  const dead = () => {
    const on = world();
    const { MessageId } = send(on, 'a');
    for (let receive = 1; receive <= 2; receive += 1) {
      expect(on.read('orders-in')).toHaveLength(1);
      on.pass(30_000);
    }
    expect(on.read('orders-in')).toEqual([]);
    return { on, MessageId };
  };

  it('is moved by the next receive, keeps its id and names its source', () => {
    const { on, MessageId } = dead();
    const [message] = on.read('orders-dead');
    expect(message?.MessageId).toBe(MessageId);
    expect(message?.Attributes['DeadLetterQueueSourceArn']).toBe(queue.arn);
    expect(counts(on)).toBe('0/0/0');
  });

  it('expires in the dead-letter queue counted from its first sending', () => {
    const { on } = dead();
    on.pass(40_000);
    expect(on.read('orders-dead')).toEqual([]);
    expect(counts(on, deadLetters.url)).toBe('0/0/0');
  });

  it('can be moved back and is then a new message', () => {
    const { on, MessageId } = dead();
    on.call('sqs', 'StartMessageMoveTask', { SourceArn: deadLetters.arn });
    const [message] = on.read('orders-in');
    expect(message?.Body).toBe('a');
    expect(message?.MessageId).not.toBe(MessageId);
    expect(message?.Attributes['ApproximateReceiveCount']).toBe('1');
    expect(on.call('sqs', 'ListMessageMoveTasks', { SourceArn: deadLetters.arn })).toMatchObject({
      Results: [{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1 }],
    });
  });

  it('is moved by tasks of which the last ten are remembered', () => {
    const { on } = dead();
    for (let n = 0; n < 12; n += 1) on.call('sqs', 'StartMessageMoveTask', { SourceArn: deadLetters.arn });
    const { Results } = on.call('sqs', 'ListMessageMoveTasks', { SourceArn: deadLetters.arn, MaxResults: 10 }) as {
      readonly Results: readonly { readonly ApproximateNumberOfMessagesMoved: number }[];
    };
    expect(Results.map((task) => task.ApproximateNumberOfMessagesMoved)).toEqual(Array.from({ length: 10 }, () => 0));
    expect(on.state.queues.moveTasks).toHaveLength(10);
  });
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html */
describe('moving messages back', () => {
  it('is only for a dead-letter queue whose source is a queue', () => {
    expect(errorNameOf(() => world().call('sqs', 'StartMessageMoveTask', { SourceArn: queue.arn }))).toBe(
      'InvalidParameterValue',
    );
    expect(errorNameOf(() => world().call('sqs', 'StartMessageMoveTask', { SourceArn: 'arn:none' }))).toBe(
      'ResourceNotFoundException',
    );
  });

  it('fails for a message that no queue moved here, and leaves it', () => {
    const on = world();
    on.call('sqs', 'SendMessage', { QueueUrl: deadLetters.url, MessageBody: 'from a rule' });
    on.call('sqs', 'StartMessageMoveTask', { SourceArn: deadLetters.arn });
    expect(on.call('sqs', 'ListMessageMoveTasks', { SourceArn: deadLetters.arn })).toMatchObject({
      Results: [{ Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' }],
    });
    expect(counts(on, deadLetters.url)).toBe('1/0/0');
  });
});

describe('a message older than the retention', () => {
  it('is gone', () => {
    const on = world();
    send(on, 'a');
    on.pass(100_000);
    expect(on.read('orders-in')).toEqual([]);
    expect(counts(on)).toBe('0/0/0');
  });
});

describe('digests', () => {
  it('are those that the SDKs compare with', () => {
    const sent = send(world(), 'hello', {
      MessageAttributes: {
        b: { DataType: 'Number', StringValue: '1' },
        a: { DataType: 'Binary', BinaryValue: Buffer.from([1]) },
      },
    });
    expect(sent.MD5OfMessageBody).toBe('5d41402abc4b2a76b9719d911017c592');
    expect(sent.MD5OfMessageAttributes).toMatch(/^[0-9a-f]{32}$/);
  });
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
describe('a batch of sends', () => {
  const batch = (Entries: unknown) => {
    const on = world();
    return { on, run: () => on.call('sqs', 'SendMessageBatch', { QueueUrl, Entries }) };
  };

  it('can partly fail with 200', () => {
    const { on, run } = batch([
      { Id: 'a', MessageBody: 'a' },
      { Id: 'b', MessageBody: '\u0000' },
      { Id: 'c', MessageBody: 'c', DelaySeconds: 901 },
    ]);
    expect(run()).toMatchObject({
      Successful: [{ Id: 'a' }],
      Failed: [
        { Id: 'b', Code: 'InvalidMessageContents', SenderFault: true },
        { Id: 'c', Code: 'InvalidParameterValue', SenderFault: true },
      ],
    });
    expect(counts(on)).toBe('1/0/0');
  });

  it.each([
    ['no entries', [], 'EmptyBatchRequest'],
    [
      'eleven',
      Array.from({ length: 11 }, (_, n) => ({ Id: `${n}`, MessageBody: 'x' })),
      'TooManyEntriesInBatchRequest',
    ],
    [
      'one id twice',
      [
        { Id: 'a', MessageBody: 'x' },
        { Id: 'a', MessageBody: 'y' },
      ],
      'BatchEntryIdsNotDistinct',
    ],
    ['an id with a space', [{ Id: 'a b', MessageBody: 'x' }], 'InvalidBatchEntryId'],
    [
      'more than 1 MiB together',
      [
        { Id: 'a', MessageBody: 'x'.repeat(600_000) },
        { Id: 'b', MessageBody: 'x'.repeat(600_000) },
      ],
      'BatchRequestTooLong',
    ],
  ])('is refused as a whole with %s', (_case, entries, code) => {
    const { on, run } = batch(entries);
    expect(errorNameOf(run)).toBe(code);
    expect(counts(on)).toBe('0/0/0');
  });
});

describe('batches of deletes and visibility changes', () => {
  it('answer each entry by itself', () => {
    const on = world();
    send(on, 'a');
    const ReceiptHandle = on.read('orders-in')[0]?.ReceiptHandle;
    expect(
      on.call('sqs', 'ChangeMessageVisibilityBatch', {
        QueueUrl,
        Entries: [
          { Id: 'a', ReceiptHandle, VisibilityTimeout: 60 },
          { Id: 'b', ReceiptHandle: 'junk', VisibilityTimeout: 1 },
        ],
      }),
    ).toMatchObject({ Successful: [{ Id: 'a' }], Failed: [{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }] });
    expect(on.call('sqs', 'DeleteMessageBatch', { QueueUrl, Entries: [{ Id: 'a', ReceiptHandle }] })).toEqual({
      Successful: [{ Id: 'a' }],
    });
    expect(counts(on)).toBe('0/0/0');
  });
});

describe('bad requests', () => {
  it.each([
    ['SendMessage', { QueueUrl: '/none', MessageBody: 'a' }, 'QueueDoesNotExist'],
    ['SendMessage', { MessageBody: 'a' }, 'MissingParameter'],
    ['SendMessage', { QueueUrl, MessageBody: '' }, 'MissingParameter'],
    ['SendMessage', { QueueUrl, MessageBody: '\ud800' }, 'InvalidMessageContents'],
    ['SendMessage', { QueueUrl, MessageBody: 'x'.repeat(1_048_577) }, 'InvalidParameterValue'],
    [
      'SendMessage',
      { QueueUrl, MessageBody: 'a', MessageAttributes: { a: { DataType: 'Text', StringValue: 'x' } } },
      'InvalidParameterValue',
    ],
    ['ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 11 }, 'InvalidParameterValue'],
    ['ReceiveMessage', { QueueUrl, VisibilityTimeout: 43_201 }, 'InvalidParameterValue'],
    ['ReceiveMessage', { QueueUrl, WaitTimeSeconds: 21 }, 'InvalidParameterValue'],
    ['ReceiveMessage', { QueueUrl, WaitTimeSeconds: -1 }, 'InvalidParameterValue'],
    ['ListMessageMoveTasks', { SourceArn: deadLetters.arn, MaxResults: 11 }, 'InvalidParameterValue'],
    ['ListQueues', { MaxResults: 0 }, 'InvalidParameterValue'],
    ['ListQueues', { MaxResults: 1001 }, 'InvalidParameterValue'],
    ['ListQueues', { MaxResults: 1, NextToken: 'nowhere' }, 'InvalidParameterValue'],
    ['GetQueueAttributes', { QueueUrl, AttributeNames: ['Nonsense'] }, 'InvalidAttributeName'],
    ['GetQueueUrl', { QueueName: 'none' }, 'QueueDoesNotExist'],
  ])('%s %j is refused', (operation, input, code) => {
    expect(errorNameOf(() => world().call('sqs', operation, input))).toBe(code);
  });
});

describe('purging', () => {
  it('empties the queue, once a minute', () => {
    const on = world();
    send(on, 'a');
    on.call('sqs', 'PurgeQueue', { QueueUrl });
    expect(counts(on)).toBe('0/0/0');
    expect(errorNameOf(() => on.call('sqs', 'PurgeQueue', { QueueUrl }))).toBe('PurgeQueueInProgress');
    on.pass(60_000);
    expect(on.call('sqs', 'PurgeQueue', { QueueUrl })).toEqual({});
  });
});

describe('a queue through which many messages go', () => {
  it('keeps nothing of them', () => {
    const on = world();
    for (let round = 0; round < 200; round += 1) {
      send(on, `message ${round}`);
      const ReceiptHandle = on.read('orders-in')[0]?.ReceiptHandle;
      on.call('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle });
    }
    const state = on.state.queues.queues.get(queue.arn);
    expect(state?.messages.size).toBe(0);
    expect(state?.appointments.length).toBeLessThan(100);
  });
});

describe('finding queues', () => {
  it('works by name and by prefix', () => {
    expect(world().call('sqs', 'GetQueueUrl', { QueueName: 'orders-in' })).toEqual({ QueueUrl });
    expect(world().call('sqs', 'ListQueues', { QueueNamePrefix: 'orders-d' })).toEqual({
      QueueUrls: [deadLetters.url],
    });
    expect(world().call('sqs', 'ListQueues', { QueueNamePrefix: 'x' })).toEqual({});
  });
});
