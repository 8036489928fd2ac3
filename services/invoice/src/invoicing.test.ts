import { describe, expect, it } from '@jest/globals';
import { readOutbox } from '@orderwire/store/outbox';
import { derivedFields } from './adapters/rows.ts';
import { aService } from './testing/a-service.ts';
import { aShippedDraft, SELLER } from './testing/builders.ts';

const { lines, charges, billing } = aShippedDraft();
const recipient = { ...billing, name: 'A Friend', address: { ...billing.address, street: 'Friend Street 1' } };

const meta = (type: string, subject: string) => ({
  ...{ id: `${subject}#1#0`, type, version: 1, source: 'orderwire.test', subject, sequence: 1 },
  ...{ occurredAt: '2026-02-28T09:00:00.000Z', correlationId: 'c', causationId: 'http' },
  actor: { type: 'customer', id: 'cus_1' },
});

const placed = {
  meta: meta('OrderPlaced', 'ord_1'),
  data: {
    ...{ orderNumber: 'JXW2-VRJV-47H2', language: 'en' },
    customerId: 'cus_1',
    lines,
    charges,
    recipient,
    billing,
    payment: { method: 'card', token: 'tok_canary' },
  },
};
const shipped = {
  meta: meta('OrderShipped', 'ord_1'),
  data: { orderNumber: 'JXW2-VRJV-47H2', attempt: 1, inferred: false, lines, charges },
};
const captured = {
  meta: meta('PaymentCaptured', 'pay_1'),
  data: { orderId: 'ord_1', paymentId: 'pay_1', amount: charges.total, currency: 'EUR', providerReference: 'r' },
};

const refunded = {
  meta: meta('PaymentRefunded', 'pay_1'),
  data: {
    ...captured.data,
    ...{ refundId: 'parcel/p1', parcelId: 'p1', lines: [{ itemId: 'mug-1', count: 2 }], charges },
  },
};

/** The same goods once more, in another parcel. */
const second = {
  shipped: { ...shipped, data: { ...shipped.data, parcelId: 'p2' } },
  captured: { ...captured, data: { ...captured.data, parcelId: 'p2' } },
};

describe('the queue', () => {
  it('makes an invoice of each parcel, and a credit note of a refund', async () => {
    const { deliver, invoices, rows } = aService();
    await deliver(placed, shipped, second.shipped, second.captured, captured, refunded);
    expect(await invoices.find('ord_1', 'p2')).toMatchObject({ status: 'issued', number: 'INV-2026-000001' });
    expect(await invoices.find('ord_1', 'p1')).toMatchObject({ status: 'issued', number: 'INV-2026-000002' });
    expect(rows().find(({ id }) => id?.S === 'credit/ord_1/parcel/p1')).toMatchObject({
      number: { S: 'CN-2026-000001' },
      forInvoice: { S: 'INV-2026-000002' },
    });
  });

  it('gives a refund back that comes before its invoice', async () => {
    const { deliver } = aService();
    expect(await deliver(placed, shipped, refunded)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm2' }] });
    expect(await deliver(captured, refunded)).toEqual({ batchItemFailures: [] });
  });

  it('makes an invoice of an order and its payment', async () => {
    const { deliver, invoices, rows } = aService();
    expect(await deliver(placed, shipped, captured)).toEqual({ batchItemFailures: [] });
    expect(await invoices.find('ord_1')).toMatchObject({
      ...{ status: 'issued', customerId: 'cus_1', placedAt: placed.meta.occurredAt, billing, seller: SELLER },
    });
    const row = rows().find(({ id }) => id?.S === 'order/ord_1');
    const [event] = readOutbox(row?.['outbox']?.S ?? '', 'orderwire.invoice', row, derivedFields);
    expect(event?.type).toBe('InvoiceIssued');
    expect(JSON.parse(event?.detail ?? '{}')).toMatchObject({
      meta: { correlationId: 'c', causationId: 'pay_1#1#0' },
    });
  });

  it('gives back what comes before its order, and a payment before its shipment', async () => {
    const { deliver, invoices } = aService();
    const failed = (...indexes: readonly number[]) => ({
      batchItemFailures: indexes.map((index) => ({ itemIdentifier: `m${index}` })),
    });
    expect(await deliver(captured, shipped, placed)).toEqual(failed(0, 1));
    expect(await deliver(captured, shipped)).toEqual(failed(0));
    await deliver(captured);
    expect(await invoices.find('ord_1')).toMatchObject({ status: 'issued' });
  });

  it('does everything once, however often it is delivered', async () => {
    const { deliver, invoices, rows } = aService();
    await deliver(placed, placed, shipped, shipped, captured, captured);
    const after = rows();
    expect(await deliver(placed, shipped, captured)).toEqual({ batchItemFailures: [] });
    expect(rows()).toEqual(after);
    expect(await invoices.lastPosition('INV-2026')).toBe(1);
  });

  it('parks a payment that is not what the order costs, and tells a person', async () => {
    const { deliver, parked, rows } = aService();
    await deliver(placed, shipped, { ...captured, data: { ...captured.data, amount: 1 } });
    expect(parked()).toMatchObject([{ MessageAttributes: { reason: { StringValue: 'CAPTURED_AMOUNT_DIFFERS' } } }]);
    expect(rows().map(({ id }) => id?.S)).toContain('attention/invoice/CAPTURED_AMOUNT_DIFFERS/ord_1');
  });

  it('keeps no payment token, and logs nothing personal', async () => {
    const { deliver, rows, lines: logged } = aService();
    await deliver(placed, shipped, captured, { ...captured, data: { ...captured.data, orderId: 'ord_2' } });
    expect(rows().length).toBeGreaterThan(0);
    expect(JSON.stringify(rows())).not.toContain('canary');
    expect(logged.length).toBeGreaterThan(0);
    expect(JSON.stringify(logged)).not.toMatch(/Zoë|zoe@|Haupt/);
  });
});
