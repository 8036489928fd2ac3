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

export const mailOf = (kind: string, to = OWNER): SentMail => ({ orderId: ORDER, kind, to });

export const happening = (types: readonly string[]): ReadonlyMap<string, readonly Happened[]> =>
  new Map([[ORDER, types.map((type) => ({ type, inferred: false, ...(type === 'OrderShipped' && { total: 500 }) }))]]);

/** One order of two mugs out of ten, delivered, in the books of all services. */
export const someBooks = (more: Partial<Books> = {}): Books => ({
  orders: [
    {
      ...{ orderId: ORDER, customerId: 'ada', status: 'delivered', version: 6 },
      lines: [{ itemId: 'mug', count: 2 }],
      charges: { total: 500, currency: 'EUR' },
      recipient: { email: OWNER, address: { street: 'Hafenstraße 1' } },
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
  payments: [{ orderId: ORDER, status: 'captured', amount: 500, captures: [{ parcelId: 'p1', amount: 500 }] }],
  invoices: [
    {
      ...{ orderId: ORDER, parcelId: 'p1', status: 'issued', number: 'INV-2026-000001', charges: { total: 500 } },
      billing: { name: 'Ada', address: { street: 'Hafenstraße 1' } },
    },
  ],
  credits: [],
  series: [{ id: 'series/INV-2026', lastPosition: 1 }],
  mails: KINDS.map((kind) => ({ orderId: ORDER, kind, status: 'sent', attempts: 1 })),
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
