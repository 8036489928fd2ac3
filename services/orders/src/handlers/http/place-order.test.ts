import { describe, expect, it } from '@jest/globals';
import { orderNumberOf } from '@orderwire/money/order-number';
import { aRequest, bodyOf, pointersOf } from '@orderwire/testing/request';
import { aRecipient, twoLines } from '../../testing/builders.ts';
import { makeService, serviceWith } from '../../testing/a-service.ts';

const address = aRecipient.address;
const items = (entry: object) => ({ items: [{ id: 'mug', count: 1, ...entry }] });

const place = (body: unknown, headers: Readonly<Record<string, string>> = {}, as = 'ada') => {
  const service = makeService();
  return { service, answer: service.placeOrder(aRequest({ as, body, headers })) };
};

describe('placing an order over HTTP', () => {
  it('answers with the order’s id and what it costs', async () => {
    const { service, answer } = place(twoLines);
    const { statusCode, headers } = await answer;
    const body = bodyOf(await answer);
    expect([statusCode, headers?.['location']]).toEqual([201, `/orders/${String(body['orderId'])}`]);
    expect(body).toEqual({
      orderId: expect.stringMatching(/^ord_[0-9A-Z]{26}$/),
      orderNumber: orderNumberOf(String(body['orderId'])),
      status: 'placed',
      charges: {
        ...{ country: 'DE', prices: 'net', shipping: 490, discount: 0, rounding: 0, total: 3_486, currency: 'EUR' },
        lines: [
          { itemId: 'mug', count: 2, category: 'S', rate: 19_000, net: 2_000 },
          { itemId: 'cup', count: 1, category: 'S', rate: 7_000, net: 500 },
        ],
        taxes: [
          { category: 'S', rate: 19_000, taxable: 2_392, tax: 454 },
          { category: 'S', rate: 7_000, taxable: 598, tax: 42 },
        ],
      },
      totals: { items: 2_500, shipping: 490, tax: 496, total: 3_486, currency: 'EUR' },
    });
    expect(service.written).toHaveLength(1);
    expect(service.written[0]?.cause).toEqual({
      correlationId: body['orderId'],
      causationId: 'http/req-1',
      actor: { type: 'customer', id: 'ada' },
    });
  });

  it('sends the goods where the request says', async () => {
    const shippingAddress = { ...address, name: '  Charles Babbage ', phone: '+44 20 1', region: 'Kent' };
    const { service, answer } = place({ ...twoLines, shippingAddress, payment: { method: 'card', token: 'tok_x' } });
    await answer;
    expect(service.written[0]?.order.recipient).toEqual({
      name: 'Charles Babbage',
      phone: '+44 20 1',
      email: 'ada@example.com',
      address: { ...address, region: 'Kent' },
    });
  });
});

describe('a gift', () => {
  const friend = { ...address, name: 'Charles Babbage', street: '1 Dorset Street' };

  it('goes to the friend and is billed to the customer', async () => {
    const { service, answer } = place({ ...twoLines, shippingAddress: friend });
    expect((await answer).statusCode).toBe(201);
    expect(service.written[0]?.order).toMatchObject({
      recipient: { name: 'Charles Babbage', address: { street: '1 Dorset Street' } },
      billing: { name: 'Ada Lovelace', email: 'ada@example.com', address },
    });
  });

  it('is billed where the request says', async () => {
    const billingAddress = { ...address, company: 'Analytics Ltd.', street2: '2nd floor' };
    const { service, answer } = place({ ...twoLines, shippingAddress: friend, billingAddress });
    expect((await answer).statusCode).toBe(201);
    expect(service.written[0]?.order.billing).toEqual({
      ...{ name: 'Ada Lovelace', email: 'ada@example.com', address: billingAddress },
    });
  });

  it('is billed to no other e-mail and needs no phone for it', async () => {
    const { answer } = place({ ...twoLines, billingAddress: { ...address, email: 'eve@example.com', phone: '+1' } });
    expect([(await answer).statusCode, pointersOf(await answer)]).toEqual([
      422,
      ['#/billingAddress/email', '#/billingAddress/phone'],
    ]);
  });
});

describe('an order of variants', () => {
  const order = (...entries: readonly object[]) => place({ items: entries, payment: twoLines.payment });

  it('has a line for each item, however it is named', async () => {
    const { service, answer } = order(
      { id: 'phone', count: 2, color: '1' },
      { productId: 'phone', quantity: 1, options: { color: 'White' } },
      { id: 'phone-black', count: 1 },
    );
    expect((await answer).statusCode).toBe(201);
    expect(service.written[0]?.order.lines).toMatchObject([
      { itemId: 'phone-black', productId: 'phone', count: 3, options: { color: 'black' }, cost: 21_000 },
      { itemId: 'phone-white', productId: 'phone', count: 1, options: { color: 'white' } },
    ]);
  });

  it('does not say what the goods cost the shop', async () => {
    const { service, answer } = order({ id: 'phone-black', count: 1 });
    const orderId = String(bodyOf(await answer)['orderId']);
    const shown = await service.getOrder(aRequest({ as: 'ada', path: { id: orderId } }));
    expect(bodyOf(shown)['lines']).toMatchObject([{ itemId: 'phone-black', options: { color: 'black' } }]);
    expect(`${String((await answer).body)} ${String(shown.body)}`).not.toMatch(/cost|21000/);
  });

  it.each([
    ['a colour that it does not have', { color: 'red' }, 'OPTION_UNKNOWN', '#/items/0/color'],
    ['an option that it does not have', { options: { size: 'L' } }, 'OPTION_UNKNOWN', '#/items/0/options/size'],
    ['no colour', {}, 'OPTION_MISSING', '#/items/0/color'],
  ])('is refused with %s, and says what there is', async (_what, more, code, pointer) => {
    const { service, answer } = order({ id: 'phone', count: 1, ...more });
    const values = pointer.endsWith('size') ? [] : ['black', 'white'];
    expect(bodyOf(await answer)).toMatchObject({ status: 422, code, choices: [{ pointer, values }] });
    expect(pointersOf(await answer)).toEqual([pointer]);
    expect(service.written).toEqual([]);
  });

  it('is refused with a colour in two places', async () => {
    const { answer } = order({ id: 'phone', count: 1, color: 'black', options: { color: 'white' } });
    expect([(await answer).statusCode, pointersOf(await answer)]).toEqual([422, ['#/items/0/color']]);
  });
});

describe('an order that does not say how it is paid', () => {
  const body = { items: twoLines.items };
  const paid = (service: ReturnType<typeof makeService>) => service.written[0]?.events[0]?.data;

  it('is refused where there is no default, and nothing is written', async () => {
    const { service, answer } = place(body);
    expect([(await answer).statusCode, bodyOf(await answer)['code'], pointersOf(await answer)]).toEqual([
      422,
      'PAYMENT_MISSING',
      ['#/payment'],
    ]);
    expect(service.written).toEqual([]);
  });

  it('is paid by the default where there is one', async () => {
    const service = serviceWith({ DEFAULT_PAYMENT_TOKEN: 'tok_default' });
    expect((await service.placeOrder(aRequest({ as: 'ada', body }))).statusCode).toBe(201);
    expect(paid(service)).toMatchObject({ payment: { method: 'card', token: 'tok_default' } });
  });

  it('does not hide behind the default what the customer says', async () => {
    const service = serviceWith({ DEFAULT_PAYMENT_TOKEN: 'tok_default' });
    await service.placeOrder(aRequest({ as: 'ada', body: twoLines }));
    expect(paid(service)).toMatchObject({ payment: { method: 'card', token: 'tok_mine' } });
  });
});

describe('a body with faults', () => {
  const distinct = Array.from({ length: 41 }, (_, index) => ({ id: `item-${String(index)}`, count: 1 }));
  it.each([
    ['an unknown item', items({ id: 'ghost' }), 'ITEM_NOT_FOUND', '#/items/0/id'],
    ['an unknown product', { items: [{ productId: 'ghost', count: 1 }] }, 'ITEM_NOT_FOUND', '#/items/0/productId'],
    ['count 0', items({ count: 0 }), 'REQUEST_INVALID', '#/items/0/count'],
    ['count -1', items({ count: -1 }), 'REQUEST_INVALID', '#/items/0/count'],
    ['count 1.5', items({ count: 1.5 }), 'REQUEST_INVALID', '#/items/0/count'],
    ['count 100', items({ count: 100 }), 'REQUEST_INVALID', '#/items/0/count'],
    ['count as text', items({ count: '1' }), 'REQUEST_INVALID', '#/items/0/count'],
    [
      '60 + 40 of one',
      {
        items: [
          { id: 'mug', count: 60 },
          { id: 'mug', quantity: 40 },
        ],
      },
      'COUNT_TOO_LARGE',
      '#/items/0/count',
    ],
    ['41 lines', { items: distinct }, 'TOO_MANY_LINES', '#/items'],
    [
      '101 entries',
      { items: Array.from({ length: 101 }, () => ({ id: 'mug', count: 1 })) },
      'REQUEST_INVALID',
      '#/items',
    ],
    ['no lines', { items: [] }, 'REQUEST_INVALID', '#/items'],
    ['no items', {}, 'REQUEST_INVALID', '#/items'],
    ['id and productId', items({ productId: 'mug' }), 'REQUEST_INVALID', '#/items/0'],
    ['neither id nor productId', { items: [{ count: 1 }] }, 'REQUEST_INVALID', '#/items/0'],
    ['count and quantity', items({ quantity: 1 }), 'REQUEST_INVALID', '#/items/0'],
    ['neither count nor quantity', { items: [{ id: 'mug' }] }, 'REQUEST_INVALID', '#/items/0'],
    ['a price', items({ price: 1 }), 'REQUEST_INVALID', '#/items/0/price'],
    ['a status', { ...twoLines, status: 'delivered' }, 'REQUEST_INVALID', '#/status'],
    [
      'an e-mail',
      { ...twoLines, shippingAddress: { ...address, email: 'x@y.z' } },
      'REQUEST_INVALID',
      '#/shippingAddress/email',
    ],
    [
      'a line break',
      { ...twoLines, shippingAddress: { ...address, name: 'a\r\nBcc: b' } },
      'REQUEST_INVALID',
      '#/shippingAddress/name',
    ],
    [
      'half a character',
      { ...twoLines, shippingAddress: { ...address, city: '\ud800' } },
      'REQUEST_INVALID',
      '#/shippingAddress/city',
    ],
    [
      'a country by name',
      { ...twoLines, shippingAddress: { ...address, country: 'Germany' } },
      'REQUEST_INVALID',
      '#/shippingAddress/country',
    ],
    [
      'two currencies',
      {
        items: [
          { id: 'mug', count: 1 },
          { id: 'dollar', count: 1 },
        ],
      },
      'CURRENCIES_DIFFER',
      undefined,
    ],
    ['an array', [twoLines], 'REQUEST_INVALID', '#'],
    ['null', null, 'REQUEST_INVALID', '#'],
  ])('is refused clearly: %s', async (_what, body, code, pointer) => {
    const { service, answer } = place(body);
    const refused = await answer;
    expect([refused.statusCode, bodyOf(refused)['code'], pointersOf(refused)[0]]).toEqual([422, code, pointer]);
    expect(refused.headers?.['content-type']).toBe('application/problem+json');
    expect(service.written).toEqual([]);
  });

  it.each([
    ['no JSON', '{"items":', 400, 'BODY_NOT_JSON'],
    ['__proto__', '{"items":[{"id":"mug","count":1,"__proto__":{"price":1}}]}', 422, 'REQUEST_INVALID'],
    ['7 MB', JSON.stringify({ items: 'x'.repeat(7_000_000) }), 413, 'BODY_TOO_LARGE'],
    ['nothing', '', 422, 'REQUEST_INVALID'],
  ])('is refused clearly: %s', async (_what, text, status, code) => {
    const service = makeService();
    const refused = await service.placeOrder(aRequest({ as: 'ada', text }));
    expect([refused.statusCode, bodyOf(refused)['code']]).toEqual([status, code]);
    expect(service.written).toEqual([]);
  });
});

describe('a customer', () => {
  it.each([
    ['without a token', undefined, 401, 'UNAUTHENTICATED'],
    ['without a profile', 'stranger', 422, 'PROFILE_MISSING'],
    ['without any address', 'homeless', 422, 'ADDRESS_MISSING'],
  ])('%s is refused', async (_what, as, status, code) => {
    const service = makeService();
    const refused = await service.placeOrder(aRequest({ ...(as !== undefined && { as }), body: twoLines }));
    expect([refused.statusCode, bodyOf(refused)['code']]).toEqual([status, code]);
    expect(service.written).toEqual([]);
  });
});

describe('an Idempotency-Key', () => {
  const headers = { 'idempotency-key': 'k-1' };
  const twice = async (second: unknown, secondAs = 'ada') => {
    const service = makeService();
    const first = await service.placeOrder(aRequest({ as: 'ada', body: twoLines, headers }));
    const again = await service.placeOrder(aRequest({ as: secondAs, body: second, headers }));
    return { service, first, again };
  };

  it('gives the same answer to the same body, whatever the order of its members', async () => {
    const [one, two] = twoLines.items;
    const { service, first, again } = await twice({ ...twoLines, items: [{ count: one?.count, id: one?.id }, two] });
    expect([again.statusCode, again.body, again.headers?.['location']]).toEqual([
      201,
      first.body,
      first.headers?.['location'],
    ]);
    expect([first.headers?.['idempotent-replay'], again.headers?.['idempotent-replay']]).toEqual([undefined, 'true']);
    expect(service.written).toHaveLength(1);
  });

  it('is refused for another body', async () => {
    const { service, again } = await twice({ items: [{ id: 'mug', count: 1 }] });
    expect([again.statusCode, bodyOf(again)['code']]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(service.written).toHaveLength(1);
  });

  it('is one customer’s own', async () => {
    const { service, first, again } = await twice({ ...twoLines, shippingAddress: address }, 'homeless');
    expect([again.statusCode, service.written.length]).toEqual([201, 2]);
    expect(bodyOf(again)['orderId']).not.toBe(bodyOf(first)['orderId']);
  });

  it('gives the answer of the winner to whoever comes at the same time', async () => {
    const service = makeService();
    const request = aRequest({ as: 'ada', body: twoLines, headers });
    let winner: unknown;
    service.beforeNextWrite(async () => {
      winner = (await service.placeOrder(request)).body;
    });
    const loser = await service.placeOrder(request);
    expect([loser.statusCode, loser.body, loser.headers?.['idempotent-replay']]).toEqual([201, winner, 'true']);
    expect(service.written).toHaveLength(1);
  });

  it.each(['', ' ', 'a b', 'ü', 'x'.repeat(201)])('is refused when it is no key: "%s"', async (key) => {
    const { service, answer } = place(twoLines, { 'idempotency-key': key });
    expect([(await answer).statusCode, pointersOf(await answer)]).toEqual([422, ['idempotency-key']]);
    expect(service.written).toEqual([]);
  });
});
