import { describe, expect, it } from '@jest/globals';
import { checksOf } from './invariants.ts';
import type { Shopper, Story } from './ledger.ts';
import { countDoubles } from './mail-faults.ts';
import type { Snapshot, TimelineRow } from './snapshot.ts';

const shopper: Shopper = { email: 'ada@example.com', name: 'Ada', token: 't' };

const aStory = (more: Partial<Story> = {}): Story => ({
  ...{ index: 0, course: 'deliver', shopper, key: 'key-0', wishes: [{ id: 'mug', count: 2 }], log: [], done: true },
  placed: { orderId: 'ord_1', status: 'placed', totals: { total: 500, tax: 80, currency: 'EUR' } },
  ...more,
});

const TYPES = [
  ...['OrderPlaced', 'StockReserved', 'PaymentAuthorized', 'OrderConfirmed', 'WarehouseNotified', 'OrderPacked'],
  ...['CourierNotified', 'OrderShipped', 'PaymentCaptured', 'StockCommitted', 'InvoiceIssued', 'OrderDelivered'],
];

const timelineOf = (types: readonly string[]): readonly TimelineRow[] =>
  types.map((type, index) => ({ orderId: 'ord_1', entry: `2026-01-01T00:00:00.000Z#e${index}`, type, facts: {} }));

const KINDS = ['placed', 'confirmed', 'packed', 'shipped', 'delivered', 'invoice'];
const SUBJECTS = [
  ...['We have received your order', 'Your order is confirmed', 'Your order is packed', 'Your order is on its way'],
  ...['Your order was delivered', 'Your invoice INV-2026-000001'],
];
const mailOf = (subject: string) => ({ to: [shopper.email], subject, text: `${subject}\n\nOrder ord_1\nOrderwire\n` });

/** One order of two mugs out of ten, delivered. */
const aSnapshot = (more: Partial<Snapshot> = {}): Snapshot => ({
  orders: [
    {
      ...{ orderId: 'ord_1', customerId: 'ada', status: 'delivered', version: 6 },
      lines: [{ itemId: 'mug', count: 2 }],
      totals: { total: 500, currency: 'EUR' },
      recipient: { email: shopper.email, address: { street: 'Hafenstraße 1' } },
    },
  ],
  stock: [{ itemId: 'mug', onHand: 8, reserved: 0, available: 8, shipped: 2 }],
  reservations: [{ orderId: 'ord_1', status: 'committed', lines: [{ itemId: 'mug', count: 2 }] }],
  payments: [{ orderId: 'ord_1', status: 'captured', amount: 500 }],
  invoices: [{ orderId: 'ord_1', status: 'issued', number: 'INV-2026-000001', totals: { total: 500 } }],
  series: [{ id: 'series/INV-2026', lastPosition: 1 }],
  mails: KINDS.map((kind) => ({ orderId: 'ord_1', kind, status: 'sent', attempts: 1 })),
  sent: SUBJECTS.map(mailOf),
  warehouse: [{ orderId: 'ord_1', kind: 'order.confirmed', status: 'sent' }],
  courier: [{ orderId: 'ord_1', kind: 'order.packed', status: 'sent' }],
  timeline: timelineOf(TYPES),
  queues: [{ name: 'inbox', deadLetter: false, visible: 0, inFlight: 0, delayed: 0 }],
  ...more,
});

/** check → what it finds */
const faultsIn = (snapshot: Snapshot, stories: readonly Story[] = [aStory()]): Readonly<Record<string, string[]>> =>
  Object.fromEntries(
    Object.entries(checksOf(new Map([['mug', 10]]))).flatMap(([name, check]) => {
      const faults = check(snapshot, stories).map(({ what }) => what);
      return faults.length === 0 ? [] : [[name, faults]];
    }),
  );

const [order] = aSnapshot().orders;
const [stock] = aSnapshot().stock;
const [mail] = aSnapshot().mails;

describe('an order that was delivered, and everything with it', () => {
  it('has no fault', () => {
    expect(faultsIn(aSnapshot())).toEqual({});
  });

  it.each<[string, string, Partial<Snapshot>]>([
    ['is there twice', 'every key one order', { orders: [order!, { ...order!, orderId: 'ord_2' }] }],
    ['is gone', 'every key one order', { orders: [] }],
    ['has come to rest elsewhere', 'every order at rest', { orders: [{ ...order!, status: 'packed' }] }],
    ['lost stock', 'stock adds up', { stock: [{ ...stock!, onHand: 7 }] }],
    ['left stock reserved', 'stock adds up', { stock: [{ ...stock!, reserved: 2, available: 6 }] }],
    ['was booked out twice', 'stock adds up', { stock: [{ ...stock!, onHand: 6, available: 6, shipped: 4 }] }],
    ['lost the row of its stock', 'stock adds up', { stock: [] }],
    ['has no reservation', 'reservations follow orders', { reservations: [] }],
    [
      'was never captured',
      'payments follow orders',
      { payments: [{ orderId: 'ord_1', status: 'authorized', amount: 500 }] },
    ],
    [
      'was charged another amount',
      'payments follow orders',
      { payments: [{ orderId: 'ord_1', status: 'captured', amount: 1 }] },
    ],
    ['has no invoice', 'invoices without a gap', { invoices: [], series: [] }],
    [
      'has an invoice with a number too high',
      'invoices without a gap',
      { series: [{ id: 'series/INV-2026', lastPosition: 2 }] },
    ],
    ['lacks a mail', 'each mail once', { sent: SUBJECTS.slice(1).map(mailOf) }],
    ['has a mail that nobody noted', 'each mail once', { mails: aSnapshot().mails.slice(1) }],
    [
      'has a mail that is still being sent',
      'each mail once',
      { mails: [{ ...mail!, status: 'sending' }, ...aSnapshot().mails.slice(1)] },
    ],
    ['has a mail twice in one try', 'each mail once', { sent: [...SUBJECTS, 'Your order is packed'].map(mailOf) }],
    [
      'has a mail of something that never happened',
      'each mail once',
      { sent: [...SUBJECTS, 'Your order is cancelled'].map(mailOf) },
    ],
    [
      'lacks an event',
      'timelines complete',
      { timeline: timelineOf(TYPES.filter((type) => type !== 'StockReserved')) },
    ],
    ['has an event twice', 'timelines complete', { timeline: timelineOf([...TYPES, 'OrderShipped']) }],
    ['is in two states', 'timelines complete', { timeline: timelineOf([...TYPES, 'PaymentVoided']) }],
    ['was not told to the courier', 'partners told', { courier: [] }],
    [
      'left a message',
      'nothing parked',
      { queues: [{ name: 'dead', deadLetter: true, visible: 1, inFlight: 0, delayed: 0 }] },
    ],
  ])('that %s is found out by “%s”', (_what, name, change) => {
    expect(Object.keys(faultsIn(aSnapshot(change)))).toContain(name);
  });

  it('may have a mail twice when sending was begun again: that is declared, and counted', () => {
    const mails = aSnapshot().mails.map((row) => (row.kind === 'packed' ? { ...row, attempts: 2 } : row));
    const twice = aSnapshot({ mails, sent: [...SUBJECTS, 'Your order is packed'].map(mailOf) });
    expect(faultsIn(twice)).toEqual({});
    expect([countDoubles(twice), countDoubles(aSnapshot())]).toEqual([1, 0]);
  });

  it('that nobody was told of is one too many', () => {
    expect(faultsIn(aSnapshot(), [])).toEqual({
      'every key one order': ['exists, and nobody was ever told: an order was doubled'],
    });
  });
});
