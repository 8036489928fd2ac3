import { describe, expect, it } from '@jest/globals';
import { collectFaults, KINDS, someBooks } from '../invariants/delivered.fixture.ts';
import type { Story } from './ledger.ts';
import { outsideOf } from './outside.ts';
import { checkPlans } from './plans.ts';
import type { Snapshot } from './snapshot.ts';
import { aStory, shopper } from './story.fixture.ts';

const HEADINGS = [
  ...['We have received your order', 'Your order is confirmed', 'Your order is packed', 'Your order is on its way'],
  ...['Your order was delivered', 'Your invoice INV-2026-000001'],
];
const mailOf = (heading: string) => ({
  ...{ to: [shopper.email], subject: heading, text: `${heading}\n\nOrder ABC-1\nord_1\nOrderwire\n` },
});
const queue = { name: 'inbox', deadLetter: false, visible: 0, inFlight: 0, delayed: 0 };

const aSnapshot = (more: Partial<Snapshot> = {}): Snapshot => ({
  ...{ books: someBooks(), sent: HEADINGS.map(mailOf), queues: [queue] },
  ...more,
});

const faultsIn = (snapshot: Snapshot, stories: readonly Story[] = [aStory()]): readonly string[] =>
  collectFaults((checks) => checkPlans(checks, snapshot, stories));

describe('an order that went as it was meant to go', () => {
  it('has no fault', () => {
    expect(faultsIn(aSnapshot())).toEqual([]);
  });

  it('is found out when it rests elsewhere', () => {
    expect(faultsIn(aSnapshot(), [aStory({ course: 'wait-packed' })])).toEqual([
      '02-rest: is delivered and should rest as packed',
    ]);
  });

  it('is found out when it is gone', () => {
    expect(faultsIn(aSnapshot({ books: someBooks({ orders: [] }) }))).toEqual([
      '01-acknowledged: was placed and is gone',
    ]);
  });

  it('that nobody was told of is one too many', () => {
    expect(faultsIn(aSnapshot(), [])).toEqual([
      '09-idempotency: exists, and nobody was ever told: an order was doubled',
    ]);
  });

  it('leaves nothing in a queue', () => {
    expect(faultsIn(aSnapshot({ queues: [{ ...queue, deadLetter: true, visible: 1 }] }))).toEqual([
      '15-bounds: parked in inbox: 1 visible, 0 in flight, 0 delayed',
    ]);
  });

  it('may have a mail twice when sending was begun again, and not otherwise', () => {
    const sent = [...HEADINGS, 'Your order is packed'].map(mailOf);
    const mails = someBooks().mails.map((row) => (row.kind === 'packed' ? { ...row, attempts: 2 } : row));
    expect(faultsIn(aSnapshot({ sent, books: someBooks({ mails }) }))).toEqual([]);
    expect(faultsIn(aSnapshot({ sent }))).toEqual(['07-mails: ord_1/packed went out 2 times in 1 tries']);
  });
});

describe('what is known outside of a platform that is killed', () => {
  const { mails, taken, happened } = outsideOf({ acknowledged: [], stories: [] }, aSnapshot(), new Map());

  it('is read from the mails, by their first lines', () => {
    expect(mails).toEqual(KINDS.map((kind) => ({ orderId: 'ord_1', kind, to: shopper.email })));
    const sent = [{ to: [shopper.email], subject: 'Your code', text: 'Your code is 123456.' }];
    expect(outsideOf({ acknowledged: [], stories: [] }, aSnapshot({ sent }), new Map()).mails).toEqual([]);
  });

  it('is read from the timeline and from the webhooks that were sent', () => {
    expect(happened.get('ord_1')).toContainEqual({ type: 'OrderDelivered', inferred: false });
    expect(taken).toEqual([
      { partner: 'warehouse', type: 'order.confirmed', orderId: 'ord_1' },
      { partner: 'courier', type: 'order.packed', orderId: 'ord_1' },
    ]);
  });
});
