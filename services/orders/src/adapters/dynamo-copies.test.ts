import { describe, expect, it } from '@jest/globals';
import { makeFakeClient } from '@orderwire/testing/fakes';
import { aTable } from '../testing/fakes.ts';
import { dynamoCustomers } from './dynamo-customers.ts';
import { dynamoPrices } from './dynamo-prices.ts';
import { fingerprintOf } from '@orderwire/http/fingerprint';

const aPrice = (price: number) => ({
  itemId: 'mug',
  title: 'Mug',
  category: 'kitchen',
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

  describe('that are variants of a product', () => {
    const variant = (itemId: string, color: string, productId?: string) => ({
      ...{ ...aPrice(100), itemId, options: { color } },
      ...(productId !== undefined && { productId }),
    });
    const keepAll = async (...kept: readonly (readonly [ReturnType<typeof variant>, number])[]) => {
      const prices = dynamoPrices(aTable());
      for (const [price, sequence] of kept) await prices.keep(price, sequence);
      const found = await prices.variantsOf(['phone', 'cap', 'ghost']);
      return Object.fromEntries([...found].map(([id, variants]) => [id, variants.map(({ itemId }) => itemId)]));
    };

    it('are found under it, in the order of their ids, each as it is now', async () => {
      const prices = dynamoPrices(aTable());
      for (const [itemId, color] of [
        ['b', 'red'],
        ['a', 'blue'],
        ['b', 'green'],
      ] as const)
        await prices.keep(variant(itemId, color, 'phone'), color === 'green' ? 2 : 1);
      const variants = [
        { itemId: 'a', options: { color: 'blue' } },
        { itemId: 'b', options: { color: 'green' } },
      ];
      expect(await prices.variantsOf(['phone'])).toEqual(new Map([['phone', variants]]));
    });

    it.each([
      ['moved', 'cap', { phone: ['b'], cap: ['a'] }],
      ['taken out', undefined, { phone: ['b'] }],
    ])('are found there no more once they are %s', async (_what, productId, expected) => {
      const b = [variant('b', 'red', 'phone'), 1] as const;
      expect(await keepAll([variant('a', 'red', 'phone'), 1], b, [variant('a', 'red', productId), 2])).toEqual(
        expected,
      );
      // The older event comes late.
      expect(await keepAll(b, [variant('a', 'red', productId), 2], [variant('a', 'red', 'phone'), 1])).toEqual(
        expected,
      );
    });

    it('are decided anew when the item changed meanwhile', async () => {
      const table = aTable();
      const prices = dynamoPrices(table);
      let rivals = 1;
      const rivalled = dynamoPrices({
        ...table,
        dynamo: {
          send: async (command: never) => {
            if ('TransactItems' in (command as { input: object }).input && rivals-- > 0)
              await prices.keep(variant('a', 'blue', 'cap'), 2);
            return table.dynamo.send(command);
          },
        },
      });
      await rivalled.keep(variant('a', 'red', 'phone'), 3);
      const found = await prices.variantsOf(['phone', 'cap']);
      expect([found.get('phone'), found.get('cap')]).toEqual([[{ itemId: 'a', options: { color: 'red' } }], []]);
    });
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
  const attributes = ['customerId', 'email', 'name', 'phone', 'defaultAddress', 'language'];

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
