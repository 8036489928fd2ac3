import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { makeFakeClock } from '@orderwire/testing/fakes';
import { tableFrom } from '@orderwire/testing/table-definition';
import { dynamoContacts } from './dynamo-contacts.ts';

const aTable = () => {
  const { clock, advance } = makeFakeClock();
  const { operations } = makeDynamoDb({
    environment: { now: clock, random: () => 0.5 },
    tables: [tableFrom(join(__dirname, '../../resources.yml'), 'MailsTable')],
    meter: { count: () => undefined, totals: () => ({}), reset: () => undefined },
    ownerOf: () => 'notification',
  });
  const expiresInDays = () =>
    (Number(operations.Scan({ TableName: 'MailsTable' }).Items?.[0]?.['expiresAt']?.N) - clock() / 1000) / 86_400;
  const dynamo = makeEngineClient(operations).client;
  return { ...dynamoContacts({ dynamo, tableName: 'MailsTable', clock }), expiresInDays, advance };
};

const contact = { email: 'canary@example.com', name: 'Canary', orderNumber: 'JXW2-VRJV-47H2', language: 'en' } as const;

describe('the contact of an order whose customer was erased', () => {
  it('is deleted within days: the last mails about it may still be on their way', async () => {
    const { save, forget, expiresInDays, find } = aTable();
    await save('ord_1', contact, 1);
    expect(expiresInDays()).toBe(180);
    await forget('ord_1');
    expect([expiresInDays(), await find('ord_1')]).toEqual([3, contact]);
  });

  it('does not live longer when that is told again', async () => {
    const { save, forget, expiresInDays, advance } = aTable();
    await save('ord_1', contact, 1);
    await forget('ord_1');
    advance(86_400_000);
    await forget('ord_1');
    expect(expiresInDays()).toBe(2);
  });

  it('is waited for: who is late is forgotten, too', async () => {
    await expect(aTable().forget('ord_1')).rejects.toThrow('has not arrived yet');
  });
});
