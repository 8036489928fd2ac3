import { describe, expect, it } from '@jest/globals';
import type { OrderRow } from '../invariants/books.ts';
import { type Acknowledged, makeLedger } from './ledger.ts';
import { aStory, shopper } from './story.fixture.ts';
import { lostFromTables } from './verify.ts';

const aRow = (more: Partial<OrderRow> = {}): OrderRow => ({
  ...{ orderId: 'ord_1', customerId: 'ada', status: 'packed', version: 4, lines: [{ itemId: 'mug', count: 2 }] },
  charges: { total: 500, currency: 'EUR' },
  recipient: { email: shopper.email, address: { street: 'Neuer Weg 1' } },
  reported: { packed: { at: 1 } },
  ...more,
});

const story = aStory();
const WRITES: readonly Acknowledged[] = [
  { what: 'order', orderId: 'ord_1', total: 500, life: 1, story },
  { what: 'address', orderId: 'ord_1', life: 1, story, street: 'Neuer Weg 1' },
  { what: 'callback', orderId: 'ord_1', life: 1, story, action: 'packed', result: 'applied' },
];

const lost = (rows: readonly OrderRow[], writes = WRITES, own = story): readonly string[] => {
  const ledger = makeLedger();
  ledger.begin(own);
  for (const write of writes) ledger.acknowledge(write);
  return lostFromTables(ledger, rows, 2).map(({ what }) => what);
};

describe('after a restart', () => {
  it('nothing is lost when every acknowledged write is there', () => {
    expect(lost([aRow()])).toEqual([]);
  });

  it('all writes of an order are lost with it', () => {
    expect(lost([])).toEqual([
      'the order ord_1',
      'the address Neuer Weg 1 of ord_1',
      'the callback "packed" (applied) of ord_1',
    ]);
  });

  it('an order that is only half there is lost', () => {
    expect(lost([aRow({ charges: { total: 0, currency: 'EUR' } })])).toEqual(['the order ord_1']);
  });

  it('an address or a callback can be lost alone', () => {
    expect(lost([aRow({ reported: {} })])).toEqual(['the callback "packed" (applied) of ord_1']);
    const recipient = { email: shopper.email, address: { street: 'Hafenstraße 1' } };
    expect(lost([aRow({ recipient })])).toEqual(['the address Neuer Weg 1 of ord_1']);
  });

  it('a callback that was held is there while it waits and once it has counted', () => {
    const held: Acknowledged = {
      what: 'callback',
      orderId: 'ord_1',
      life: 1,
      story,
      action: 'shipped',
      result: 'held',
    };
    expect(lost([aRow({ held: [{ action: 'shipped' }] })], [held])).toEqual([]);
    expect(lost([aRow({ reported: { shipped: {} } })], [held])).toEqual([]);
    expect(lost([aRow()], [held])).toEqual(['the callback "shipped" (held) of ord_1']);
  });

  it('a cancellation is lost when the order lives on', () => {
    const cancellation: Acknowledged = { what: 'cancellation', orderId: 'ord_1', life: 1, story };
    expect(lost([aRow()], [cancellation])).toEqual(['the cancellation ord_1']);
    expect(lost([aRow({ status: 'cancelled' })], [cancellation])).toEqual([]);
  });

  it('what an answer has shown may go on, and never back', () => {
    const shown = aStory({ seen: { status: 'packed', life: 1 } });
    expect(lost([aRow({ status: 'delivered' })], [], shown)).toEqual([]);
    expect(lost([aRow({ status: 'confirmed' })], [], shown)).toEqual([
      'ord_1 was shown as packed and is confirmed now',
    ]);
  });

  it('what this life itself acknowledged is not asked for yet', () => {
    expect(lost([], [{ what: 'order', orderId: 'ord_1', total: 500, life: 2, story }])).toEqual([]);
  });
});
