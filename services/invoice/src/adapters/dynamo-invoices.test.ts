import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { makeNewId } from '@orderwire/kernel/ids';
import { readOutbox } from '@orderwire/store/outbox';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { makeFakeClock } from '@orderwire/testing/fakes';
import { tableFrom } from '@orderwire/testing/table-definition';
import { credited } from '../domain/credit-note.ts';
import { issued, numbered } from '../domain/invoice.ts';
import {
  ISSUE,
  aDraft,
  addShipped,
  aLine,
  aNumberedInvoice,
  aRefund,
  aShipment,
  aShippedDraft,
} from '../testing/builders.ts';
import { dynamoInvoices } from './dynamo-invoices.ts';
import { derivedFields } from './rows.ts';

const cause = { correlationId: 'c', causationId: 'pay_1#2#0', actor: { type: 'system', id: 'invoice' } } as const;

const aTable = () => {
  const { clock, advance } = makeFakeClock();
  const newOrderId = () => makeNewId(clock, (count) => new Uint8Array(count))('ord');
  const held = { ids: [] as string[] };
  const db = makeDynamoDb({
    environment: { now: clock, random: () => 0.5 },
    tables: [tableFrom(join(__dirname, '../../resources.yml'), 'InvoicesTable')],
    meter: { count: () => undefined, totals: () => ({}), reset: () => undefined },
    ownerOf: () => 'invoice',
    isHeld: (_arn, { id }) => held.ids.includes(id?.S ?? ''),
  });
  const { client, sent } = makeEngineClient(db.operations);
  const row = (id: string) =>
    db.operations.GetItem({ TableName: 'InvoicesTable', Key: { id: { S: id } }, ConsistentRead: true }).Item;
  return {
    ...dynamoInvoices({ dynamo: client, tableName: 'InvoicesTable', clock }),
    row,
    sent,
    held,
    clock,
    advance,
    newOrderId,
  };
};

describe('a draft', () => {
  it('is kept as it was given, and expires', async () => {
    const { addDraft, find, row, clock } = aTable();
    const draft = aDraft();
    await addDraft(draft);
    expect(await find('ord_1')).toEqual(draft);
    expect(row('order/ord_1')?.['expiresAt']).toEqual({ N: String(Math.floor(clock() / 1000) + 180 * 86_400) });
  });

  it('does not replace what is there already', async () => {
    const { addDraft, addShipment, takeNumber, find } = aTable();
    await addShipped({ addDraft, addShipment });
    await takeNumber('INV-2026', 0, aNumberedInvoice());
    await addDraft(aDraft({ customerId: 'cus_2' }));
    expect(await find('ord_1')).toEqual(aNumberedInvoice());
  });

  it('may leave out what is optional, as its schema reads it', async () => {
    const { addDraft, find } = aTable();
    const draft = aDraft();
    const { billing } = draft;
    await addDraft({ ...draft, billing: { ...billing, address: { ...billing.address, region: undefined } } });
    expect(await find('ord_1')).toEqual(draft);
  });
});

describe('the draft of an order whose customer was erased', () => {
  it('is deleted within days, where it was never shipped', async () => {
    const { addDraft, forgetDraft, row, clock, newOrderId } = aTable();
    const orderId = newOrderId();
    await expect(forgetDraft(orderId)).rejects.toThrow('has not arrived yet');
    await addDraft(aDraft({ orderId }));
    await forgetDraft(orderId);
    await forgetDraft(orderId);
    expect(row(`order/${orderId}`)?.['expiresAt']).toEqual({ N: String(Math.floor(clock() / 1000) + 3 * 86_400) });
  });

  it('is not waited for where the order is so old that it has expired', async () => {
    const { forgetDraft, row, advance, newOrderId } = aTable();
    const orderId = newOrderId();
    advance(180 * 86_400_000 - 1);
    await expect(forgetDraft(orderId)).rejects.toThrow('has not arrived yet');
    advance(1);
    await forgetDraft(orderId);
    expect(row(`order/${orderId}`)).toBeUndefined();
  });

  it('stays where there is something to invoice', async () => {
    const { addDraft, addShipment, forgetDraft, row } = aTable();
    await addShipped({ addDraft, addShipment });
    const before = row('order/ord_1');
    await forgetDraft('ord_1');
    expect(row('order/ord_1')).toEqual(before);
  });
});

describe('what was shipped', () => {
  it('is kept beside who buys, the first time that it is told', async () => {
    const { addDraft, addShipment, find, row } = aTable();
    await addDraft(aDraft());
    await addShipment('ord_1', aShipment());
    expect(await find('ord_1')).toEqual(aShippedDraft());
    await addShipment('ord_1', aShipment({ lines: [aLine({ count: 1 })] }));
    expect(await find('ord_1')).toEqual(aShippedDraft());
    expect(row('order/ord_1')).toHaveProperty('expiresAt');
  });

  it('of a further parcel gets a row of its own, once, and is billed to the same buyer', async () => {
    const { addDraft, addShipment, find, row } = aTable();
    await addDraft(aDraft());
    const second = aShipment({ parcelId: 'p2', lines: [aLine({ count: 1 })] });
    await addShipment('ord_1', aShipment());
    expect(await find('ord_1', 'p2')).toBeUndefined();
    for (let times = 0; times < 2; times += 1) await addShipment('ord_1', second);
    const further = { ...aShippedDraft(second), isFurther: true };
    expect([await find('ord_1'), await find('ord_1', 'p1')]).toEqual([aShippedDraft(), aShippedDraft()]);
    expect(await find('ord_1', 'p2')).toEqual(further);
    expect(row('order/ord_1/p2')).toMatchObject({ version: { N: '2' } });
  });

  it('waits for its order', async () => {
    const { addShipment, find } = aTable();
    await expect(addShipment('ord_1', aShipment())).rejects.toThrow('has not arrived yet');
    expect(await find('ord_1')).toBeUndefined();
  });
});

describe('a number', () => {
  it('is taken together with the invoice, which then no longer expires', async () => {
    const { addDraft, addShipment, takeNumber, lastPosition, find, row } = aTable();
    await addShipped({ addDraft, addShipment });
    expect(await lastPosition('INV-2026')).toBe(0);
    expect(await takeNumber('INV-2026', 0, aNumberedInvoice())).toBe(true);
    expect([await lastPosition('INV-2026'), await find('ord_1')]).toEqual([1, aNumberedInvoice()]);
    expect(row('order/ord_1')).not.toHaveProperty('expiresAt');
    expect(row('order/ord_1')).not.toHaveProperty('outbox');
  });

  it('is not taken twice for one order', async () => {
    const { addDraft, addShipment, takeNumber, lastPosition } = aTable();
    await addShipped({ addDraft, addShipment });
    await takeNumber('INV-2026', 0, aNumberedInvoice());
    const again = numbered(aShippedDraft(), 2, ISSUE);
    expect(await takeNumber('INV-2026', 1, again)).toBe(false);
    expect(await lastPosition('INV-2026')).toBe(1);
  });

  it.each([0, 2])('is not taken when the series has moved on or back (%i)', async (last) => {
    const { addDraft, addShipment, takeNumber, find } = aTable();
    await addShipped({ addDraft, addShipment });
    await takeNumber('INV-2026', 0, aNumberedInvoice());
    await addShipped({ addDraft, addShipment }, { orderId: 'ord_2' });
    expect(await takeNumber('INV-2026', last, aNumberedInvoice({ orderId: 'ord_2' }, last + 1))).toBe(false);
    expect(await find('ord_2')).toMatchObject({ status: 'shipped' });
  });

  it('is not taken once more after others were', async () => {
    const { addDraft, addShipment, takeNumber, find, lastPosition } = aTable();
    for (const [last, orderId] of ['ord_1', 'ord_2', 'ord_3'].entries()) {
      await addShipped({ addDraft, addShipment }, { orderId });
      if (last < 2) await takeNumber('INV-2026', last, aNumberedInvoice({ orderId }, last + 1));
    }
    expect(await takeNumber('INV-2026', 1, aNumberedInvoice({ orderId: 'ord_3' }, 2))).toBe(false);
    expect([await find('ord_3'), await lastPosition('INV-2026')]).toMatchObject([{ status: 'shipped' }, 2]);
  });

  it('is not taken for an order that is not there', async () => {
    const { takeNumber, lastPosition } = aTable();
    expect(await takeNumber('INV-2026', 0, aNumberedInvoice())).toBe(false);
    expect(await lastPosition('INV-2026')).toBe(0);
  });

  it('is tried again at once, a few times, while another transaction holds the counter', async () => {
    const { addDraft, addShipment, takeNumber, lastPosition, held, sent } = aTable();
    await addShipped({ addDraft, addShipment });
    held.ids = ['series/INV-2026'];
    await expect(takeNumber('INV-2026', 0, aNumberedInvoice())).rejects.toThrow();
    expect(sent.filter(({ operation }) => operation === 'TransactWriteItems')).toHaveLength(4);
    held.ids = [];
    expect(await lastPosition('INV-2026')).toBe(0);
  });
});

describe('an invoice that is issued', () => {
  const anIssuedOne = async () => {
    const table = aTable();
    await addShipped(table);
    await table.takeNumber('INV-2026', 0, aNumberedInvoice());
    return { ...table, written: await table.markIssued(issued(aNumberedInvoice()), cause) };
  };

  it('carries its event in the same write', async () => {
    const { written, find, row } = await anIssuedOne();
    expect(written).toBe(true);
    expect(await find('ord_1')).toEqual(issued(aNumberedInvoice()));
    const [event, ...others] = readOutbox(
      row('order/ord_1')?.['outbox']?.S ?? '',
      'orderwire.invoice',
      row('order/ord_1'),
      derivedFields,
    );
    expect(row('order/ord_1')?.['outbox']?.S).not.toContain('total');
    expect(others).toEqual([]);
    expect(event).toMatchObject({ id: 'INV-2026-000001#4#0', type: 'InvoiceIssued' });
    const { orderNumber, lines, charges, objectKey } = aNumberedInvoice();
    expect((JSON.parse(event?.detail ?? '{}') as { data: unknown }).data).toEqual({
      ...{ orderId: 'ord_1', orderNumber, number: 'INV-2026-000001', parcelId: 'p1', lines, charges, objectKey },
    });
  });

  it('is not issued again', async () => {
    const { markIssued } = await anIssuedOne();
    expect(await markIssued(issued(aNumberedInvoice()), cause)).toBe(false);
  });
});

describe('a credit note', () => {
  const NOTE = credited(aNumberedInvoice(), aRefund(), 1, ISSUE);

  it('takes a number of its own series, and carries its event in the same write', async () => {
    const { credit, lastPosition, row } = aTable();
    expect(await credit('CN-2026', 0, NOTE, cause)).toBe(true);
    expect([await lastPosition('CN-2026'), await lastPosition('INV-2026')]).toEqual([1, 0]);
    const written = row('credit/ord_1/parcel/p1');
    const [event] = readOutbox(written?.['outbox']?.S ?? '', 'orderwire.invoice', written, derivedFields);
    expect(event).toMatchObject({ id: 'CN-2026-000001#1#0', type: 'CreditNoteIssued' });
    const { orderNumber } = aNumberedInvoice();
    const { refundId, lines, charges } = aRefund();
    expect((JSON.parse(event?.detail ?? '{}') as { data: unknown }).data).toEqual({
      ...{ orderId: 'ord_1', orderNumber, number: 'CN-2026-000001', forInvoice: 'INV-2026-000001' },
      ...{ refundId, lines, charges },
    });
  });

  it('is written once for a refund, whatever the position', async () => {
    const { credit, lastPosition } = aTable();
    await credit('CN-2026', 0, NOTE, cause);
    expect(await credit('CN-2026', 1, { ...NOTE, number: 'CN-2026-000002' }, cause)).toBe('known');
    expect(await credit('CN-2026', 0, NOTE, cause)).toBe('known');
    expect(await lastPosition('CN-2026')).toBe(1);
  });

  it('is not written when the series has moved on', async () => {
    const { credit, row } = aTable();
    await credit('CN-2026', 0, NOTE, cause);
    expect(await credit('CN-2026', 0, { ...NOTE, refundId: 'ret_1/1/p1' }, cause)).toBe(false);
    expect(row('credit/ord_1/ret_1/1/p1')).toBeUndefined();
  });
});

describe('a stored invoice that is not as documented', () => {
  it('is read by nobody, and what is wrong is said without its values', async () => {
    const { addDraft, find } = aTable();
    await addDraft({ ...aDraft(), billing: { ...aDraft().billing, email: 7 } } as never);
    await expect(find('ord_1')).rejects.toMatchObject({
      code: 'ROW_UNREADABLE',
      message: 'A stored invoice is not as documented, at: billing.email.',
    });
  });
});
