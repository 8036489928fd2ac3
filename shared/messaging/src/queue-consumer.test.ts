import { describe, expect, it } from '@jest/globals';
import { OrderDelivered } from '@orderwire/events-schema/orders';
import { RetryLaterError } from '@orderwire/kernel/retry-later-error';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import { makeFakeClient, makeRecorder } from '@orderwire/testing/fakes';
import type { SQSEvent } from 'aws-lambda';
import { makeQueueConsumer, on, type Reaction } from './queue-consumer.ts';

const aDetail = (subject: string, more: object = {}) => ({
  meta: {
    id: `${subject}#5#0`,
    type: 'OrderDelivered',
    version: 1,
    source: 'orderwire.orders',
    subject,
    sequence: 5,
    occurredAt: '2026-03-01T12:00:00.000Z',
    correlationId: subject,
    causationId: 'callback/delivered',
    actor: { type: 'partner', id: 'courier' },
    ...more,
  },
  data: { deliveredAt: '2026-03-01T12:00:00.000Z' },
});

const messages = (...bodies: readonly (string | object)[]): SQSEvent => messagesAt(2, ...bodies);

const messagesAt = (attempt: number, ...bodies: readonly (string | object)[]): SQSEvent => ({
  Records: bodies.map((body, index) => ({
    messageId: `m${index}`,
    receiptHandle: 'r',
    body: typeof body === 'string' ? body : JSON.stringify({ 'detail-type': 'OrderDelivered', detail: body }),
    attributes: {
      ApproximateReceiveCount: String(attempt),
      SentTimestamp: '0',
      SenderId: 'x',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn',
    awsRegion: 'local',
  })),
});

const aConsumer = (
  reaction: Reaction<typeof OrderDelivered>,
  dead: () => unknown = () => ({}),
  putOff: () => unknown = () => ({}),
  options: { readonly atOnce?: boolean } = {},
) => {
  const retried: unknown[] = [];
  const parked: unknown[] = [];
  const { client } = makeFakeClient((input) => {
    if ('VisibilityTimeout' in input) {
      retried.push(input['VisibilityTimeout']);
      return putOff();
    }
    parked.push(input);
    return dead();
  });
  const { log, count, counts, lines } = makeRecorder();
  const consume = makeQueueConsumer({
    ...options,
    subscriptions: [on(OrderDelivered, reaction)],
    sqs: client,
    inboxUrl: 'inbox',
    deadLetterQueueUrl: 'dead-letters',
    log,
    count,
  });
  return { consume, parked, retried, counts, lines };
};

const fine = () => Promise.resolve();

describe('consuming a queue', () => {
  it('hands each event to its reaction, with the attempt', async () => {
    const seen: unknown[] = [];
    const { consume } = aConsumer((event, { attempt }) => {
      seen.push([event.meta.subject, event.data.deliveredAt, attempt]);
      return Promise.resolve();
    });
    expect(await consume(messages(aDetail('ord_1')))).toEqual({ batchItemFailures: [] });
    expect(seen).toEqual([['ord_1', '2026-03-01T12:00:00.000Z', 2]]);
  });

  it('fails only the message that threw: the others of the batch are done', async () => {
    const { consume, counts } = aConsumer(({ meta }) =>
      meta.subject === 'ord_2' ? Promise.reject(new Error('throttled')) : fine(),
    );
    const answer = await consume(messages(aDetail('ord_1'), aDetail('ord_2'), aDetail('ord_3')));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(counts.get('MessageRetried')).toBe(1);
  });

  it.each([
    [1, 1],
    [2, 5],
    [3, 15],
    [4, 60],
    [5, 180],
    [9, 180],
  ])('lets a message wait after its attempt %d for %d s', async (attempt, seconds) => {
    const { consume, retried } = aConsumer(() => Promise.reject(new Error('down')));
    await consume(messagesAt(attempt, aDetail('ord_1')));
    expect(retried).toEqual([seconds]);
  });

  it.each([
    [90_000, 90],
    [90_001, 91],
    [24 * 3_600_000, 11.75 * 3_600],
  ])(
    'hides a message for as long as its reaction asks for, %d ms, but not for longer than SQS does',
    async (ms, seconds) => {
      const { consume, retried } = aConsumer(() => Promise.reject(new RetryLaterError('down', ms)));
      await consume(messagesAt(7, aDetail('ord_1')));
      expect(retried).toEqual([seconds]);
    },
  );

  it.each([
    ['NOT_AN_EVENT', 'no json'],
    ['NOT_AN_EVENT', '[]'],
    ['EVENT_UNKNOWN', JSON.stringify({ 'detail-type': 'SomethingElse', detail: {} })],
    ['EVENT_VERSION_UNKNOWN', aDetail('ord_1', { version: 2 })],
    ['EVENT_DOES_NOT_FIT', aDetail('ord_1', { occurredAt: 'yesterday' })],
  ])('parks what cannot pass at once, whole and with its reason: %s', async (reason, body) => {
    const { consume, parked, counts } = aConsumer(fine);
    const event = messages(body);
    expect(await consume(event)).toEqual({ batchItemFailures: [] });
    expect(parked).toEqual([
      expect.objectContaining({
        QueueUrl: 'dead-letters',
        MessageBody: event.Records[0]?.body,
        MessageAttributes: expect.objectContaining({ reason: { DataType: 'String', StringValue: reason } }) as unknown,
      }),
    ]);
    expect(counts.get('MessageParked')).toBe(1);
  });

  it('parks a message whose reaction says that it cannot pass', async () => {
    const { consume, parked } = aConsumer(() => Promise.reject(new TerminalError('NEVER', 'It cannot be.')));
    expect(await consume(messages(aDetail('ord_1')))).toEqual({ batchItemFailures: [] });
    expect(parked).toHaveLength(1);
  });

  it('keeps a message that could not be parked', async () => {
    const { consume } = aConsumer(fine, () => {
      throw new Error('SQS is down');
    });
    expect(await consume(messages('no json'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
  });

  it('hands back what it has no time left for, before the time-out makes the whole batch fail', async () => {
    let left = 30_000;
    const seen: string[] = [];
    const { consume, parked, retried, counts } = aConsumer(({ meta }) => {
      seen.push(meta.subject);
      left -= 8_000;
      return Promise.resolve();
    });
    const batch = messages(...['ord_1', 'ord_2', 'ord_3', 'ord_4', 'ord_5'].map((id) => aDetail(id)));
    const answer = await consume(batch, { getRemainingTimeInMillis: () => left });
    expect(seen).toEqual(['ord_1', 'ord_2', 'ord_3']);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm3' }, { itemIdentifier: 'm4' }] });
    expect([retried, parked.length, counts.size]).toEqual([[5, 5], 0, 0]);
  });

  it('hands back all of them at once, so that calls which AWS throttles do not add up to the time-out', async () => {
    let asked = 0;
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const { consume } = aConsumer(fine, undefined, () => {
      asked += 1;
      if (asked === 3) release();
      return released;
    });
    let left = 30_000;
    const getRemainingTimeInMillis = (): number => (left -= 10_001);
    const batch = messages(...['ord_1', 'ord_2', 'ord_3', 'ord_4'].map((id) => aDetail(id)));
    const { batchItemFailures } = await consume(batch, { getRemainingTimeInMillis });
    expect([asked, batchItemFailures.length]).toEqual([3, 3]);
  });

  it('handles the messages of a batch at the same time where it is told so, and fails only those that threw', async () => {
    const seen: string[] = [];
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const { consume } = aConsumer(
      async ({ meta }) => {
        seen.push(meta.subject);
        if (seen.length === 3) release();
        await released;
        if (meta.subject === 'ord_2') throw new Error('throttled');
      },
      undefined,
      undefined,
      { atOnce: true },
    );
    const answer = await consume(messages(aDetail('ord_1'), aDetail('ord_2'), aDetail('ord_3')));
    expect(seen).toEqual(['ord_1', 'ord_2', 'ord_3']);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  });

  it('logs no body', async () => {
    const { consume, lines } = aConsumer(() => Promise.reject(new Error('down')));
    await consume(messages(aDetail('ord_canary'), 'canary'));
    expect(JSON.stringify(lines)).not.toContain('canary');
  });
});
