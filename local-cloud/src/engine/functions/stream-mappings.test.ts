import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../contract.ts';
import {
  aFunction,
  aModel,
  answer,
  aQueue,
  aStreamMapping,
  aWorld,
  crash,
  STREAM_ARN,
} from '../event-bus/choreography.fixture.ts';
import type { Gate } from '../event-bus/choreography.fixture.ts';
import type { StreamMapping } from '../../template/model.ts';

const failures = aQueue('orders-failures');
const world = (mapping: Partial<StreamMapping> = {}, gate?: Gate) =>
  aWorld(
    aModel({
      queues: [failures],
      functions: [aFunction('orders-publish')],
      mappings: [aStreamMapping('orders-publish', { onFailureArn: failures.arn, ...mapping })],
    }),
    gate && { gate },
  );
type World = ReturnType<typeof world>;

const write = (on: World, ...numbers: number[]): void => numbers.forEach((one) => on.write(`00${one}`));
const numbersOf = (invocation: { readonly payload: unknown }): readonly number[] =>
  (invocation.payload as { Records: { dynamodb: { SequenceNumber: string } }[] }).Records.map(({ dynamodb }) =>
    Number(dynamodb.SequenceNumber),
  );
const stopAt = (...numbers: number[]) =>
  answer({ batchItemFailures: numbers.map((one) => ({ itemIdentifier: `00${one}` })) });

/** Moves the clock until the next batch is due, starts it, and ends it with the outcome. */
const next = (on: World, outcome: Parameters<World['finish']>[1]): readonly number[] => {
  if (on.due(on.now()).length === 0) on.pass((on.nextDueAt() ?? on.now()) - on.now());
  const invocation = on.theInvocation();
  on.finish(invocation.id, outcome);
  return numbersOf(invocation);
};
const failureRecords = (on: World) =>
  on.read('orders-failures').map(
    ({ Body }) =>
      JSON.parse(Body) as {
        requestContext: unknown;
        DDBStreamBatchInfo: { startSequenceNumber: string; endSequenceNumber: string; batchSize: number };
      },
  );

/** https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
describe('a shard', () => {
  it('comes again from its start when it is rewound, what was in flight first', () => {
    const on = world({ batchSize: 2 });
    write(on, 1, 2, 3);
    expect(next(on, answer())).toEqual([1, 2]);
    const inFlight = on.theInvocation();
    on.functions.rewindStreams();
    on.finish(inFlight.id, answer());
    expect([next(on, answer()), next(on, answer())]).toEqual([[1, 2], [3]]);
    expect(on.due(on.now())).toEqual([]);
  });

  it('is read from its start, in order, one batch at a time', () => {
    const on = world({ batchSize: 2 });
    write(on, 1, 2, 3);
    const first = on.theInvocation();
    expect(numbersOf(first)).toEqual([1, 2]);
    expect(on.due(on.now())).toEqual([]);
    on.finish(first.id, answer());
    expect(next(on, answer())).toEqual([3]);
    expect(on.nextDueAt()).toBeUndefined();
  });

  it('is blocked by a failing batch: the same records come again before anything newer', () => {
    const on = world();
    write(on, 1, 2);
    expect(next(on, crash)).toEqual([1, 2]);
    write(on, 3);
    expect(on.due(on.now())).toEqual([]);
    expect(next(on, answer())).toEqual([1, 2]);
    expect(next(on, answer())).toEqual([3]);
  });

  it('waits for the batching window unless the batch is full', () => {
    const on = world({ batchingWindowSeconds: 2, batchSize: 3 });
    write(on, 1);
    expect(on.due(on.now())).toEqual([]);
    expect(on.nextDueAt()).toBe(on.now() + 2000);
    write(on, 2, 3);
    expect(numbersOf(on.theInvocation())).toEqual([1, 2, 3]);
  });
});

/** https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html */
describe('ReportBatchItemFailures on a stream', () => {
  it.each([undefined, null, '', {}, { batchItemFailures: [] }, { batchItemFailures: null }])(
    'takes %j as success',
    (payload) => {
      const on = world();
      write(on, 1, 2);
      next(on, answer(payload));
      expect(on.nextDueAt()).toBeUndefined();
    },
  );

  it.each([
    ['an empty identifier', ''],
    ['a null identifier', null],
    ['an unknown identifier', '009'],
  ])('makes the whole batch fail for %s', (_case, itemIdentifier) => {
    const on = world();
    write(on, 1, 2);
    next(on, answer({ batchItemFailures: [{ itemIdentifier }] }));
    expect(next(on, answer())).toEqual([1, 2]);
  });

  it('goes back to the lowest sequence number: successes behind it come again', () => {
    const on = world();
    write(on, 1, 2, 3, 4);
    next(on, stopAt(4, 2));
    expect(next(on, answer())).toEqual([2, 3, 4]);
  });

  it('retries what is left at once after progress, and uses up a retry without', () => {
    const on = world({ maximumRetryAttempts: 1 });
    write(on, 1, 2, 3);
    expect(next(on, stopAt(2))).toEqual([1, 2, 3]);
    expect(on.due(on.now())).toHaveLength(1);
    expect(next(on, stopAt(2))).toEqual([2, 3]);
    expect(on.due(on.now())).toEqual([]);
    expect(next(on, stopAt(2))).toEqual([2, 3]);
    expect(failureRecords(on)[0]?.DDBStreamBatchInfo).toMatchObject({
      startSequenceNumber: '002',
      endSequenceNumber: '003',
      batchSize: 2,
    });
  });
});

/** https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
describe('a record that always fails', () => {
  const poison = (on: World, numbers: readonly number[]) => (numbers.includes(3) ? crash : answer());
  /** Runs until nothing is pending and tells which batches were handed out. */
  const drain = (on: World): (readonly number[])[] => {
    const batches: (readonly number[])[] = [];
    for (let at: number | undefined = on.now(); at !== undefined; at = on.nextDueAt()) {
      on.pass(at - on.now());
      for (let [work] = on.due(on.now()); work !== undefined; [work] = on.due(on.now())) {
        const invocation = on.start(work.id);
        if (invocation === undefined) continue;
        batches.push(numbersOf(invocation));
        on.finish(invocation.id, poison(on, numbersOf(invocation)));
      }
    }
    return batches;
  };

  it('is given up with its batch after the retries, and the shard goes on', () => {
    const on = world({ maximumRetryAttempts: 2, batchSize: 3 });
    write(on, 1, 2, 3, 4);
    expect(drain(on)).toEqual([[1, 2, 3], [1, 2, 3], [1, 2, 3], [4]]);
    expect(failureRecords(on)).toHaveLength(1);
  });

  it('is isolated by bisecting, which uses up no retries, in order', () => {
    const on = world({ maximumRetryAttempts: 1, bisectOnError: true });
    write(on, 1, 2, 3, 4);
    expect(drain(on)).toEqual([[1, 2, 3, 4], [1, 2], [3, 4], [3], [3], [4]]);
    expect(failureRecords(on)[0]?.DDBStreamBatchInfo).toMatchObject({
      startSequenceNumber: '003',
      endSequenceNumber: '003',
      batchSize: 1,
    });
  });

  it('leaves where it was, and not what it was, in the on-failure queue', () => {
    const on = world({ maximumRetryAttempts: 0 });
    write(on, 3);
    drain(on);
    expect(failureRecords(on)).toEqual([
      {
        requestContext: {
          requestId: expect.any(String) as unknown,
          functionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:orders-publish',
          condition: 'RetryAttemptsExhausted',
          approximateInvokeCount: 1,
        },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        version: '1.0',
        timestamp: '2026-01-01T00:00:00.000Z',
        DDBStreamBatchInfo: {
          shardId: 'shard-0',
          startSequenceNumber: '003',
          endSequenceNumber: '003',
          approximateArrivalOfFirstRecord: '2026-01-01T00:00:00Z',
          approximateArrivalOfLastRecord: '2026-01-01T00:00:00Z',
          batchSize: 1,
          streamArn: STREAM_ARN,
        },
      },
    ]);
  });

  it('blocks its shard for a day when retries are endless', () => {
    const on = world({ maximumRetryAttempts: -1 });
    const began = on.now();
    write(on, 3);
    expect(drain(on).length).toBeGreaterThan(1000);
    expect(on.now() - began).toBeGreaterThanOrEqual(86_400_000 - 60_000);
    expect(failureRecords(on)).toHaveLength(1);
  });

  it('is given up at the maximum record age, without the younger ones', () => {
    const on = world({ maximumRetryAttempts: -1, maximumRecordAgeSeconds: 60 });
    write(on, 3);
    on.pass(30_000);
    write(on, 4);
    const batches = drain(on);
    expect(batches[0]).toEqual([3, 4]);
    expect(batches.at(-1)).toEqual([4]);
    expect(failureRecords(on)[0]).toMatchObject({
      requestContext: { condition: 'RecordAgeExceeded' },
      DDBStreamBatchInfo: { batchSize: 1 },
    });
  });

  it('is dropped, audibly, when the role may not send to the on-failure queue', () => {
    const seen: unknown[] = [];
    const on = world({ maximumRetryAttempts: 0 }, ({ caller, operation }) => {
      if (operation !== 'SendMessage') return undefined;
      seen.push(caller);
      return new AwsError('AccessDenied', 'no', 403);
    });
    write(on, 3, 4);
    drain(on);
    expect(seen).toEqual([{ kind: 'function', functionName: 'orders-publish' }]);
    expect(on.dropped).toMatchObject([{ what: 'stream-batch', reason: 'The on-failure destination refused it: no' }]);
    expect(on.nextDueAt()).toBeUndefined();
  });
});

/** https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html */
describe('filters on a stream', () => {
  const filters = [{ eventName: ['INSERT'] }];

  it('hand over what matches and step over the rest', () => {
    const on = world({ filters });
    on.write('001', { eventName: 'MODIFY' });
    on.write('002', { eventName: 'INSERT' });
    on.write('003', { eventName: 'MODIFY' });
    expect(next(on, answer())).toEqual([2]);
    expect(on.nextDueAt()).toBeUndefined();
  });

  it('advance the checkpoint when nothing matches, and call nobody', () => {
    const on = world({ filters, batchSize: 1 });
    on.write('001', { eventName: 'MODIFY' });
    on.write('002', { eventName: 'MODIFY' });
    expect(on.startDue()).toEqual([]);
    expect(on.state.functions.shards.get('stream-to-orders-publish/shard-0')?.position).toBe('002');
  });
});

describe('parallelization', () => {
  it('is refused, since it is not implemented', () => {
    expect(() => world({ parallelizationFactor: 2 })).toThrow('ParallelizationFactor 2');
  });
});
