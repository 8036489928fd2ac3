import { InvokeCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Cloud, ConformanceCase } from '../case.ts';
import { holds, same } from '../check.ts';
import { recorded, recordedWhen } from '../deliveries.ts';
import type { QueueRecord, Recorded } from '../deliveries.ts';
import { take } from '../sqs/taking.ts';

const GUIDE = 'https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html';
const ERRORS = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html';
const SCALING = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html';
const CONFIGURE = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html';
const GIVEN_UP_WITHIN_MS = 60_000;
const FILTERING = 'https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html';

const AT_ONCE = 8;
const warmings = new WeakMap<Cloud, Promise<unknown>>();

/** A sandbox that has to start first may take longer than a message stays hidden, which would then come twice. */
const warm = (cloud: Cloud): Promise<unknown> => {
  const { lambda, fixture } = cloud;
  const call = () =>
    lambda.send(new InvokeCommand({ FunctionName: fixture.name('Recorder'), Payload: '{"run":"warm","sleepMs":500}' }));
  const warming = warmings.get(cloud) ?? Promise.all(Array.from({ length: AT_ONCE }, call));
  warmings.set(cloud, warming);
  return warming;
};

/** Sends these bodies in one batch, each with the run in it. */
const send = async (cloud: Cloud, queue: string, run: string, ...bodies: readonly object[]) => {
  await warm(cloud);
  await cloud.sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: await cloud.fixture.queueUrl(queue),
      Entries: bodies.map((body, index) => ({ Id: `m${index}`, MessageBody: JSON.stringify({ run, ...body }) })),
    }),
  );
};

const recordsIn = (calls: readonly Recorded[]): readonly QueueRecord[] =>
  calls.flatMap(({ event }) => event.Records ?? []);

/** The numbers that the messages carry. */
const numbersIn = (calls: readonly Recorded[]): readonly number[] =>
  recordsIn(calls).map(({ body }) => (JSON.parse(body) as { readonly n?: number }).n ?? 0);

const timesOf = (calls: readonly Recorded[], n: number): number => numbersIn(calls).filter((one) => one === n).length;

/** Waits until the queue holds nothing, neither visible nor hidden: by then every message is done or given up. */
const emptied = async (cloud: Cloud, queue: string) => {
  const QueueUrl = await cloud.fixture.queueUrl(queue);
  const ask = new GetQueueAttributesCommand({
    QueueUrl,
    AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
  });
  await cloud.eventually(
    async () => {
      const { Attributes = {} } = await cloud.sqs.send(ask);
      return Object.values(Attributes).every((count) => count === '0') ? true : undefined;
    },
    { withinMs: 120_000, what: `The end of ${queue}` },
  );
};

/** The only message of its batch answers this, and comes again. */
const failsAll = (id: string, rule: string, body: object): ConformanceCase => ({
  id: `lambda/queue-mappings/${id}`,
  rule,
  source: ERRORS,
  run: async (cloud) => {
    const run = cloud.unique('failed');
    await send(cloud, 'Work', run, { n: 1, ...body });
    await recordedWhen(cloud, run, (calls) => timesOf(calls, 1) >= 2);
  },
});

/** The only message of its batch answers this, and is done: the queue is empty and the function saw it once. */
const succeeds = (id: string, rule: string, answer: unknown): ConformanceCase => ({
  id: `lambda/queue-mappings/${id}`,
  rule,
  source: ERRORS,
  run: async (cloud) => {
    const run = cloud.unique('done');
    await send(cloud, 'Work', run, { n: 1, answer });
    await recordedWhen(cloud, run);
    await emptied(cloud, 'Work');
    same(timesOf(await recorded(cloud, run), 1), 1);
  },
});

export const queueReports: readonly ConformanceCase[] = [
  {
    id: 'lambda/queue-mappings/event',
    rule: 'A function gets Records with id, body, attributes, MD5, source ARN and region of each message.',
    source: GUIDE,
    run: async (cloud) => {
      const run = cloud.unique('event');
      await warm(cloud);
      const body = JSON.stringify({ run });
      await cloud.sqs.send(
        new SendMessageCommand({
          QueueUrl: await cloud.fixture.queueUrl('Work'),
          MessageBody: body,
          MessageAttributes: { kind: { DataType: 'String', StringValue: 'k' } },
        }),
      );
      const [record] = recordsIn(await recordedWhen(cloud, run));
      same([record?.body, record?.['eventSource'], record?.['awsRegion']], [body, 'aws:sqs', cloud.region]);
      same(record?.['eventSourceARN'], await cloud.fixture.arn('sqs', 'Work'));
      same(record?.attributes['ApproximateReceiveCount'], '1');
      same(Object.keys(record?.attributes ?? {}).sort(), [
        'ApproximateFirstReceiveTimestamp',
        'ApproximateReceiveCount',
        'SenderId',
        'SentTimestamp',
      ]);
      same(record?.['messageAttributes'], {
        kind: { stringValue: 'k', stringListValues: [], binaryListValues: [], dataType: 'String' },
      });
    },
  },
  succeeds('empty-list', 'An empty list of failures is success.', { batchItemFailures: [] }),
  succeeds('null-list', 'A list of failures that is null is success.', { batchItemFailures: null }),
  succeeds('empty-answer', 'An empty answer is success.', {}),
  succeeds('null-answer', 'An answer of null is success.', null),
  {
    id: 'lambda/queue-mappings/partial',
    rule: 'Only the messages that are reported as failed come again.',
    source: ERRORS,
    run: async (cloud) => {
      const run = cloud.unique('partial');
      await send(cloud, 'Work', run, { n: 1 }, { n: 2, ask: 'fail' }, { n: 3 });
      const calls = await recordedWhen(cloud, run, (all) => timesOf(all, 2) >= 2);
      same(
        [1, 2, 3].map((n) => timesOf(calls, n)),
        [1, 2, 1],
      );
    },
  },
  {
    id: 'lambda/queue-mappings/given-up',
    rule: 'A message that fails as often as maxReceiveCount says goes to the dead-letter queue, and to the function no more.',
    source: ERRORS,
    run: async (cloud) => {
      const run = cloud.unique('given-up');
      await send(cloud, 'Work', run, { n: 1, ask: 'fail' });
      const { Attributes } = await take(cloud, await cloud.fixture.queueUrl('WorkDead'), run, GIVEN_UP_WITHIN_MS);
      same(Attributes?.['DeadLetterQueueSourceArn'], await cloud.fixture.arn('sqs', 'Work'));
      same(timesOf(await recorded(cloud, run), 1), 2);
    },
  },
  failsAll('thrown', 'A function that throws fails its whole batch.', { ask: 'throw' }),
  failsAll('unknown-id', 'An identifier that is not of the batch fails the whole batch.', {
    answer: { batchItemFailures: [{ itemIdentifier: 'nobody' }] },
  }),
  failsAll('empty-id', 'An empty identifier fails the whole batch.', {
    answer: { batchItemFailures: [{ itemIdentifier: '' }] },
  }),
  failsAll('null-id', 'An identifier that is null fails the whole batch.', {
    answer: { batchItemFailures: [{ itemIdentifier: null }] },
  }),
  failsAll('wrong-key', 'An identifier under another name fails the whole batch.', {
    answer: { batchItemFailures: [{ messageId: 'x' }] },
  }),
  failsAll('no-list', 'A list of failures that is none fails the whole batch.', {
    answer: { batchItemFailures: 'all' },
  }),
];

export const queueWithoutReports: readonly ConformanceCase[] = [
  {
    id: 'lambda/queue-mappings/without-reporting',
    rule: 'Without ReportBatchItemFailures an answer counts for nothing: what was returned is done.',
    source: ERRORS,
    run: async (cloud) => {
      const run = cloud.unique('unreported');
      await send(cloud, 'Plain', run, { n: 1, ask: 'fail' });
      await recordedWhen(cloud, run);
      await emptied(cloud, 'Plain');
      same(timesOf(await recorded(cloud, run), 1), 1);
    },
  },
  {
    id: 'lambda/queue-mappings/without-reporting-thrown',
    rule: 'Without ReportBatchItemFailures a function that throws fails its whole batch.',
    source: ERRORS,
    run: async (cloud) => {
      const run = cloud.unique('unreported');
      await send(cloud, 'Plain', run, { n: 1 }, { n: 2, ask: 'throw' });
      await recordedWhen(cloud, run, (calls) => timesOf(calls, 2) >= 2);
      await emptied(cloud, 'Plain');
    },
  },
  {
    id: 'lambda/queue-mappings/not-json',
    rule: 'A body that is no JSON reaches a function as the text that it is.',
    source: GUIDE,
    run: async (cloud) => {
      const run = cloud.unique('text');
      await warm(cloud);
      await cloud.sqs.send(
        new SendMessageBatchCommand({
          QueueUrl: await cloud.fixture.queueUrl('Plain'),
          Entries: [
            { Id: 'text', MessageBody: `plain ${run}` },
            { Id: 'json', MessageBody: JSON.stringify({ run }) },
          ],
        }),
      );
      const bodies = recordsIn(await recordedWhen(cloud, run)).map(({ body }) => body);
      holds(
        bodies.every((body) => body === `plain ${run}` || body === JSON.stringify({ run })),
        bodies.join(),
      );
    },
  },
  {
    id: 'lambda/queue-mappings/listed',
    rule: 'A mapping is listed with its source, function and batch size: 10 unless it says otherwise.',
    source: 'https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html',
    run: async ({ lambda, fixture }) => {
      const EventSourceArn = await fixture.arn('sqs', 'Plain');
      const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ EventSourceArn }));
      same(
        EventSourceMappings.map((one) => [one.EventSourceArn, one.FunctionArn, one.BatchSize, one.State]),
        [[EventSourceArn, await fixture.arn('lambda', 'Recorder'), 10, 'Enabled']],
      );
    },
  },
];

export const queueFilters: readonly ConformanceCase[] = [
  {
    id: 'lambda/queue-mappings/filtered',
    rule: 'A function gets only what one of the patterns matches; the rest is deleted from the queue.',
    source: FILTERING,
    run: async (cloud) => {
      const run = cloud.unique('filtered');
      await send(
        cloud,
        'Filtered',
        run,
        { n: 1, wanted: true, count: 2 },
        { n: 2, wanted: true, count: 1 },
        { n: 3, wanted: false, count: 2 },
        { n: 4, either: 'way' },
      );
      await recordedWhen(cloud, run, (calls) => recordsIn(calls).length >= 2);
      await emptied(cloud, 'Filtered');
      same([...numbersIn(await recorded(cloud, run))].sort(), [1, 4]);
    },
  },
  {
    id: 'lambda/queue-mappings/filtered-text',
    rule: 'A pattern for a JSON body drops a body that is no JSON.',
    source: FILTERING,
    run: async (cloud) => {
      const run = cloud.unique('text');
      await warm(cloud);
      const QueueUrl = await cloud.fixture.queueUrl('Filtered');
      await cloud.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: `either way ${run}` }));
      await send(cloud, 'Filtered', run, { n: 1, either: 'way' });
      const calls = await recordedWhen(cloud, run);
      same(numbersIn(calls), [1]);
    },
  },
];

export const queuePacing: readonly ConformanceCase[] = [
  {
    id: 'lambda/queue-mappings/batch-size',
    rule: 'No batch is larger than the batch size, and every message comes.',
    source: CONFIGURE,
    run: async (cloud) => {
      const run = cloud.unique('pairs');
      await send(cloud, 'Pairs', run, ...Array.from({ length: 5 }, (_, n) => ({ n })));
      const calls = await recordedWhen(cloud, run, (all) => recordsIn(all).length >= 5);
      holds(
        calls.every(({ event }) => (event.Records?.length ?? 0) <= 2),
        'A batch was larger than two.',
      );
      same([...numbersIn(calls)].sort(), [0, 1, 2, 3, 4]);
    },
  },
  {
    id: 'lambda/queue-mappings/maximum-concurrency',
    rule: 'No more batches run at once than the maximum concurrency of the mapping.',
    source: SCALING,
    run: async (cloud) => {
      const run = cloud.unique('slow');
      await send(cloud, 'Slow', run, ...Array.from({ length: 6 }, (_, n) => ({ n, sleepMs: 250 })));
      const calls = await recordedWhen(cloud, run, ({ length }) => length >= 6);
      const atOnce = calls.map(
        (one) => calls.filter(({ started, ended }) => started <= one.started && one.started < ended).length,
      );
      holds(Math.max(...atOnce) <= 2, `${Math.max(...atOnce)} ran at once.`);
    },
  },
];
