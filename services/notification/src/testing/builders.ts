import type { Line } from '@orderwire/events-schema/common';
import { chargesFor } from '@orderwire/testing/charges';
import { REDUCED, STANDARD } from '@orderwire/testing/taxed';

/** Details of events as the bus carries them, for tests. `canary` marks what must not leave its place. */
export const LINES: readonly Line[] = [
  { itemId: 'mug-1', title: 'Mug', count: 2, unitPrice: 1250, ...STANDARD },
  { itemId: 'tea-1', title: 'Tea', options: { color: 'green' }, count: 1, unitPrice: 999, ...REDUCED },
];

/** 46.11 EUR, with 6.22 of VAT. */
export const CHARGES = chargesFor(LINES);

export const BILLING = {
  name: 'Zoë Müller',
  email: 'zoe@example.com',
  address: { street: 'canary billing street', city: 'Köln', postalCode: '50667', country: 'DE' },
};

/** A gift: mails go to who buys. */
export const RECIPIENT = {
  name: 'Rosa Freund',
  email: 'zoe@example.com',
  phone: '+49 canary phone',
  address: { street: 'Domkloster 4', city: 'Köln', postalCode: '50667', country: 'DE' },
};

export const ORDER_NUMBER = 'JXW2-VRJV-47H2';

const DATA = {
  OrderPlaced: {
    ...{ orderNumber: ORDER_NUMBER, language: 'en' },
    customerId: 'cus_1',
    lines: LINES,
    charges: CHARGES,
    payment: { method: 'card', token: 'tok_canary' },
    recipient: RECIPIENT,
    billing: BILLING,
  },
  OrderAddressChanged: {},
  OrderConfirmed: { orderNumber: ORDER_NUMBER, customerId: 'cus_1', lines: LINES, charges: CHARGES },
  OrderRejected: { reason: 'out_of_stock', short: [{ itemId: 'mug-1', requested: 2, available: 1 }] },
  OrderPacked: { orderNumber: ORDER_NUMBER, lines: LINES, recipient: RECIPIENT },
  OrderShipped: {
    ...{ orderNumber: ORDER_NUMBER, carrier: 'DHL', trackingNumber: 'TRACK-1' },
    ...{ attempt: 1, inferred: false, lines: LINES, charges: CHARGES },
  },
  OrderDelivered: { deliveredAt: '2026-03-02T09:30:00.000Z' },
  OrderCancelled: {
    ...{ orderNumber: ORDER_NUMBER, by: 'customer', reason: 'Changed my mind', previousStatus: 'confirmed' },
    lines: LINES,
  },
  ParcelDelivered: { orderNumber: ORDER_NUMBER, parcelId: 'p1', deliveredAt: '2026-03-02T09:30:00.000Z' },
  OrderDeliveryFailed: { orderNumber: ORDER_NUMBER, parcelId: 'p1', attempt: 1, reason: 'canary at home' },
  OrderReturned: {
    ...{ orderNumber: ORDER_NUMBER, parcelId: 'p1', reason: 'refused', restock: true, note: 'canary note' },
    ...{ lines: LINES, charges: CHARGES },
  },
  ParcelReturned: {
    ...{ orderNumber: ORDER_NUMBER, parcelId: 'p2', reason: 'lost', restock: false },
    ...{ lines: LINES, charges: CHARGES },
  },
  InvoiceIssued: {
    ...{ orderId: 'ord_1', orderNumber: ORDER_NUMBER, number: 'INV-2026-000001' },
    ...{ lines: LINES, charges: CHARGES },
    objectKey: 'canary/INV-2026-000001.pdf',
  },
  ReturnRequested: {
    ...{ orderId: 'ord_1', orderNumber: ORDER_NUMBER, returnId: 'ret_1_1', customerId: 'cus_1' },
    lines: [{ itemId: 'mug-1', title: 'Mug', count: 1 }],
    reason: 'canary reason',
  },
  ReturnApproved: {
    ...{ orderId: 'ord_1', orderNumber: ORDER_NUMBER, returnId: 'ret_1_1' },
    lines: [{ itemId: 'mug-1', count: 1 }],
  },
  ReturnRejected: { orderId: 'ord_1', orderNumber: ORDER_NUMBER, returnId: 'ret_1_2' },
  PaymentRefunded: {
    ...{ orderId: 'ord_1', paymentId: 'pay/ord_1', amount: CHARGES.total, currency: 'EUR' },
    ...{ providerReference: 'canary reference', refundId: 'parcel/p1', parcelId: 'p1' },
    ...{ lines: [{ itemId: 'mug-1', count: 2 }], charges: CHARGES },
  },
} as const;

export type EventType = keyof typeof DATA;

export const anEvent = (type: EventType, more: object = {}, orderId = 'ord_1', sequence = 1) => ({
  meta: {
    ...{ id: `${orderId}#${type}#0`, type, version: 1, source: 'orderwire.test' },
    ...{ subject: 'orderId' in DATA[type] ? 'of its own' : orderId, sequence },
    ...{ occurredAt: '2026-02-28T09:00:00.000Z', correlationId: 'c', causationId: 'http' },
    actor: { type: 'customer', id: 'cus_1' },
  },
  data: { ...DATA[type], ...more },
});
