import { describe, expect, it } from '@jest/globals';
import { makeQueueConsumer } from '@orderwire/messaging/queue-consumer';
import { makeFakeClient, makeFakeClock, makeRecorder } from '@orderwire/testing/fakes';
import type { SQSEvent } from 'aws-lambda';
import { makeNotify } from './application/notify.ts';
import { makeTell } from './application/tell.ts';
import type { Mail } from './domain/mails/content.ts';
import { anEvent, type EventType, RECIPIENT } from './testing/builders.ts';
import { makeFakeMails } from './testing/fakes.ts';
import { onEvents } from './handlers/events/subscriptions.ts';

const LINK = 'https://api.example/invoices/a.b.c';

const aQueue = (more: Parameters<typeof makeFakeMails>[0] = {}) => {
  const fakes = makeFakeMails(more);
  const recorder = makeRecorder();
  const { clock } = makeFakeClock();
  const { client, inputs } = makeFakeClient(() => ({}));
  const notify = makeNotify({
    ...{ ...fakes, clock, log: recorder.log, shopName: 'Mug Shop', leaseMs: 60_000, maxAttempts: 10 },
    off: new Set(),
  });
  const consume = makeQueueConsumer({
    subscriptions: onEvents(
      makeTell({ ...fakes, notify, invoiceLink: () => Promise.resolve({ url: LINK, days: 30 }) }),
    ),
    ...{ sqs: client, inboxUrl: 'inbox', deadLetterQueueUrl: 'dlq' },
    ...recorder,
  });
  const deliver = (...details: readonly ReturnType<typeof anEvent>[]) =>
    consume({
      Records: details.map((detail, index) => ({
        messageId: `m${index}`,
        receiptHandle: `r${index}`,
        body: JSON.stringify({ 'detail-type': detail.meta.type, detail }),
        attributes: { ApproximateReceiveCount: '1' },
      })),
    } as unknown as SQSEvent);
  const parked = () => inputs.filter(({ QueueUrl }) => QueueUrl === 'dlq');
  return { deliver, parked, ...fakes, ...recorder };
};

const KINDS: readonly (readonly [EventType, string])[] = [
  ['OrderPlaced', 'placed'],
  ['OrderConfirmed', 'confirmed'],
  ['OrderRejected', 'rejected'],
  ['OrderPacked', 'packed'],
  ['OrderShipped', 'shipped'],
  ['OrderDelivered', 'delivered'],
  ['OrderCancelled', 'cancelled'],
  ['InvoiceIssued', 'invoice'],
];

describe('the queue', () => {
  it.each(KINDS)('sends for %s the mail %s, caused by it', async (type, kind) => {
    const { deliver, rows, events, posted } = aQueue();
    await deliver(anEvent('OrderPlaced'));
    expect(await deliver(anEvent(type))).toEqual({ batchItemFailures: [] });
    expect(rows.get(`ord_1/${kind}`)).toMatchObject({ status: 'sent', orderId: 'ord_1', kind });
    expect(events.at(-1)?.cause).toEqual({
      ...{ correlationId: 'c', causationId: `ord_1#${type}#0` },
      actor: { type: 'system', id: 'notification' },
    });
    expect(new Set(posted.map(({ to }) => to))).toEqual(new Set(['zoe@example.com']));
  });

  it('sends one mail of each kind, however often and in whatever order the events come', async () => {
    const { deliver, posted } = aQueue();
    const all = KINDS.map(([type]) => anEvent(type));
    expect((await deliver(...all.toReversed())).batchItemFailures).toHaveLength(7);
    await deliver(...all, ...all);
    expect(posted).toHaveLength(8);
  });

  it('tells nothing of a pick-up that was only inferred', async () => {
    const { deliver, posted } = aQueue();
    await deliver(anEvent('OrderPlaced'), anEvent('OrderShipped', { inferred: true }));
    expect(posted).toHaveLength(1);
  });

  it('holds an event back until the contact is there', async () => {
    const { deliver, posted } = aQueue();
    expect(await deliver(anEvent('OrderPacked'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    await deliver(anEvent('OrderPlaced'), anEvent('OrderPacked'));
    expect(posted.map(({ mail }) => mail.subject)).toEqual([
      'We have received your order ord_1',
      'Your order ord_1 is packed',
    ]);
  });

  it('parks what the post refuses for good, and sends the rest', async () => {
    let calls = 0;
    const { deliver, parked, posted } = aQueue({
      answer: () => {
        calls += 1;
        return calls === 2
          ? { sent: false, permanent: true, reason: 'MessageRejected' }
          : { sent: true, messageId: `m-${calls}` };
      },
    });
    const batch = [anEvent('OrderPlaced'), anEvent('OrderConfirmed'), anEvent('OrderPlaced', {}, 'ord_2')];
    expect(await deliver(...batch)).toEqual({ batchItemFailures: [] });
    expect(parked()).toMatchObject([{ MessageAttributes: { reason: { StringValue: 'MAIL_NOT_SENT' } } }]);
    expect(posted).toHaveLength(2);
  });

  it('mails no token but the invoice’s link, and no phone; logs nothing personal', async () => {
    const { deliver, posted, lines } = aQueue();
    await deliver(...KINDS.map(([type]) => anEvent(type)));
    expect(JSON.stringify(posted)).not.toMatch(/canary/);
    expect(posted.filter(({ mail }) => mail.html.includes(LINK)).map(({ mail }) => mail.subject)).toEqual([
      'Your invoice INV-2026-000001 for order ord_1',
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/zoe|Zoë|Rosa|canary|Domkloster|a\.b\.c/);
  });
});

describe('where the goods go', () => {
  const ELSEWHERE = { ...RECIPIENT, name: 'A Friend', address: { ...RECIPIENT.address, street: 'Hafen 1' } };
  const changed = anEvent('OrderAddressChanged', {}, 'ord_1', 3);
  const packed = anEvent('OrderPacked', { recipient: ELSEWHERE }, 'ord_1', 5);

  const addressIn = ({ text }: Mail): string | undefined => /Delivery address:\n(.*\n.*)\n/.exec(text)?.[1];

  it('stands in every mail about goods that go somewhere, and the greeting is to who buys', async () => {
    const { deliver, posted } = aQueue();
    await deliver(...KINDS.map(([type]) => anEvent(type)));
    const naming = posted.filter(({ mail }) => addressIn(mail) === 'Rosa Freund\nDomkloster 4');
    expect(naming.map(({ mail }) => mail.subject.replace(/.*order ord_1 ?/, ''))).toEqual([
      ...['', 'is confirmed', 'is packed', 'is on its way', 'was delivered'],
    ]);
  });

  it('is what the parcel says once it is packed', async () => {
    const { deliver, posted } = aQueue();
    await deliver(anEvent('OrderPlaced'), changed, packed, anEvent('OrderShipped'));
    expect(posted.map(({ mail }) => addressIn(mail))).toEqual([
      'Rosa Freund\nDomkloster 4',
      ...['A Friend\nHafen 1', 'A Friend\nHafen 1'],
    ]);
    for (const { mail } of posted) expect(mail.text).toContain('Hello Zoë Müller,');
  });

  it('is left out while it has changed and nobody has said where to', async () => {
    const { deliver, posted } = aQueue();
    await deliver(anEvent('OrderPlaced'), changed, anEvent('OrderConfirmed'));
    expect(posted.map(({ mail }) => addressIn(mail))).toEqual(['Rosa Freund\nDomkloster 4', undefined]);
  });
});
