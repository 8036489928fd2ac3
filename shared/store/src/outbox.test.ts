import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { OrderPacked } from '@orderwire/events-schema/orders';
import { makeOutbox, readOutbox } from './outbox.ts';

const lines = [{ itemId: 'mug', title: 'Mug', count: 2, unitPrice: 1999, vatRate: 19_000 }];
const address = { street: 'S 1', city: 'Berlin', postalCode: '1', country: 'DE' };
const recipient = { name: 'Ada', email: 'ada@example.com', address };
const data = { lines, recipient };

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

  it('is not read without it: an event with a hole is never published', () => {
    expect(() => dataIn(anOutbox({ lines }))).toThrow('has no lines');
  });
});

describe('the correlation of an outbox', () => {
  const correlationOf = (correlationId: string): unknown => {
    const cause = { correlationId, causationId: 'test', actor: { type: 'partner', id: 'warehouse' } } as const;
    const text = outboxOf({
      ...{ subject: 'ord_1', sequence: 4, at: 0, cause },
      events: [{ type: 'OrderPacked', data }],
    });
    const [event] = readOutbox(text, 'orderwire.orders');
    const { meta } = JSON.parse(event?.detail ?? '') as { readonly meta: { readonly correlationId: string } };
    return [meta.correlationId, text.includes('correlationId')];
  };

  it('is stored where it is not the subject itself, and read in both cases', () => {
    expect(['ord_1', 'import/7'].map(correlationOf)).toEqual([
      ['ord_1', false],
      ['import/7', true],
    ]);
  });
});

describe('an outbox that stands alone', () => {
  it('is read without its item', () => {
    expect(dataIn(anOutbox())).toEqual([data]);
  });
});
