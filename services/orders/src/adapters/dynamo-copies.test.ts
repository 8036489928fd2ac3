import { describe, expect, it } from '@jest/globals';
import { makeFakeClient } from '@orderwire/testing/fakes';
import { aTable } from '../testing/fakes.ts';
import { dynamoCustomers } from './dynamo-customers.ts';
import { dynamoPrices } from './dynamo-prices.ts';
import { fingerprintOf } from './fingerprint.ts';

const aPrice = (price: number) => ({
  itemId: 'mug',
  title: 'Mug',
  priceMinor: price,
  vatClass: 'standard' as const,
  currency: 'EUR',
});

describe('our copy of prices', () => {
  it('finds what is there, and leaves out what is not', async () => {
    const prices = dynamoPrices(aTable());
    await prices.keep(aPrice(100), 1);
    expect(await prices.find(['mug', 'ghost'])).toEqual(new Map([['mug', expect.objectContaining(aPrice(100))]]));
  });

  it.each([
    ['a newer one', 2, 200],
    ['the same one', 1, 100],
    ['an older one', 0, 100],
  ])('that learns of %s knows the newest', async (_what, sequence, expected) => {
    const prices = dynamoPrices(aTable());
    await prices.keep(aPrice(100), 1);
    await prices.keep(aPrice(200), sequence);
    expect((await prices.find(['mug'])).get('mug')?.priceMinor).toBe(expected);
  });

  it('is not believed when it says no price', async () => {
    const table = aTable();
    table.put({ pk: { S: 'item/mug' }, itemId: { S: 'mug' }, title: { S: 'Mug' }, priceMinor: { S: '1' } });
    await expect(dynamoPrices(table).find(['mug'])).rejects.toThrow('A stored price is not as documented');
  });

  it('publishes nothing', async () => {
    const table = aTable();
    await dynamoPrices(table).keep(aPrice(100), 1);
    expect(table.item('item/mug')).not.toHaveProperty('outbox');
  });

  it('is asked again for what DynamoDB left unread, and never answers with holes', async () => {
    const keys = [{ pk: { S: 'item/mug' } }];
    const { client, inputs } = makeFakeClient(() => ({ UnprocessedKeys: { orders: { Keys: keys } } }));
    await expect(dynamoPrices({ dynamo: client, tableName: 'orders' }).find(['mug'])).rejects.toThrow(
      'could not be read',
    );
    expect(inputs).toHaveLength(5);
  });
});

describe('a customer’s profile', () => {
  const attributes = ['customerId', 'email', 'name', 'phone', 'defaultAddress'];

  it('is read by exactly the attributes that the role grants', async () => {
    const { client, inputs } = makeFakeClient(() => ({ Item: { email: { S: 'ada@example.com' } } }));
    const customers = dynamoCustomers({ dynamo: client, tableName: 'customers' });
    expect(await customers.find('ada')).toEqual({ email: 'ada@example.com' });
    expect(Object.values(inputs[0]?.['ExpressionAttributeNames'] as object)).toEqual(attributes);
    expect(inputs[0]).toMatchObject({ Key: { customerId: { S: 'ada' } }, ConsistentRead: true });
  });

  it('is absent when there is no row', async () => {
    const { client } = makeFakeClient(() => ({}));
    expect(await dynamoCustomers({ dynamo: client, tableName: 'customers' }).find('ada')).toBeUndefined();
  });

  it('that is no profile is our fault, and stops the order', async () => {
    const { client } = makeFakeClient(() => ({ Item: { email: { N: '1' } } }));
    await expect(dynamoCustomers({ dynamo: client, tableName: 'customers' }).find('ada')).rejects.toThrow(
      'A stored profile is not as documented',
    );
  });
});

describe('the fingerprint of a body', () => {
  it('is the same for the same content in another order', () => {
    expect(fingerprintOf({ a: 1, b: [{ c: 2, d: 3 }] })).toBe(fingerprintOf({ b: [{ d: 3, c: 2 }], a: 1 }));
  });

  it.each([[{ a: '1' }], [{ a: [1] }], [{ a: 1, b: null }], [{}], [null], [[1, 2]], [[2, 1]]])(
    'tells %j from others',
    (body) => {
      const others = [{ a: 1 }, 'a', 0, false];
      expect(others.map(fingerprintOf)).not.toContain(fingerprintOf(body));
    },
  );

  it('is short, also of nothing', () => {
    expect([fingerprintOf(undefined).length, fingerprintOf({ a: 'x'.repeat(1_000) }).length]).toEqual([22, 22]);
  });
});
