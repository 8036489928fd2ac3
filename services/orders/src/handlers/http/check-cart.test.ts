import { describe, expect, it } from '@jest/globals';
import { aRequest, bodyOf } from '@orderwire/testing/request';
import { makeService } from '../../testing/a-service.ts';

const check = async (body: object) => {
  const service = makeService();
  const answer = await service.checkCart(aRequest({ body }));
  return { status: answer.statusCode, body: bodyOf(answer), written: service.written };
};

const GERMANY = { country: 'DE', postalCode: '10115' };
const TWO_MUGS = [{ id: 'mug', count: 2 }];

describe('POST /carts/check', () => {
  it('says what an order of the same would cost, and stores nothing', async () => {
    const service = makeService();
    const cart = { items: [...TWO_MUGS, { productId: 'cup', quantity: 1 }] };
    const address = { street: 'Weg 1', city: 'Berlin', ...GERMANY };
    const checked = bodyOf(await service.checkCart(aRequest({ body: { ...cart, shippingAddress: address } })));
    expect(service.written).toEqual([]);
    const order = { ...cart, shippingAddress: address, payment: { method: 'card', token: 'tok_ok' } };
    const placed = bodyOf(await service.placeOrder(aRequest({ as: 'ada', body: order })));
    expect([checked['charges'], checked['totals']]).toEqual([placed['charges'], placed['totals']]);
  });

  it('says how many of what is wanted could be had, and no more than that', async () => {
    const { body } = await check({
      items: [
        { id: 'mug', count: 5 },
        { id: 'cup', count: 1 },
      ],
      shippingAddress: GERMANY,
    });
    expect(body['lines']).toMatchObject([
      { itemId: 'mug', count: 5, available: 3 },
      { itemId: 'cup', count: 1, available: 0 },
    ]);
    expect(body['isAvailable']).toBe(false);
    const enough = await check({ items: TWO_MUGS });
    expect([enough.body['lines'], enough.body['isAvailable']]).toMatchObject([[{ available: 2 }], true]);
  });

  it('says by when the goods would be there, taxes by the address, and shows no cost', async () => {
    const { body } = await check({ items: [{ id: 'phone', options: { color: 'white' }, count: 1 }] });
    expect(body['promise']).toEqual({ packBy: expect.any(String), deliverBy: expect.any(String) });
    expect(JSON.stringify(body)).not.toMatch(/cost|21000/);
    const abroad = await check({ items: TWO_MUGS, shippingAddress: { country: 'US' } });
    expect(abroad.body['charges']).toMatchObject({ country: 'US', taxes: [{ category: 'G', tax: 0 }] });
  });

  it.each([
    ['an unknown item', { items: [{ id: 'nothing', count: 1 }] }, 'ITEM_NOT_FOUND'],
    ['an option that is missing', { items: [{ productId: 'phone', count: 1 }] }, 'OPTION_MISSING'],
    ['an unknown code', { items: TWO_MUGS, discountCode: 'NONE' }, 'DISCOUNT_NOT_FOUND'],
    ['a VAT id that does not check', { items: TWO_MUGS, billingAddress: { vatId: 'DE1' } }, 'VAT_ID_INVALID'],
    ['nothing', { items: [] }, 'REQUEST_INVALID'],
  ])('refuses %s as an order would', async (_, body, code) => {
    const answer = await check(body);
    expect([answer.status, answer.body['code']]).toEqual([422, code]);
  });
});

describe('an order that says what the customer was shown', () => {
  const place = (expectedTotal: number) => {
    const service = makeService();
    const body = { items: TWO_MUGS, payment: { method: 'card', token: 'tok_ok' }, expectedTotal };
    return service.placeOrder(aRequest({ as: 'ada', body }));
  };

  it('is placed at that total, and at no other: both are said', async () => {
    const { total } = bodyOf(await place(0))['totals'] as { total: number };
    const refused = await place(total - 1);
    expect([refused.statusCode, bodyOf(refused)]).toMatchObject([
      409,
      { code: 'PRICE_CHANGED', expectedTotal: total - 1, totals: { total } },
    ]);
    expect((await place(total)).statusCode).toBe(201);
  });
});
