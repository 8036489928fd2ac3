import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { makeNewId } from '@orderwire/kernel/ids';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { makeFakeClock } from '@orderwire/testing/fakes';
import { tableFrom } from '@orderwire/testing/table-definition';
import { dynamoContacts } from './dynamo-contacts.ts';

const DAY_MS = 86_400_000;

const aTable = () => {
  const { clock, advance } = makeFakeClock();
  const order = makeNewId(clock, (count) => new Uint8Array(count))('ord');
  const { operations } = makeDynamoDb({
    environment: { now: clock, random: () => 0.5 },
    tables: [tableFrom(join(__dirname, '../../resources.yml'), 'MailsTable')],
    meter: { count: () => undefined, totals: () => ({}), reset: () => undefined },
    ownerOf: () => 'notification',
  });
  const row = (kind: 'contact' | 'forgotten') =>
    operations.GetItem({ TableName: 'MailsTable', Key: { id: { S: `${order}/${kind}` } }, ConsistentRead: true }).Item;
  const expiresInDays = (kind: 'contact' | 'forgotten' = 'contact') =>
    (Number(row(kind)?.['expiresAt']?.N) - clock() / 1000) / 86_400;
  /** As the table does it with rows that have expired. */
  const expire = (kind: 'contact' | 'forgotten') =>
    void operations.DeleteItem({ TableName: 'MailsTable', Key: { id: { S: `${order}/${kind}` } } });
  const dynamo = makeEngineClient(operations).client;
  return { ...dynamoContacts({ dynamo, tableName: 'MailsTable', clock }), order, row, expiresInDays, expire, advance };
};

const contact = { email: 'canary@example.com', name: 'Canary', orderNumber: 'JXW2-VRJV-47H2', language: 'en' } as const;

describe('the contact of an order whose customer was erased', () => {
  it('is deleted within days: the last mails about it may still be on their way', async () => {
    const { save, forget, expiresInDays, find, order } = aTable();
    await save(order, contact, 1);
    expect(expiresInDays()).toBe(180);
    await forget(order);
    expect([expiresInDays(), await find(order)]).toEqual([3, contact]);
  });

  it('does not live longer when that is told again', async () => {
    const { save, forget, expiresInDays, advance, order } = aTable();
    await save(order, contact, 1);
    await forget(order);
    advance(DAY_MS);
    await forget(order);
    expect(expiresInDays()).toBe(2);
  });

  it('is waited for: who is late is forgotten, too', async () => {
    const { forget, find, order } = aTable();
    await expect(forget(order)).rejects.toThrow('has not arrived yet');
    expect(await find(order)).toBeUndefined();
  });

  it('is known to be forgotten once it has gone, as long as it would have been kept, by a row about nobody', async () => {
    const { save, forget, find, redirect, row, expiresInDays, expire, order } = aTable();
    await save(order, contact, 1);
    await forget(order);
    expire('contact');
    expect([await find(order), await redirect(order, undefined, 2)]).toEqual(['forgotten', 'forgotten']);
    await forget(order);
    expect([Object.keys(row('forgotten') ?? {}).sort(), expiresInDays('forgotten')]).toEqual([
      ['expiresAt', 'id'],
      180,
    ]);
  });
});

describe('an order that is so old that its contact has expired', () => {
  it('has none to wait for', async () => {
    const { forget, find, redirect, row, advance, order } = aTable();
    advance(180 * DAY_MS - 1000);
    await expect(forget(order)).rejects.toThrow('has not arrived yet');
    advance(1000);
    await forget(order);
    expect([await find(order), await redirect(order, undefined, 2), row('contact')]).toEqual([
      ...['forgotten', 'forgotten'],
      undefined,
    ]);
  });
});
