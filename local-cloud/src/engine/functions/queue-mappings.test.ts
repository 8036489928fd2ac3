import { describe, expect, it } from '@jest/globals';
import { aFunction, aModel, aQueue, aQueueMapping, answer, aWorld, crash } from '../event-bus/choreography.fixture.ts';
import type { QueueMapping } from '../../template/model.ts';

const queue = aQueue('stock-in');
const world = (mapping: Partial<QueueMapping> = {}) =>
  aWorld(
    aModel({
      queues: [queue],
      functions: [aFunction('stock-react')],
      mappings: [aQueueMapping('stock-in', 'stock-react', mapping)],
    }),
  );
type World = ReturnType<typeof world>;

const send = (on: World, ...bodies: string[]): void => {
  for (const MessageBody of bodies) on.call('sqs', 'SendMessage', { QueueUrl: queue.url, MessageBody });
};
interface Record {
  readonly messageId: string;
  readonly body: string;
}
const recordsOf = (invocation: { readonly payload: unknown }) =>
  (invocation.payload as { readonly Records: readonly Record[] }).Records;
const bodiesOf = (invocation: { readonly payload: unknown }) => recordsOf(invocation).map(({ body }) => body);
const left = (on: World) =>
  [...(on.state.queues.queues.get(queue.arn)?.messages.values() ?? [])].map(({ body }) => body);

describe('a batch from a queue', () => {
  it('has the shape that Lambda gives it', () => {
    const on = world();
    on.call('sqs', 'SendMessage', {
      QueueUrl: queue.url,
      MessageBody: 'hello',
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'x' } },
    });
    expect(recordsOf(on.theInvocation())).toEqual([
      {
        messageId: expect.any(String) as unknown,
        receiptHandle: expect.any(String) as unknown,
        body: 'hello',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: String(on.now()),
          SenderId: 'admin',
          ApproximateFirstReceiveTimestamp: String(on.now()),
        },
        messageAttributes: {
          kind: { stringValue: 'x', stringListValues: [], binaryListValues: [], dataType: 'String' },
        },
        md5OfBody: '5d41402abc4b2a76b9719d911017c592',
        md5OfMessageAttributes: expect.any(String) as unknown,
        eventSource: 'aws:sqs',
        eventSourceARN: queue.arn,
        awsRegion: 'eu-central-1',
      },
    ]);
  });

  it('holds no more than the batch size, and further batches run beside it', () => {
    const on = world({ batchSize: 2 });
    send(on, 'a', 'b', 'c');
    expect(on.startDue().map(bodiesOf)).toEqual([['a', 'b'], ['c']]);
  });

  it('is deleted when the function succeeds', () => {
    const on = world();
    send(on, 'a', 'b');
    on.finish(on.theInvocation().id, answer());
    expect(left(on)).toEqual([]);
    expect(on.nextDueAt()).toBeUndefined();
  });

  it('comes again as a whole after the visibility time-out when the function fails', () => {
    const on = world();
    send(on, 'a', 'b');
    on.finish(on.theInvocation().id, crash);
    expect(on.due(on.now())).toEqual([]);
    on.pass(30_000);
    expect(bodiesOf(on.theInvocation())).toEqual(['a', 'b']);
  });

  it('is not deleted by a function that answers after its messages were handed out again', () => {
    const on = world();
    send(on, 'a');
    const late = on.theInvocation();
    on.pass(30_000);
    const second = on.theInvocation();
    on.finish(late.id, answer());
    expect(left(on)).toEqual(['a']);
    on.finish(second.id, answer());
    expect(left(on)).toEqual([]);
  });
});

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html */
describe('ReportBatchItemFailures on a queue', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['nothing', undefined, []],
    ['null', null, []],
    ['{}', {}, []],
    ['no failures', { batchItemFailures: [] }, []],
    ['null failures', { batchItemFailures: null }, []],
    ['a text', 'done', ['a', 'b']],
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }, ['a', 'b']],
    ['a null identifier', { batchItemFailures: [{ itemIdentifier: null }] }, ['a', 'b']],
    ['a wrong key', { batchItemFailures: [{ id: 'x' }] }, ['a', 'b']],
    ['an identifier that is not of the batch', { batchItemFailures: [{ itemIdentifier: 'x' }] }, ['a', 'b']],
    ['failures that are no list', { batchItemFailures: 'a' }, ['a', 'b']],
  ])('takes %s as all or nothing', (_case, payload, kept) => {
    const on = world();
    send(on, 'a', 'b');
    on.finish(on.theInvocation().id, answer(payload));
    expect(left(on)).toEqual(kept);
  });

  it('keeps exactly the messages that are named', () => {
    const on = world();
    send(on, 'a', 'b', 'c');
    const invocation = on.theInvocation();
    on.finish(invocation.id, answer({ batchItemFailures: [{ itemIdentifier: recordsOf(invocation)[1]?.messageId }] }));
    expect(left(on)).toEqual(['b']);
  });

  it('does not count unless the mapping asks for it', () => {
    const on = world({ reportBatchItemFailures: false });
    send(on, 'a');
    const invocation = on.theInvocation();
    on.finish(invocation.id, answer({ batchItemFailures: [{ itemIdentifier: recordsOf(invocation)[0]?.messageId }] }));
    expect(left(on)).toEqual([]);
  });
});

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
describe('maximumConcurrency', () => {
  it('bounds the batches in flight', () => {
    const on = world({ batchSize: 1, maximumConcurrency: 2 });
    send(on, 'a', 'b', 'c');
    const [first, , ...others] = on.startDue();
    expect(others).toEqual([]);
    expect(on.due(on.now())).toEqual([]);
    on.finish(first?.id ?? '', answer());
    expect(bodiesOf(on.theInvocation())).toEqual(['c']);
  });
});

describe('a batching window', () => {
  it('waits for more from the first message on', () => {
    const on = world({ batchingWindowSeconds: 5, batchSize: 3 });
    send(on, 'a');
    on.pass(2000);
    send(on, 'b');
    expect(on.due(on.now())).toEqual([]);
    expect(on.nextDueAt()).toBe(on.now() + 3000);
    on.pass(3000);
    expect(bodiesOf(on.theInvocation())).toEqual(['a', 'b']);
  });

  it('ends early when the batch is full', () => {
    const on = world({ batchingWindowSeconds: 5, batchSize: 2 });
    send(on, 'a', 'b');
    expect(bodiesOf(on.theInvocation())).toEqual(['a', 'b']);
  });
});

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html */
describe('filters on a queue', () => {
  const filters = [{ body: { detail: { total: [{ numeric: ['>', 10] }] } } }];

  it('hand over what matches and delete the rest', () => {
    const on = world({ filters });
    send(on, '{"detail":{"total":5}}', '{"detail":{"total":50}}', 'no json');
    const invocation = on.theInvocation();
    expect(bodiesOf(invocation)).toEqual(['{"detail":{"total":50}}']);
    expect(left(on)).toEqual(['{"detail":{"total":50}}']);
  });

  it('call nobody when nothing matches', () => {
    const on = world({ filters });
    send(on, 'no json');
    expect(on.startDue()).toEqual([]);
    expect(left(on)).toEqual([]);
    expect(on.meter.totals()['stock']).toEqual({ 'sqs-request': 3 });
  });
});

describe('bodies near 1 MiB', () => {
  it('are split into batches that fit into an event of 6 MB', () => {
    const on = world();
    send(on, ...Array.from({ length: 7 }, () => 'x'.repeat(1_000_000)));
    expect(on.startDue().map((one) => recordsOf(one).length)).toEqual([5, 2]);
  });
});
