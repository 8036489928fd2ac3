import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { type NewEvent, parseEvent } from '@orderwire/events-schema/envelope';
import { MailFailed, MailSent } from '@orderwire/events-schema/notification';
import type { Cause } from '@orderwire/events-schema/cause';
import { OrderCancelled, OrdersChangedByStaff } from '@orderwire/events-schema/orders';
import { makeFakeClient, makeRecorder } from '@orderwire/testing/fakes';
import type { DynamoDBRecord } from 'aws-lambda';
import { type Derive, makeOutbox } from '@orderwire/store/outbox';
import { makeStreamPublisher } from './stream-publisher.ts';

const outboxOf = makeOutbox(OrderCancelled);

const anOutbox = (subject: string, sequence: number, events = 1): string =>
  outboxOf({
    subject,
    sequence,
    at: 0,
    cause: { correlationId: subject, causationId: 'test', actor: { type: 'system', id: 'test' } },
    events: Array.from({ length: events }, () => ({
      type: 'OrderCancelled',
      data: { orderNumber: 'JXW2-VRJV-47H2', by: 'customer', previousStatus: 'placed', lines: [] },
    })),
  });

const record = (sequenceNumber: string, outbox: string | undefined, before?: string): DynamoDBRecord => ({
  eventName: 'MODIFY',
  dynamodb: {
    SequenceNumber: sequenceNumber,
    NewImage: outbox === undefined ? {} : { outbox: { S: outbox } },
    ...(before !== undefined && { OldImage: { outbox: { S: before } } }),
  },
});

type Answer = 'ok' | 'InternalFailure' | 'MalformedDetail';

/** A bus that answers entry by entry, as told; `put` lists the ids that it took, in order. */
const aBus = (answer: (id: string, call: number) => Answer, derive?: Derive) => {
  const put: string[] = [];
  const { client, inputs } = makeFakeClient((input, call) => {
    const entries = input['Entries'] as PutEventsRequestEntry[];
    const results = entries.map((entry) => {
      const { meta } = JSON.parse(entry.Detail ?? '') as { meta: { id: string } };
      const code = answer(meta.id, call);
      if (code !== 'ok') return { ErrorCode: code };
      put.push(meta.id);
      return { EventId: `envelope-${put.length}` };
    });
    return { FailedEntryCount: results.filter((result) => result.ErrorCode).length, Entries: results };
  });
  const { log, count, counts } = makeRecorder();
  const failures = makeFakeClient(() => ({}));
  const publish = makeStreamPublisher({
    ...{ eventBridge: client, busName: 'bus', source: 'orderwire.orders', log, count },
    ...{ sqs: failures.client, failuresUrl: 'failures', derive },
  });
  return { publish, put, inputs, counts, parked: failures.inputs };
};

describe('publishing what a table’s stream carries', () => {
  it('puts every event of an outbox in its order, with ids made from subject, version and position', async () => {
    const { publish, put } = aBus(() => 'ok');
    const answer = await publish({ Records: [record('1', anOutbox('ord_1', 3, 2))] });
    expect(put).toEqual(['ord_1#3#0', 'ord_1#3#1']);
    expect(answer).toEqual({ batchItemFailures: [] });
  });

  it('publishes in full what the row keeps in a shorter form', async () => {
    const outbox = JSON.stringify({
      ...(JSON.parse(anOutbox('ord_1', 1)) as object),
      events: [{ type: 'OrderCancelled', version: 1, data: { by: 'staff' }, fromItem: ['lines'] }],
    });
    const { publish, inputs } = aBus(
      () => 'ok',
      () => ({ lines: [{ itemId: 'mug' }] }),
    );
    await publish({ Records: [record('1', outbox)] });
    const [entry] = inputs.flatMap(({ Entries }) => Entries as PutEventsRequestEntry[]);
    expect(JSON.parse(entry?.Detail ?? '')).toMatchObject({ data: { by: 'staff', lines: [{ itemId: 'mug' }] } });
  });

  it('publishes nothing for a write that left the outbox as it was, had none, or removed the item', async () => {
    const { publish, inputs } = aBus(() => 'ok');
    const outbox = anOutbox('ord_1', 1);
    await publish({
      Records: [record('1', outbox, outbox), record('2', undefined), { eventName: 'REMOVE', dynamodb: {} }],
    });
    expect(inputs).toHaveLength(0);
  });

  it('puts at most ten entries at once and never two of one aggregate', async () => {
    const { publish, inputs } = aBus(() => 'ok');
    const records = Array.from({ length: 12 }, (_, index) => record(String(index), anOutbox(`ord_${index}`, 1)));
    await publish({ Records: [...records, record('12', anOutbox('ord_11', 2)), record('13', anOutbox('ord_11', 3))] });
    expect(inputs.map((input) => (input['Entries'] as unknown[]).length)).toEqual([10, 2, 1, 1]);
  });

  it('reads the result by index: only the refused entry is put again', async () => {
    const { publish, put } = aBus((id, call) => (id.startsWith('ord_2') && call === 0 ? 'InternalFailure' : 'ok'));
    const answer = await publish({
      Records: ['ord_1', 'ord_2', 'ord_3'].map((id, index) => record(String(index), anOutbox(id, 1))),
    });
    expect(put).toEqual(['ord_1#1#0', 'ord_3#1#0', 'ord_2#1#0']);
    expect(answer).toEqual({ batchItemFailures: [] });
  });

  it('stops at the first record that cannot be put, names it, and counts the failure', async () => {
    const { publish, put, counts } = aBus((id) => (id === 'ord_1#2#0' ? 'InternalFailure' : 'ok'));
    const answer = await publish({
      Records: [
        record('100', anOutbox('ord_1', 1)),
        record('101', anOutbox('ord_1', 2)),
        record('102', anOutbox('ord_1', 3)),
      ],
    });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '101' }] });
    expect(put).toEqual(['ord_1#1#0']);
    expect(counts.get('PublishFailed')).toBe(1);
  });

  it('parks a record whose outbox nobody can read, whole, and goes on with the others', async () => {
    const { publish, put, parked, counts } = aBus(() => 'ok');
    const answer = await publish({
      Records: [record('1', anOutbox('ord_1', 1)), record('2', 'no outbox'), record('3', anOutbox('ord_3', 1))],
    });
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(put).toEqual(['ord_1#1#0', 'ord_3#1#0']);
    expect(parked).toMatchObject([
      { QueueUrl: 'failures', MessageAttributes: { reason: { StringValue: 'OUTBOX_UNREADABLE' } } },
    ]);
    expect(JSON.parse(String(parked[0]?.['MessageBody']))).toMatchObject({
      sequenceNumber: '2',
      item: { outbox: { S: 'no outbox' } },
    });
    expect(counts.get('PublishFailed')).toBe(1);
  });

  it('parks what the bus will never take, without trying it again, and goes on with the others', async () => {
    const { publish, put, inputs, parked } = aBus((id) => (id === 'ord_2#1#0' ? 'MalformedDetail' : 'ok'));
    const answer = await publish({
      Records: ['ord_1', 'ord_2', 'ord_3'].map((id, index) => record(String(index), anOutbox(id, 1))),
    });
    expect(answer).toEqual({ batchItemFailures: [] });
    expect([put, inputs.length]).toEqual([['ord_1#1#0', 'ord_3#1#0'], 1]);
    expect(parked).toMatchObject([{ MessageAttributes: { reason: { StringValue: 'MalformedDetail' } } }]);
  });

  it('takes a call that throws for one that put nothing, and leaves the next try to Lambda: the SDK has had its own', async () => {
    let calls = 0;
    const { publish } = aBus(() => {
      calls += 1;
      throw new Error('time-out');
    });
    const answer = await publish({ Records: [record('7', anOutbox('ord_1', 1))] });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '7' }] });
    expect(calls).toBe(1);
  });

  describe('when the time gets short', () => {
    const throttledBatch = async (records: readonly DynamoDBRecord[]) => {
      let left = 10_000;
      const bus = aBus(() => {
        left -= 1_000;
        return 'ok';
      });
      const answer = await bus.publish({ Records: [...records] }, { getRemainingTimeInMillis: () => left });
      return { ...bus, answer };
    };

    it('hands back the rest of the batch, so that what was put does not come again', async () => {
      const records = Array.from({ length: 20 }, (_, index) => record(`${index}`, anOutbox('ord_1', index + 1)));
      const { put, answer } = await throttledBatch(records);
      expect(put).toEqual(Array.from({ length: 7 }, (_, index) => `ord_1#${index + 1}#0`));
      expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '7' }] });
    });

    it('loses nothing that stands before a record that can never be published', async () => {
      const records = Array.from({ length: 8 }, (_, index) => record(`${index}`, anOutbox('ord_1', index + 1)));
      const { put, parked, answer } = await throttledBatch([...records, record('8', 'no outbox')]);
      expect([put.length, parked.length]).toEqual([7, 0]);
      expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '7' }] });
    });
  });
});

describe('an event that only the timeline reads', () => {
  const mailsOutbox = makeOutbox<typeof MailSent | typeof MailFailed>(MailSent, MailFailed);
  const write = { at: 0, cause: { correlationId: 'c', causationId: 'c', actor: { type: 'system', id: 'x' } } } as const;
  const sent = (subject: string): string =>
    mailsOutbox({
      ...{ ...write, subject, sequence: 2 },
      events: [{ type: 'MailSent', data: { orderId: 'ord_1', kind: 'placed', messageId: 'm' } }],
    });
  const failed = (subject: string): string =>
    mailsOutbox({
      ...{ ...write, subject, sequence: 2 },
      events: [{ type: 'MailFailed', data: { orderId: 'ord_1', kind: 'placed', reason: 'x' } }],
    });

  /** Both channels; `refuses` says what the queue makes of an event. */
  const aMailService = (refuses: (id: string, call: number) => string | undefined = () => undefined) => {
    const calls: (readonly [channel: string, ids: readonly string[]])[] = [];
    const bus = makeFakeClient((input) => {
      const entries = input['Entries'] as PutEventsRequestEntry[];
      calls.push(['bus', entries.map(({ Detail = '' }) => (JSON.parse(Detail) as { meta: { id: string } }).meta.id)]);
      return { FailedEntryCount: 0, Entries: entries.map(() => ({ EventId: 'e' })) };
    });
    const queue = makeFakeClient((input, call) => {
      if (!('Entries' in input)) return {};
      const entries = input['Entries'] as { readonly Id: string; readonly MessageBody: string }[];
      const idOf = (body: string) => (JSON.parse(body) as { detail: { meta: { id: string } } }).detail.meta.id;
      calls.push(['timeline', entries.map(({ MessageBody }) => idOf(MessageBody))]);
      const codes = entries.map(({ Id, MessageBody }) => ({ Id, Code: refuses(idOf(MessageBody), call) }));
      return {
        Successful: codes.filter(({ Code }) => Code === undefined).map(({ Id }) => ({ Id })),
        Failed: codes.filter(({ Code }) => Code !== undefined && Code !== 'silence'),
      };
    });
    const { log, count } = makeRecorder();
    const publish = makeStreamPublisher({
      ...{ eventBridge: bus.client, busName: 'bus', source: 'orderwire.notification', log, count },
      ...{ sqs: queue.client, failuresUrl: 'failures', timelineQueueUrl: 'timeline' },
    });
    return { publish, calls, sentToQueues: queue.inputs };
  };

  it('goes to the timeline’s queue, as a rule of the bus would bring it; the others of its batch go on the bus', async () => {
    const { publish, calls, sentToQueues } = aMailService();
    const records = [record('1', sent('a')), record('2', failed('b')), record('3', sent('c'))];
    expect(await publish({ Records: records })).toEqual({ batchItemFailures: [] });
    expect(calls).toEqual([
      ['bus', ['b#2#0']],
      ['timeline', ['a#2#0', 'c#2#0']],
    ]);
    const [{ QueueUrl, Entries = [] } = {}] = sentToQueues as {
      QueueUrl?: string;
      Entries?: { MessageBody: string }[];
    }[];
    expect(QueueUrl).toBe('timeline');
    expect(JSON.parse(Entries[0]?.MessageBody ?? '')).toMatchObject({
      ...{ id: 'a#2#0', 'detail-type': 'MailSent', source: 'orderwire.notification' },
      detail: { meta: { id: 'a#2#0', type: 'MailSent', version: 1 }, data: { orderId: 'ord_1', kind: 'placed' } },
    });
  });

  it.each(['InternalError', 'silence'])('is sent again where it was not taken: %s', async (refusal) => {
    const { publish, calls } = aMailService((id, call) => (id === 'a#2#0' && call === 0 ? refusal : undefined));
    await publish({ Records: [record('1', sent('a')), record('2', sent('b'))] });
    expect(calls).toEqual([
      ['timeline', ['a#2#0', 'b#2#0']],
      ['timeline', ['a#2#0']],
    ]);
  });

  it('holds up its shard, as every event does, while the queue does not take it', async () => {
    const { publish } = aMailService((id) => (id === 'b#2#0' ? 'InternalError' : undefined));
    const answer = await publish({
      Records: [record('1', failed('a')), record('2', sent('b')), record('3', sent('c'))],
    });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
  });

  it('is parked where the queue can never take it', async () => {
    const { publish, sentToQueues } = aMailService(() => 'MessageTooLong');
    expect(await publish({ Records: [record('1', sent('a'))] })).toEqual({ batchItemFailures: [] });
    expect(sentToQueues.at(-1)).toMatchObject({
      QueueUrl: 'failures',
      MessageAttributes: { reason: { StringValue: 'MessageTooLong' } },
    });
  });
});

describe('a write by staff', () => {
  const GRACE = { type: 'staff', id: 'grace' } as const;
  const SHOWN = {
    status: 'whole',
    cancellation: ({ by }: { readonly by: string }) => ({ by }),
  } as const;
  const CANCELLED: NewEvent<typeof OrderCancelled> = {
    type: 'OrderCancelled',
    data: { orderNumber: 'JXW2-VRJV-47H2', by: 'staff', previousStatus: 'placed', lines: [] },
  };

  interface Written {
    readonly cause?: Partial<Cause>;
    readonly events?: readonly NewEvent<typeof OrderCancelled>[];
    readonly before?: object;
    readonly after?: object;
  }

  const WAS = { pk: 'order/ord_1', version: 2, changedAt: 1, status: 'placed', email: 'ada@example.com' };
  const IS = {
    ...{ ...WAS, version: 3, changedAt: 2, status: 'cancelled', email: 'eve@example.com' },
    cancellation: { by: 'staff', reason: 'Ada called.' },
  };

  const written = async ({ cause, events = [CANCELLED], before = WAS, after = IS }: Written = {}) => {
    const told = { correlationId: 'ord_1', causationId: 'http/1', actor: GRACE, ...cause };
    const outbox = outboxOf({ subject: 'ord_1', sequence: 3, at: 0, cause: told, events });
    const OldImage = marshall(before);
    const NewImage = { ...marshall(after), outbox: { S: outbox } };
    const { client, inputs } = makeFakeClient(() => ({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] }));
    const { log, count } = makeRecorder();
    const publish = makeStreamPublisher({
      ...{ eventBridge: client, busName: 'bus', source: 'orderwire.orders', log, count },
      ...{ sqs: client, failuresUrl: 'failures', staffChanges: { event: OrdersChangedByStaff, shown: SHOWN } },
    });
    await publish({
      Records: [{ eventName: 'MODIFY', dynamodb: { SequenceNumber: '1', OldImage, NewImage } } as DynamoDBRecord],
    });
    const details = inputs.flatMap(({ Entries }) =>
      (Entries as PutEventsRequestEntry[]).map(({ Detail = '' }) => Detail),
    );
    return {
      text: details.join(),
      published: details.map((text) => JSON.parse(text) as { readonly meta: { readonly type: string } }),
    };
  };

  it('is told behind its own events, with what stood in the row before and after, and why', async () => {
    const { published } = await written({ cause: { reason: 'Ada called.' } });
    expect(published.map(({ meta }) => meta)).toMatchObject([
      { id: 'ord_1#3#0', type: 'OrderCancelled' },
      { id: 'ord_1#3#1', type: 'OrdersChangedByStaff', sequence: 3, causationId: 'http/1', actor: GRACE },
    ]);
    expect(published[1]).toMatchObject({
      data: {
        changes: [
          { field: 'cancellation', after: { by: 'staff' } },
          { field: 'status', before: 'placed', after: 'cancelled' },
        ],
        withheld: ['email'],
        reason: 'Ada called.',
      },
    });
  });

  it('shows no value that the service has not named, not even inside of one that it shows', async () => {
    const { text } = await written();
    expect(text).not.toMatch(/example\.com|Ada/);
  });

  it('names what is shown in part, where only the rest of it changed', async () => {
    const before = { ...IS, cancellation: { by: 'staff' } };
    const { published } = await written({ before });
    expect(published[1]).toMatchObject({ data: { changes: [], withheld: ['cancellation'] } });
  });

  it('is told when it causes no other event', async () => {
    const { published } = await written({ events: [] });
    expect(published).toMatchObject([{ meta: { id: 'ord_1#3#0', type: 'OrdersChangedByStaff' } }]);
  });

  it('fits the event’s definition', async () => {
    const { published } = await written();
    expect(() => parseEvent(OrdersChangedByStaff, published[1])).not.toThrow();
  });

  it.each(['customer', 'partner', 'system'] as const)('is none where a %s did it', async (type) => {
    const { published } = await written({ cause: { actor: { type, id: 'ada' } } });
    expect(published.map(({ meta }) => meta.type)).toEqual(['OrderCancelled']);
  });
});

describe('an outbox', () => {
  it('refuses an event that does not fit its schema, before anything is written', () => {
    expect(() =>
      outboxOf({
        subject: 'ord_1',
        sequence: 1,
        at: 0,
        cause: { correlationId: 'c', causationId: 'c', actor: { type: 'system', id: 'x' } },
        events: [
          {
            type: 'OrderCancelled',
            data: { orderNumber: 'JXW2-VRJV-47H2', by: 'nobody' as 'staff', previousStatus: 'placed', lines: [] },
          },
        ],
      }),
    ).toThrow();
  });
});
