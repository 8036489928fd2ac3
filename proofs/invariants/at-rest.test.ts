import { describe, expect, it } from '@jest/globals';
import { checkAtRest } from './at-rest.ts';
import type { Books } from './books.ts';
import type { InvariantId } from './claims.ts';
import {
  collectFaults,
  happening,
  KINDS,
  knownOutside,
  mailOf,
  rowOfMail,
  someBooks,
  TYPES,
} from './delivered.fixture.ts';
import { countDoubles } from './mails.ts';
import type { Outside } from './outside.ts';

const faultsIn = (books: Books, outside: Outside = knownOutside()): readonly string[] =>
  collectFaults((checks) => checkAtRest(checks, books, outside));

const [order] = someBooks().orders;
const [stock] = someBooks().stock;
const [mail] = someBooks().mails;
const [invoice] = someBooks().invoices;
const [payment] = someBooks().payments;
const [ledger] = someBooks().provider;
const [asked] = knownOutside().taken;

const creditNote = {
  ...{ orderId: 'ord_1', refundId: 'parcel/p1', number: 'CN-2026-000001', forInvoice: 'INV-2026-000001' },
  charges: { total: 5 },
};

/** The same order, cancelled when it was confirmed. */
const cancelled: Partial<Books> = {
  orders: [{ ...order!, status: 'cancelled', reported: {} }],
  stock: [{ ...stock!, onHand: 10, available: 10, shipped: 0 }],
  reservations: [{ orderId: 'ord_1', status: 'released', lines: order!.lines }],
  payments: [{ orderId: 'ord_1', status: 'voided', amount: 500 }],
  provider: [],
  invoices: [{ ...invoice!, status: 'draft', number: undefined } as never],
  series: [],
};
const outsideOfCancelled: Partial<Outside> = {
  acknowledged: [{ what: 'cancellation', orderId: 'ord_1' }],
  areKeysKept: true,
  happened: happening(['OrderPlaced', 'OrderConfirmed', 'OrderCancelled']),
  mails: [mailOf('placed'), mailOf('confirmed'), mailOf('cancelled')],
  taken: [asked!, { ...asked!, type: 'order.cancelled' }],
};

const refusing: Partial<Books> = {
  payments: [{ ...payment!, status: 'authorized', captures: [] }],
  provider: [{ ...ledger!, refuses: 'capture', captured: 0, isOpen: true, entries: {} }],
  invoices: [{ ...invoice!, status: 'shipped', number: undefined } as never],
  series: [],
  mails: someBooks().mails.filter(({ kind }) => kind !== 'invoice'),
};
const MONEY = new Set<string>(['PaymentCaptured', 'InvoiceIssued']);
const outsideOfRefusing: Partial<Outside> = {
  happened: happening(TYPES.filter((type) => !MONEY.has(type))),
  mails: KINDS.filter((kind) => kind !== 'invoice').map((kind) => mailOf(kind)),
};

describe('an order whose card refuses what was shipped', () => {
  it('has no fault: nothing was taken, and no document says so', () => {
    expect(faultsIn(someBooks(refusing), knownOutside(outsideOfRefusing))).toEqual([]);
  });

  it.each<[string, InvariantId, Partial<Books>]>([
    ['was captured all the same', '10-money', { payments: [payment!] }],
    ['was invoiced', '12-accounting', { invoices: [invoice!] }],
    ['is let go of', '10-money', { provider: [{ ...refusing.provider![0]!, isOpen: false }] }],
  ])('that %s is found out by %s', (_what, invariant, change) => {
    const faults = faultsIn(someBooks({ ...refusing, ...change }), knownOutside(outsideOfRefusing));
    expect(faults).toContainEqual(expect.stringContaining(invariant));
  });

  it('that is said to be paid is found out by 02-rest', () => {
    const faults = faultsIn(someBooks(refusing), knownOutside({ ...outsideOfRefusing, happened: happening(TYPES) }));
    expect(faults).toContainEqual(expect.stringContaining('02-rest'));
  });
});

describe('an order that was delivered, and everything with it', () => {
  it('has no fault', () => {
    expect(faultsIn(someBooks())).toEqual([]);
  });

  it.each<[string, InvariantId, Partial<Books>]>([
    ['is there twice under one key', '01-acknowledged', { orders: [order!, { ...order!, orderId: 'ord_2' }] }],
    ['is gone', '01-acknowledged', { orders: [] }],
    ['is over another amount', '01-acknowledged', { orders: [{ ...order!, charges: { total: 1, currency: 'EUR' } }] }],
    ['knows nothing of its delivery', '01-acknowledged', { orders: [{ ...order!, reported: {} }] }],
    ['does not rest', '02-rest', { orders: [{ ...order!, status: 'placed' }] }],
    [
      'was rejected for a reason that nothing shows',
      '02-rest',
      { orders: [{ ...order!, status: 'rejected', rejection: { reason: 'payment_declined' } }] },
    ],
    [
      'has gone no further than the books of the others',
      '12-accounting',
      { orders: [{ ...order!, status: 'packed' }] },
    ],
    ['lost stock', '06-stock', { stock: [{ ...stock!, onHand: 7 }] }],
    ['left stock reserved', '06-stock', { stock: [{ ...stock!, reserved: 2, available: 6 }] }],
    ['was booked out twice', '06-stock', { stock: [{ ...stock!, onHand: 6, available: 6, shipped: 4 }] }],
    ['lost the row of its stock', '06-stock', { stock: [] }],
    ['has no reservation', '12-accounting', { reservations: [] }],
    ['was never captured', '12-accounting', { payments: [{ orderId: 'ord_1', status: 'authorized', amount: 500 }] }],
    ['was captured twice', '10-money', { provider: [{ ...ledger!, captured: 1000 }] }],
    [
      'was captured under two keys',
      '10-money',
      {
        provider: [
          { ...ledger!, entries: { ...ledger!.entries, 'pay/ord_1/capture/p2': { kind: 'capture', amount: 500 } } },
        ],
      },
    ],
    [
      'was refunded though nothing came back',
      '10-money',
      { payments: [{ ...payment!, refunds: [{ refundId: 'parcel/p1', parcelId: 'p1', amount: 5, isDone: true }] }] },
    ],
    ['is credited though nothing came back', '10-money', { credits: [creditNote] }],
    ['is on the shelf and was sent', '06-stock', { returned: [{ orderId: 'ord_1', lines: order!.lines }] }],
    ['was charged another amount', '10-money', { payments: [{ ...payment!, amount: 1 }] }],
    ['was captured in part', '10-money', { payments: [{ ...payment!, captures: [{ parcelId: 'p1', amount: 1 }] }] }],
    [
      'is invoiced over another amount than was captured',
      '10-money',
      { invoices: [{ ...invoice!, charges: { total: 1 } }] },
    ],
    ['has no invoice', '12-accounting', { invoices: [], series: [] }],
    ['has an invoice with a number too high', '05-invoices', { series: [{ id: 'series/INV-2026', lastPosition: 2 }] }],
    ['has the second number and no first', '05-invoices', { invoices: [{ ...invoice!, number: 'INV-2026-000002' }] }],
    ['has a mail that nobody noted', '07-mails', { mails: someBooks().mails.slice(1) }],
    [
      'has a mail that is still being sent',
      '07-mails',
      { mails: [{ ...mail!, status: 'pending' }, ...someBooks().mails.slice(1)] },
    ],
  ])('that %s is found out by %s', (_what, invariant, change) => {
    expect(faultsIn(someBooks(change))).toContainEqual(expect.stringContaining(invariant));
  });

  it.each<[string, InvariantId, Partial<Outside>]>([
    ['lacks a mail', '07-mails', { mails: KINDS.slice(1).map((kind) => mailOf(kind)) }],
    [
      'has a mail of something that never happened',
      '07-mails',
      { mails: [...KINDS, 'cancelled'].map((kind) => mailOf(kind)) },
    ],
    [
      'is told to somebody else',
      '07-mails',
      { mails: KINDS.map((kind) => mailOf(kind, kind === 'packed' ? 'eve@example.com' : undefined)) },
    ],
    ['lacks an event', '12-accounting', { happened: happening(TYPES.filter((type) => type !== 'StockReserved')) }],
    ['has an event twice', '03-versions', { happened: happening([...TYPES, 'OrderShipped']) }],
    ['is in two states', '02-rest', { happened: happening([...TYPES, 'PaymentVoided']) }],
    ['was not told to the courier', '12-accounting', { taken: [asked!] }],
    [
      'goes elsewhere than its customer was told',
      '01-acknowledged',
      { acknowledged: [{ what: 'address', orderId: 'ord_1', street: 'Neuer Weg 1' }] },
    ],
  ])('that %s is found out by %s', (_what, invariant, change) => {
    expect(faultsIn(someBooks(), knownOutside(change))).toContainEqual(expect.stringContaining(invariant));
  });

  it('need not have a mail of a pick-up that was only inferred', () => {
    const [told] = happening(TYPES).values();
    const happened = new Map([
      ['ord_1', (told ?? []).map((one) => ({ ...one, inferred: one.type === 'OrderShipped' }))],
    ]);
    const mails = KINDS.filter((kind) => kind !== 'shipped').map((kind) => mailOf(kind));
    expect(faultsIn(someBooks(), knownOutside({ happened, mails }))).toEqual([]);
  });
});

describe('an order that was cancelled', () => {
  const mails = ['placed', 'confirmed', 'cancelled'].map(rowOfMail);

  it('has no fault when everybody was told that it is off', () => {
    expect(faultsIn(someBooks({ ...cancelled, mails }), knownOutside(outsideOfCancelled))).toEqual([]);
  });

  it('of which the warehouse was not told is found out by 17-cancelled', () => {
    const outside = knownOutside({ ...outsideOfCancelled, taken: [asked!] });
    expect(faultsIn(someBooks({ ...cancelled, mails }), outside)).toEqual([
      '17-cancelled: the warehouse was never told to stop',
    ]);
  });

  it('and was delivered anyway is found out', () => {
    const outside = knownOutside({ acknowledged: outsideOfCancelled.acknowledged! });
    expect(faultsIn(someBooks(), outside)).toContainEqual(expect.stringContaining('01-acknowledged'));
  });
});

describe('mails that went out twice', () => {
  it('are counted', () => {
    expect(countDoubles([mailOf('packed'), mailOf('packed'), mailOf('placed')], someBooks().mails)).toBe(1);
  });
});
