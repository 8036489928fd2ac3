import { describe, expect, it } from '@jest/globals';
import { makeQueueConsumer } from '@orderwire/messaging/queue-consumer';
import { makeFakeClient, makeFakeClock, makeRecorder } from '@orderwire/testing/fakes';
import type { SQSEvent } from 'aws-lambda';
import { renderInvoice } from '../adapters/pdf/render-invoice.ts';
import { makeIssueInvoice } from '../application/issue-invoice.ts';
import { aDraft, SELLER } from '../testing/builders.ts';
import { makeFakeInvoices } from '../testing/fakes.ts';
import { onOrderPlaced, onPaymentCaptured } from './reactions.ts';

const { lines, totals, billing } = aDraft();
const recipient = { ...billing, name: 'A Friend', address: { ...billing.address, street: 'Friend Street 1' } };

const meta = (type: string, subject: string) => ({
  ...{ id: `${subject}#1#0`, type, version: 1, source: 'orderwire.test', subject, sequence: 1 },
  ...{ occurredAt: '2026-02-28T09:00:00.000Z', correlationId: 'c', causationId: 'http' },
  actor: { type: 'customer', id: 'cus_1' },
});

const placed = {
  meta: meta('OrderPlaced', 'ord_1'),
  data: { customerId: 'cus_1', lines, totals, recipient, billing, payment: { method: 'card', token: 'tok_canary' } },
};
const captured = {
  meta: meta('PaymentCaptured', 'pay_1'),
  data: { orderId: 'ord_1', paymentId: 'pay_1', amount: totals.total, currency: 'EUR', providerReference: 'r' },
};

const aQueue = () => {
  const fakes = makeFakeInvoices();
  const recorder = makeRecorder();
  const { client, inputs } = makeFakeClient(() => ({}));
  const parked = () => inputs.filter(({ QueueUrl }) => QueueUrl === 'dlq');
  const issueInvoice = makeIssueInvoice({
    ...fakes,
    render: renderInvoice,
    seller: SELLER,
    clock: makeFakeClock().clock,
  });
  const consume = makeQueueConsumer({
    subscriptions: [onOrderPlaced(fakes.invoices), onPaymentCaptured(issueInvoice)],
    ...{ sqs: client, inboxUrl: 'inbox', deadLetterQueueUrl: 'dlq' },
    ...recorder,
  });
  const deliver = (...details: readonly { readonly meta: { readonly type: string }; readonly data: object }[]) =>
    consume({
      Records: details.map((detail, index) => ({
        messageId: `m${index}`,
        body: JSON.stringify({ 'detail-type': detail.meta.type, detail }),
        attributes: { ApproximateReceiveCount: '1' },
      })),
    } as unknown as SQSEvent);
  return { deliver, parked, ...fakes, ...recorder };
};

describe('the queue', () => {
  it('makes an invoice of an order and its payment', async () => {
    const { deliver, rows, events } = aQueue();
    expect(await deliver(placed, captured)).toEqual({ batchItemFailures: [] });
    expect(rows.get('ord_1')).toMatchObject({
      status: 'issued',
      customerId: 'cus_1',
      placedAt: placed.meta.occurredAt,
    });
    expect(events[0]?.cause).toMatchObject({ correlationId: 'c', causationId: 'pay_1#1#0' });
  });

  it('gives a payment back until its order is there', async () => {
    const { deliver, events } = aQueue();
    expect(await deliver(captured, placed)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    await deliver(captured);
    expect(events).toHaveLength(1);
  });

  it('does everything once, however often it is delivered', async () => {
    const { deliver, rows, events, positions } = aQueue();
    await deliver(placed, placed, captured, captured);
    const after = structuredClone(rows.get('ord_1'));
    expect(await deliver(placed, captured)).toEqual({ batchItemFailures: [] });
    expect([events.length, positions.get('INV-2026')]).toEqual([1, 1]);
    expect(rows.get('ord_1')).toEqual(after);
  });

  it('parks a payment that is not what the order costs', async () => {
    const { deliver, parked } = aQueue();
    await deliver(placed, { ...captured, data: { ...captured.data, amount: 1 } });
    expect(parked()).toMatchObject([{ MessageAttributes: { reason: { StringValue: 'CAPTURED_AMOUNT_DIFFERS' } } }]);
  });

  it('keeps no payment token, and logs nothing personal', async () => {
    const { deliver, rows, lines } = aQueue();
    await deliver(placed, captured, { ...captured, data: { ...captured.data, orderId: 'ord_2' } });
    expect(JSON.stringify([...rows])).not.toContain('canary');
    expect(JSON.stringify(lines)).not.toMatch(/Zoë|zoe@|Haupt/);
  });
});
