import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { OrderPacked } from '@orderwire/events-schema/orders';
import { STANDARD } from '@orderwire/testing/taxed';
import { type Derive, makeOutbox, readOutbox } from './outbox.ts';

const lines = [{ itemId: 'mug', title: 'Mug', count: 2, unitPrice: 1999, ...STANDARD }];
const address = { street: 'S 1', city: 'Berlin', postalCode: '1', country: 'DE' };
const recipient = { name: 'Ada', email: 'ada@example.com', address };
const data = { orderNumber: 'JXW2-VRJV-47H2', lines, recipient };

const outboxOf = makeOutbox(OrderPacked);
const anOutbox = (item?: object): string =>
  outboxOf({
    ...{ subject: 'ord_1', sequence: 4, at: 0 },
    cause: { correlationId: 'ord_1', causationId: 'test', actor: { type: 'partner', id: 'warehouse' } },
    events: [{ type: 'OrderPacked', data }],
    ...(item && { item }),
  });
const dataIn = (text: string, row: object = {}): unknown =>
  readOutbox(text, 'orderwire.orders', marshall(row, { removeUndefinedValues: true })).map(
    ({ detail }) => (JSON.parse(detail) as { data: unknown }).data,
  );

describe('an outbox of a row that has forgotten its customer', () => {
  it('says nothing that people wrote', () => {
    const { events } = JSON.parse(
      outboxOf({
        ...{ subject: 'ord_1', sequence: 4, at: 0, isErased: true },
        cause: { correlationId: 'ord_1', causationId: 'test', actor: { type: 'partner', id: 'warehouse' } },
        events: [{ type: 'OrderPacked', data: { ...data, reason: 'Canary', note: 'Canary' } }],
      }),
    ) as { readonly events: readonly { readonly data: object }[] };
    expect(events).toMatchObject([{ data }]);
    expect(JSON.stringify(events)).not.toContain('Canary');
  });
});

describe('an outbox that knows its item', () => {
  it('stores once what event and item share, and is read as if it had stored both', () => {
    const row = { pk: 'order/1', lines: structuredClone(lines), recipient };
    const text = anOutbox(row);
    expect(text).not.toContain('Ada');
    expect(dataIn(text, row)).toEqual([data]);
  });

  it('keeps what the item has under that name with another value', () => {
    const row = { lines: [], recipient: { ...recipient, address: { ...address, city: 'Bonn' } } };
    expect(dataIn(anOutbox(row), row)).toEqual([data]);
  });

  it('has the same ids as one that does not', () => {
    const row = { lines, recipient };
    const ids = (text: string) => readOutbox(text, 'orderwire.orders', marshall(row)).map(({ id }) => id);
    expect(ids(anOutbox(row))).toEqual(ids(anOutbox()));
  });

  it('leaves to the item what the item says of the write: what it is about, and when it was', () => {
    const row = { pk: 'order/ord_1', changedAt: 0 };
    const text = anOutbox(row);
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['sequence', 'causationId', 'actor', 'events']);
    expect(readOutbox(text, 'orderwire.orders', marshall(row))).toEqual(readOutbox(anOutbox(), 'orderwire.orders'));
    expect(() => readOutbox(text, 'orderwire.orders', marshall({ changedAt: 0 }))).toThrow('what it is about');
  });

  it('says itself what the item says otherwise', () => {
    const row = { pk: 'reservation/ord_2', changedAt: 1 };
    expect(readOutbox(anOutbox(row), 'orderwire.orders', marshall(row))).toEqual(
      readOutbox(anOutbox(), 'orderwire.orders'),
    );
  });

  it('is not read without it: an event with a hole is never published', () => {
    expect(() => dataIn(anOutbox({ lines }))).toThrow('has no lines');
  });
});

describe('an outbox whose item keeps a field in a shorter form', () => {
  const said = { lines, recipient };
  const stored = { lines, recipient: 'Ada' };
  const read = (derive: Derive) =>
    readOutbox(anOutbox(said), 'orderwire.orders', marshall(stored), derive).map(
      ({ detail }) => (JSON.parse(detail) as { data: unknown }).data,
    );

  it('is read with what is derived from the item, also where an attribute has that name', () => {
    expect(read((image) => ({ recipient: image['recipient']?.S === 'Ada' ? recipient : undefined }))).toEqual([data]);
  });

  it('takes nothing derived that the event does not share', () => {
    expect(read(() => ({ recipient, totals: 1 }))).toEqual([data]);
  });
});

describe('the correlation of an outbox', () => {
  const correlationOf = (correlationId: string, item?: object): unknown => {
    const cause = { correlationId, causationId: 'test', actor: { type: 'partner', id: 'warehouse' } } as const;
    const text = outboxOf({
      ...{ subject: 'INV-1', sequence: 4, at: 0, cause },
      events: [{ type: 'OrderPacked', data }],
      ...(item && { item }),
    });
    const [event] = readOutbox(text, 'orderwire.orders', marshall(item ?? { orderId: 'ord_1' }));
    const { meta } = JSON.parse(event?.detail ?? '') as { readonly meta: { readonly correlationId: string } };
    return [meta.correlationId, text.includes('correlationId')];
  };

  it.each([
    ['the order of its item', 'ord_1', { orderId: 'ord_1' }, false],
    ['the subject of an item without order', 'INV-1', { pk: 'x' }, false],
    ['neither', 'import/7', { orderId: 'ord_1' }, true],
    ['the subject, though the item has an order', 'INV-1', { orderId: 'ord_1' }, true],
    ['the subject, and the item is not known', 'INV-1', undefined, true],
  ])('is read as it was where it is %s; what the item tells is not stored', (_, correlationId, item, isStored) => {
    expect(correlationOf(correlationId, item)).toEqual([correlationId, isStored]);
  });
});

describe('an outbox that stands alone', () => {
  it('is read without its item', () => {
    expect(dataIn(anOutbox())).toEqual([data]);
  });
});
