import type { Books } from './books.ts';
import type { Checks } from './claims.ts';
import type { Happened, Outside, SentMail } from './outside.ts';

const OWNER = 'ada@example.com';
const ORDER = 'ord_1';

export const TYPES = [
  ...['OrderPlaced', 'StockReserved', 'PaymentAuthorized', 'OrderConfirmed', 'WarehouseNotified', 'OrderPacked'],
  ...['CourierNotified', 'OrderShipped', 'PaymentCaptured', 'StockCommitted', 'InvoiceIssued', 'OrderDelivered'],
] as const;

export const KINDS = ['placed', 'confirmed', 'packed', 'shipped', 'delivered', 'invoice'] as const;

const OF_A_PARCEL = new Set(['shipped', 'delivered', 'invoice']);

export const rowOfMail = (kind: string) => ({
  ...{ orderId: ORDER, kind, status: 'sent', attempts: 1 },
  id: OF_A_PARCEL.has(kind) ? `${ORDER}/${kind}/p1` : `${ORDER}/${kind}`,
});

export const mailOf = (kind: string, to = OWNER): SentMail => ({ orderId: ORDER, kind, to });

export const happening = (types: readonly string[]): ReadonlyMap<string, readonly Happened[]> =>
  new Map([[ORDER, types.map((type) => ({ type, inferred: false, ...FACTS[type] }))]]);

/** What some of its events say beside their names. */
const FACTS: Readonly<Record<string, Partial<Happened>>> = {
  OrderShipped: { parcelId: 'p1', attempt: 1, total: 500 },
  OrderDelivered: { parcelId: 'p1' },
  InvoiceIssued: { parcelId: 'p1', total: 500 },
  PaymentCaptured: { parcelId: 'p1', amount: 500 },
  ParcelReturned: { parcelId: 'p1', total: 500 },
  PaymentRefunded: { parcelId: 'p1', refundId: 'parcel/p1', amount: 500 },
};

/** One order of two mugs out of ten, delivered, in the books of all services. */
export const someBooks = (more: Partial<Books> = {}): Books => ({
  orders: [
    {
      ...{ orderId: ORDER, customerId: 'ada', status: 'delivered', version: 6 },
      lines: [{ itemId: 'mug', count: 2 }],
      charges: { total: 500, currency: 'EUR' },
      recipient: { email: OWNER, address: { street: 'Hafenstraße 1' } },
      parcels: [{ parcelId: 'p1', state: 'delivered' }],
      reported: { packed: { at: 1 }, shipped: { at: 2 }, delivered: { at: 3 } },
    },
  ],
  keys: [{ orderId: ORDER }],
  stock: [{ itemId: 'mug', onHand: 8, reserved: 0, available: 8, shipped: 2 }],
  reservations: [
    {
      ...{ orderId: ORDER, status: 'committed', lines: [] },
      parcels: [{ parcelId: 'p1', lines: [{ itemId: 'mug', count: 2 }] }],
    },
  ],
  returned: [],
  movements: [],
  payments: [
    {
      ...{ orderId: ORDER, status: 'captured', amount: 500, providerReference: 'sim_1' },
      captures: [{ parcelId: 'p1', amount: 500 }],
    },
  ],
  provider: [
    {
      ...{ accountId: 'sim_1', authorized: 500, captured: 500, refunded: 0, isOpen: false },
      entries: { 'pay/ord_1/capture/p1': { kind: 'capture', amount: 500 } },
    },
  ],
  invoices: [
    {
      ...{ orderId: ORDER, status: 'issued', number: 'INV-2026-000001', charges: { total: 500 }, parcelId: 'p1' },
      billing: { name: 'Ada', address: { street: 'Hafenstraße 1' } },
    },
  ],
  credits: [],
  series: [{ id: 'series/INV-2026', lastPosition: 1 }],
  mails: KINDS.map(rowOfMail),
  warehouse: [{ orderId: ORDER, kind: 'order.confirmed', status: 'sent' }],
  courier: [{ orderId: ORDER, kind: 'order.packed', status: 'sent' }],
  timeline: TYPES.map((type, index) => ({ orderId: ORDER, entry: `2026-01-01#e${index}`, type, facts: {} })),
  ...more,
});

/** What its customer, the partners and the bus know of it. */
export const knownOutside = (more: Partial<Outside> = {}): Outside => ({
  received: new Map([['mug', 10]]),
  acknowledged: [
    { what: 'order', orderId: ORDER, total: 500 },
    { what: 'callback', orderId: ORDER, action: 'delivered', result: 'applied' },
  ],
  areKeysKept: true,
  happened: happening(TYPES),
  mails: KINDS.map((kind) => mailOf(kind)),
  taken: [
    { partner: 'warehouse', type: 'order.confirmed', orderId: ORDER },
    { partner: 'courier', type: 'order.packed', orderId: ORDER },
  ],
  ownerOf: () => OWNER,
  ...more,
});

/** Keeps what fails, a line each: the claim and the detail. */
export const collectFaults = (check: (checks: Checks) => void): readonly string[] => {
  const faults: string[] = [];
  check({
    that: (invariant, holds, detail) => {
      if (!holds) faults.push(`${invariant}: ${detail()}`);
    },
  });
  return faults;
};
