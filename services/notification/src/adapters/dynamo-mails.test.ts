import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { readOutbox } from '@orderwire/store/outbox';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { makeFakeClock } from '@orderwire/testing/fakes';
import { tableFrom } from '@orderwire/testing/table-definition';
import type { MailRow } from '../domain/mail-row.ts';
import { dynamoContacts } from './dynamo-contacts.ts';
import { ORDER_NUMBER } from '../testing/builders.ts';
import { dynamoMails } from './dynamo-mails.ts';

const cause = { correlationId: 'c', causationId: 'ord_1#1#0', actor: { type: 'system', id: 'notification' } } as const;

const aRow = (more: Partial<MailRow> = {}): MailRow => ({
  ...{
    id: 'ord_1/placed',
    orderId: 'ord_1',
    kind: 'placed',
    status: 'pending',
    attempts: 1,
    leaseUntil: 1,
    version: 1,
  },
  updatedAt: '2026-03-01T12:00:00.000Z',
  ...more,
});

const aTable = () => {
  const { clock } = makeFakeClock();
  const { operations } = makeDynamoDb({
    environment: { now: clock, random: () => 0.5 },
    tables: [tableFrom(join(__dirname, '../../resources.yml'), 'MailsTable')],
    meter: { count: () => undefined, totals: () => ({}), reset: () => undefined },
    ownerOf: () => 'notification',
  });
  const table = { dynamo: makeEngineClient(operations).client, tableName: 'MailsTable' };
  const row = (id: string) =>
    operations.GetItem({ TableName: 'MailsTable', Key: { id: { S: id } }, ConsistentRead: true }).Item;
  const eventsOf = (id: string) =>
    readOutbox(row(id)?.['outbox']?.S ?? '', 'orderwire.notification').map((event) => ({
      ...{ id: event.id, type: event.type },
      data: (JSON.parse(event.detail) as { data: unknown }).data,
    }));
  return { mails: dynamoMails(table), contacts: dynamoContacts({ ...table, clock }), row, eventsOf, clock };
};

describe('a mail’s row', () => {
  it('is claimed by one only; the other one is shown it', async () => {
    const { mails } = aTable();
    expect(await mails.save(aRow(), cause, undefined)).toBeUndefined();
    expect(await mails.save(aRow({ leaseUntil: 2 }), cause, undefined)).toEqual(aRow());
  });

  it('moves on from the version that was seen, and from no other', async () => {
    const { mails } = aTable();
    await mails.save(aRow(), cause, undefined);
    expect(await mails.save(aRow({ version: 3 }), cause, undefined)).toEqual(aRow());
    expect(await mails.save(aRow({ version: 2 }), cause, undefined)).toBeUndefined();
    expect(await mails.save(aRow({ version: 3 }), cause, undefined)).toBeUndefined();
    expect(await mails.save(aRow({ version: 2 }), cause, undefined)).toEqual(aRow({ version: 3 }));
  });

  it('carries MailSent in the write that says so', async () => {
    const { mails, eventsOf } = aTable();
    await mails.save(aRow(), cause, undefined);
    await mails.save(aRow({ version: 2, status: 'sent', messageId: 'm-1' }), cause, { type: 'MailSent' });
    expect(eventsOf('ord_1/placed')).toEqual([
      {
        ...{ id: 'ord_1/placed#2#0', type: 'MailSent' },
        data: { orderId: 'ord_1', kind: 'placed', messageId: 'm-1' },
      },
    ]);
  });

  it('carries MailFailed with its reason and tells a person, and drops both when sending begins again', async () => {
    const { mails, eventsOf, row } = aTable();
    await mails.save(aRow(), cause, undefined);
    await mails.save(aRow({ version: 2, status: 'failed' }), cause, { type: 'MailFailed', reason: 'MessageRejected' });
    const detail = 'The mail "placed" was not sent: MessageRejected.';
    expect(eventsOf('ord_1/placed')).toMatchObject([
      { type: 'MailFailed', data: { reason: 'MessageRejected' } },
      { type: 'MailNeedsAttention', data: { code: 'MAIL_NOT_SENT', detail, orderId: 'ord_1' } },
    ]);
    await mails.save(aRow({ version: 3 }), cause, undefined);
    expect(row('ord_1/placed')).not.toHaveProperty('outbox');
  });
});

describe('a contact', () => {
  /** Its time is in it: it is new. */
  const ORDER = 'ord_01KQ8Z3V5T7W9Y1B3D5F7H9K2M';
  const HOME = { name: 'Zoë', address: { street: 'Domkloster 4', city: 'Köln', postalCode: '50667', country: 'DE' } };
  const ELSEWHERE = { ...HOME, address: { ...HOME.address, street: 'Hafen 1', region: undefined } };
  const ABOUT = { orderNumber: ORDER_NUMBER, language: 'de' } as const;
  const ZOE = { ...ABOUT, email: 'zoe@example.com', name: 'Zoë', deliverTo: HOME };

  it('is kept for half a year, the first one given', async () => {
    const { contacts, row, clock } = aTable();
    expect(await contacts.find(ORDER)).toBeUndefined();
    expect(await contacts.save(ORDER, ZOE, 1)).toEqual(ZOE);
    expect(await contacts.save(ORDER, { ...ABOUT, email: 'other@example.com', name: 'Other' }, 1)).toEqual(ZOE);
    expect(await contacts.find(ORDER)).toEqual(ZOE);
    expect(row(`${ORDER}/contact`)?.['expiresAt']).toEqual({ N: String(Math.floor(clock() / 1000) + 180 * 86_400) });
  });

  it('knows where the goods go by the newest that was said, in whatever order it is heard', async () => {
    const { contacts } = aTable();
    await contacts.save(ORDER, ZOE, 1);
    await contacts.redirect(ORDER, undefined, 3);
    expect(await contacts.find(ORDER)).toEqual({ ...ABOUT, email: 'zoe@example.com', name: 'Zoë' });
    const answered = [
      await contacts.redirect(ORDER, ELSEWHERE, 5),
      await contacts.redirect(ORDER, undefined, 4),
      await contacts.save(ORDER, ZOE, 1),
      await contacts.find(ORDER),
    ];
    const elsewhere = { ...ZOE, deliverTo: { ...HOME, address: { ...HOME.address, street: 'Hafen 1' } } };
    expect(answered).toEqual([elsewhere, elsewhere, elsewhere, elsewhere]);
  });

  it('that has not arrived yet is waited for', async () => {
    const { contacts, row } = aTable();
    await expect(contacts.redirect(ORDER, HOME, 2)).rejects.toThrow('has not arrived yet');
    expect(row(`${ORDER}/contact`)).toBeUndefined();
  });
});
