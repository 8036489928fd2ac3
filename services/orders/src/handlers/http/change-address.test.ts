import { describe, expect, it } from '@jest/globals';
import { aRequest, bodyOf, pointersOf } from '@orderwire/testing/request';
import { ORDER_ID, aRecipient, anOrder, anOrderThatIs } from '../../testing/builders.ts';
import { WAREHOUSE_KEY, makeService } from '../../testing/a-service.ts';

const ELSEWHERE = { street: 'Hafenstraße 1', city: 'Hamburg', postalCode: '20457', country: 'DE' };
const moved = { ...aRecipient, address: ELSEWHERE };

const put = (more: object = {}) => aRequest({ as: 'ada', path: { id: ORDER_ID }, body: ELSEWHERE, ...more });
const packing = aRequest({ path: { orderId: ORDER_ID }, headers: { authorization: WAREHOUSE_KEY } });
const withoutRequestId = ({ requestId: _, ...problem }: Readonly<Record<string, unknown>>) => problem;

describe('changing the address over HTTP', () => {
  it.each([
    ['ada', 'customer', 'ada'],
    ['staff:grace', 'staff', 'grace'],
  ])('works for %s', async (as, type, id) => {
    const service = makeService(anOrderThatIs('confirmed'));
    const answer = await service.changeAddress(put({ as }));
    expect([answer.statusCode, bodyOf(answer)]).toEqual([
      200,
      { orderId: ORDER_ID, status: 'confirmed', recipient: moved },
    ]);
    expect(service.written).toMatchObject([
      {
        cause: { correlationId: ORDER_ID, causationId: 'http/req-1', actor: { type, id } },
        events: [{ type: 'OrderAddressChanged', data: {} }],
        order: { recipient: moved },
      },
    ]);
  });

  it('gives the same answer the second time, and writes once', async () => {
    const service = makeService(anOrderThatIs('placed'));
    const [first, again] = [await service.changeAddress(put()), await service.changeAddress(put())];
    expect([again.statusCode, again.body, service.written.length]).toEqual([200, first.body, 1]);
  });

  it('takes the text without the blanks around it', async () => {
    const service = makeService(anOrderThatIs('placed'));
    await service.changeAddress(put());
    const padded = Object.fromEntries(Object.entries(ELSEWHERE).map(([name, text]) => [name, ` ${text}`]));
    const answer = await service.changeAddress(put({ body: { ...padded, country: 'DE' } }));
    expect([answer.statusCode, service.written.length]).toEqual([200, 1]);
  });

  it.each([
    ['packed', 'ORDER_ALREADY_PACKED', 'cancellation'],
    ['shipped', 'ORDER_ALREADY_SHIPPED', undefined],
    ['delivered', 'ORDER_ALREADY_SHIPPED', undefined],
    ['cancelled', 'ORDER_CANCELLED', undefined],
    ['rejected', 'ORDER_REJECTED', undefined],
  ] as const)('is refused once the order is %s', async (status, code, offer) => {
    const service = makeService(anOrderThatIs(status));
    const refused = await service.changeAddress(put());
    expect([refused.statusCode, bodyOf(refused)['code'], bodyOf(refused)['offer']]).toEqual([409, code, offer]);
    expect(service.written).toEqual([]);
  });

  it('is refused where the order would be taxed otherwise', async () => {
    const service = makeService(anOrderThatIs('placed'));
    const refused = await service.changeAddress(put({ body: { ...ELSEWHERE, country: 'CH' } }));
    expect(refused.statusCode).toBe(409);
    expect(bodyOf(refused)).toMatchObject({ code: 'ADDRESS_TAXED_OTHERWISE', offer: 'cancellation' });
    expect(service.written).toEqual([]);
  });

  it('says the same of another customer’s order, of one that never was, and of what is no id', async () => {
    const service = makeService(anOrderThatIs('placed'));
    const requests = [{ as: 'eve' }, { path: { id: ORDER_ID.replace('1', '2') } }, { path: { id: '../item' } }];
    const answers = await Promise.all(requests.map((request) => service.changeAddress(put(request))));
    const [first, ...others] = answers.map((answer) => [answer.statusCode, withoutRequestId(bodyOf(answer))]);
    expect(first).toEqual([404, expect.objectContaining({ code: 'ORDER_NOT_FOUND' })]);
    for (const other of others) expect(other).toEqual(first);
    expect(service.written).toEqual([]);
  });

  it('says of another customer’s packed order no more than that', async () => {
    const service = makeService(anOrderThatIs('packed'));
    expect((await service.changeAddress(put({ as: 'eve' }))).statusCode).toBe(404);
  });

  it.each([
    ['an unknown field', { ...ELSEWHERE, email: 'eve@example.com' }, '#/email'],
    ['half an address', { street: 'Hafenstraße 1', city: 'Hamburg', postalCode: '20457' }, '#/country'],
    ['a country that is none', { ...ELSEWHERE, country: 'Germany' }, '#/country'],
    ['an empty street', { ...ELSEWHERE, street: ' ' }, '#/street'],
    ['a street of 201 characters', { ...ELSEWHERE, street: 'x'.repeat(201) }, '#/street'],
    ['a line break in the name', { ...ELSEWHERE, name: 'Ada\r\nBcc: eve@example.com' }, '#/name'],
    ['no object', [], '#'],
  ])('is refused with %s', async (_what, body, pointer) => {
    const service = makeService(anOrderThatIs('placed'));
    const refused = await service.changeAddress(put({ body }));
    expect([refused.statusCode, bodyOf(refused)['code']]).toEqual([422, 'REQUEST_INVALID']);
    expect(pointersOf(refused)).toEqual([pointer]);
    expect(service.written).toEqual([]);
  });

  it.each([
    ['no JSON', { text: '{' }, 400, 'BODY_NOT_JSON'],
    ['no body', { body: undefined }, 422, 'REQUEST_INVALID'],
    ['nobody', { as: undefined }, 401, 'UNAUTHENTICATED'],
  ])('is refused for %s', async (_what, more, status, code) => {
    const refused = await makeService(anOrderThatIs('placed')).changeAddress(put(more));
    expect([refused.statusCode, bodyOf(refused)['code']]).toEqual([status, code]);
  });
});

describe('many addresses at once', () => {
  it('are taken one after the other; who loses too often is asked to come again', async () => {
    const service = makeService(anOrderThatIs('placed'));
    const streets = Array.from({ length: 8 }, (_, index) => `${index} Wide Street`);
    const answers = await Promise.all(
      streets.map((street) => service.changeAddress(put({ body: { ...ELSEWHERE, street } }))),
    );
    const statuses = answers.map(({ statusCode }) => statusCode);
    expect([...new Set(statuses)].sort()).toEqual([200, 503]);
    expect(service.written).toHaveLength(statuses.filter((status) => status === 200).length);
    expect(service.written.map(({ order }) => order.version)).toEqual(service.written.map((_, index) => index + 5));
  });
});

describe('changing the address while the warehouse packs', () => {
  it('loses against the report that was faster: the courier has the old address', async () => {
    const service = makeService(anOrderThatIs('confirmed'));
    service.beforeNextWrite(async () => {
      await service.orderPacked(packing);
    });
    const refused = await service.changeAddress(put());
    expect([refused.statusCode, bodyOf(refused)['code']]).toEqual([409, 'ORDER_ALREADY_PACKED']);
    expect(service.written).toMatchObject([
      { order: { recipient: aRecipient }, events: [{ type: 'OrderPacked', data: { recipient: aRecipient } }] },
    ]);
  });

  it('wins over the report that was slower: the courier gets the new address', async () => {
    const service = makeService(anOrderThatIs('confirmed'));
    service.beforeNextWrite(async () => {
      await service.changeAddress(put());
    });
    expect((await service.orderPacked(packing)).statusCode).toBe(200);
    expect(service.written.flatMap(({ events }) => events)).toMatchObject([
      { type: 'OrderAddressChanged' },
      { type: 'OrderPacked', data: { recipient: moved } },
    ]);
  });

  it('is told of success when only its answer was lost and the parcel was packed meanwhile', async () => {
    const service = makeService(anOrder({ status: 'confirmed' }));
    await service.changeAddress(put());
    await service.orderPacked(packing);
    const again = await service.changeAddress(put());
    expect([again.statusCode, bodyOf(again)]).toMatchObject([200, { status: 'packed', recipient: moved }]);
    expect(service.eventTypes()).toEqual(['OrderAddressChanged', 'OrderPacked']);
  });
});
