import { InvokeCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { casesOf, type AreaCase } from '../area.ts';
import type { Cloud } from '../case.ts';
import { holds, same } from '../check.ts';
import { recorded, recordedWhen } from '../deliveries.ts';
import type { QueueRecord, Recorded } from '../deliveries.ts';
import { look, take } from '../sqs/taking.ts';
import { LAMBDA } from '../pages.ts';
const GIVEN_UP_WITHIN_MS = 60_000;

const AT_ONCE = 4;
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

/** The numbers of this run's messages in a dead-letter queue, of which a few looks see everything. */
const deadIn = async (cloud: Cloud, queue: string, run: string): Promise<readonly number[]> => {
  const url = await cloud.fixture.queueUrl(queue);
  const bodies = new Set<string>();
  for (const waitSeconds of [0, 0, 1]) {
    for (const { Body = '' } of await look(cloud, url, waitSeconds)) if (Body.includes(run)) bodies.add(Body);
  }
  return [...bodies].map((body) => (JSON.parse(body) as { readonly n: number }).n).sort();
};

/** The only message of its batch answers this, and comes again until it is given up. */
const failsAll = (name: string, rule: string, body: object): AreaCase => ({
  name,
  rule,
  run: async (cloud) => {
    const run = cloud.unique('failed');
    await send(cloud, 'One', run, { n: 1, ...body });
    await take(cloud, await cloud.fixture.queueUrl('OneDead'), run, GIVEN_UP_WITHIN_MS);
    await recordedWhen(cloud, run, (calls) => timesOf(calls, 1) >= 2);
  },
});

/**
 * Asks up to three times until nothing was given up. On a machine that stands still for longer than a message is hidden a
 * message comes again although it was done; one that is not done is given up every time.
 */
const nothingGivenUp = async (attempt: () => Promise<readonly number[]>): Promise<void> => {
  let dead: readonly number[] = [];
  for (let attempts = 0; attempts < 3; attempts += 1) {
    dead = await attempt();
    if (dead.length === 0) return;
  }
  same(dead, []);
};

/** The only message of its batch answers this, and is done. */
const succeeds = (name: string, rule: string, answer: unknown): AreaCase => ({
  name,
  rule,
  run: (cloud) =>
    nothingGivenUp(async () => {
      const [run, later] = [cloud.unique('done'), cloud.unique('later')];
      await send(cloud, 'One', run, { n: 1, answer });
      await recordedWhen(cloud, run);
      // One that is sent now and given up shows that the time has passed in which the first one would have been.
      await send(cloud, 'One', later, { n: 2, ask: 'throw' });
      await take(cloud, await cloud.fixture.queueUrl('OneDead'), later, GIVEN_UP_WITHIN_MS);
      return deadIn(cloud, 'OneDead', run);
    }),
});

/** What an answer means; each waits for messages to come again, so they wait together. */
export const queueAnswers = casesOf('lambda/queue-mappings', LAMBDA.guide('services-sqs-errorhandling'), [
  succeeds('empty-list', 'An empty list of failures is success.', { batchItemFailures: [] }),
  succeeds('null-list', 'A list of failures that is null is success.', { batchItemFailures: null }),
  succeeds('empty-answer', 'An empty answer is success.', {}),
  succeeds('null-answer', 'An answer of null is success.', null),
  failsAll('thrown', 'A function that throws fails its whole batch.', { ask: 'throw' }),
  failsAll('unknown-id', 'An identifier that is not of the batch fails the whole batch.', {
    answer: {
      batchItemFailures: [{ itemIdentifier: 'nobody' }],
    },
  }),
  failsAll('empty-id', 'An empty identifier fails the whole batch.', {
    answer: { batchItemFailures: [{ itemIdentifier: '' }] },
  }),
  failsAll('null-id', 'An identifier that is null fails the whole batch.', {
    answer: {
      batchItemFailures: [{ itemIdentifier: null }],
    },
  }),
  failsAll('wrong-key', 'An identifier under another name fails the whole batch.', {
    answer: {
      batchItemFailures: [{ messageId: 'x' }],
    },
  }),
  failsAll('no-list', 'A list of failures that is none fails the whole batch.', {
    answer: { batchItemFailures: 'all' },
  }),
]);

export const queueReports = casesOf('lambda/queue-mappings', LAMBDA.guide('with-sqs'), [
  {
    name: 'event',
    rule: 'A function gets Records with id, body, attributes, MD5, source ARN and region of each message.',
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
  {
    name: 'partial',
    rule: 'Only the messages that are reported as failed come again, until they are given up.',
    source: LAMBDA.guide('services-sqs-errorhandling'),
    run: (cloud) =>
      nothingGivenUp(async () => {
        const run = cloud.unique('partial');
        await send(cloud, 'Work', run, { n: 1 }, { n: 2, ask: 'fail' }, { n: 3 });
        await recordedWhen(cloud, run, (calls) => timesOf(calls, 2) >= 2);
        await emptied(cloud, 'Work');
        const dead = await deadIn(cloud, 'WorkDead', run);
        holds(dead.includes(2), 'What failed was not given up.');
        return dead.filter((n) => n !== 2);
      }),
  },
]);

export const queueWithoutReports = casesOf('lambda/queue-mappings', LAMBDA.guide('services-sqs-errorhandling'), [
  {
    name: 'without-reporting',
    rule: 'Without ReportBatchItemFailures an answer counts for nothing: what was returned is done.',
    run: (cloud) =>
      nothingGivenUp(async () => {
        const run = cloud.unique('unreported');
        await send(cloud, 'Plain', run, { n: 1, ask: 'fail' });
        await recordedWhen(cloud, run);
        await emptied(cloud, 'Plain');
        return deadIn(cloud, 'PlainDead', run);
      }),
  },
  {
    name: 'without-reporting-thrown',
    rule: 'Without ReportBatchItemFailures a function that throws fails its whole batch.',
    run: async (cloud) => {
      const run = cloud.unique('unreported');
      await send(cloud, 'Plain', run, { n: 1, ask: 'throw' }, { n: 2, ask: 'throw' });
      await emptied(cloud, 'Plain');
      same(await deadIn(cloud, 'PlainDead', run), [1, 2]);
    },
  },
  {
    name: 'not-json',
    rule: 'A body that is no JSON reaches a function as the text that it is.',
    source: LAMBDA.guide('with-sqs'),
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
    name: 'listed',
    rule: 'A mapping is listed with its source, function and batch size: 10 unless it says otherwise.',
    source: LAMBDA.api('ListEventSourceMappings'),
    run: async ({ lambda, fixture }) => {
      const EventSourceArn = await fixture.arn('sqs', 'Plain');
      const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ EventSourceArn }));
      same(
        EventSourceMappings.map((one) => [one.EventSourceArn, one.FunctionArn, one.BatchSize, one.State]),
        [[EventSourceArn, await fixture.arn('lambda', 'Recorder'), 10, 'Enabled']],
      );
    },
  },
]);

export const queueFilters = casesOf('lambda/queue-mappings', LAMBDA.guide('with-sqs-filtering'), [
  {
    name: 'filtered',
    rule: 'A function gets only what one of the patterns matches; the rest is deleted from the queue.',
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
      await recordedWhen(cloud, run, (calls) => new Set(numbersIn(calls)).size >= 2);
      await emptied(cloud, 'Filtered');
      same([...new Set(numbersIn(await recorded(cloud, run)))].sort(), [1, 4]);
    },
  },
  {
    name: 'filtered-text',
    rule: 'A pattern for a JSON body drops a body that is no JSON.',
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
]);

export const queuePacing = casesOf('lambda/queue-mappings', LAMBDA.guide('services-sqs-configure'), [
  {
    name: 'batch-size',
    rule: 'No batch is larger than the batch size, and every message comes.',
    run: async (cloud) => {
      const run = cloud.unique('pairs');
      await send(cloud, 'Pairs', run, ...Array.from({ length: 5 }, (_, n) => ({ n })));
      const calls = await recordedWhen(cloud, run, (all) => new Set(numbersIn(all)).size >= 5);
      holds(
        calls.every(({ event }) => (event.Records?.length ?? 0) <= 2),
        'A batch was larger than two.',
      );
    },
  },
  {
    name: 'maximum-concurrency',
    rule: 'No more batches run at once than the maximum concurrency of the mapping.',
    source: LAMBDA.guide('services-sqs-scaling'),
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
]);
