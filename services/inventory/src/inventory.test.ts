import { describe, expect, it } from '@jest/globals';
import { aDetail } from '@orderwire/testing/batch';
import { chargesFor } from '@orderwire/testing/charges';
import { aRequest, bodyOf } from '@orderwire/testing/request';
import { REDUCED } from '@orderwire/testing/taxed';
import { aService, CAUSE } from './testing/a-service.ts';

const ask = async (itemId: string, as: string | undefined, change: object = {}) => {
  const { receive, getStock } = aService();
  await receive('tea', 5, CAUSE);
  const request = aRequest({ path: { itemId }, ...(as !== undefined && { as }) });
  const { authorizer } = request.requestContext as { authorizer?: { jwt: { claims: object } } };
  Object.assign(authorizer?.jwt.claims ?? {}, change);
  const answer = await getStock(request);
  return { status: answer.statusCode, body: bodyOf(answer) };
};

describe('GET /stock/{itemId}', () => {
  it('shows staff the level', async () => {
    expect(await ask('tea', 'staff:grace')).toEqual({
      status: 200,
      body: { itemId: 'tea', onHand: 5, reserved: 0, available: 5, shipped: 0, lowAt: 0, isLow: false, version: 1 },
    });
  });

  it.each([
    ['a customer', 'tea', 'ada', {}, 403, 'STAFF_ONLY'],
    ['a customer who asks for an unknown item', 'unheard-of', 'ada', {}, 403, 'STAFF_ONLY'],
    ['nobody', 'tea', undefined, {}, 401, 'UNAUTHENTICATED'],
    ['staff with an id token', 'tea', 'staff:grace', { token_use: 'id' }, 401, 'UNAUTHENTICATED'],
    ['staff who ask for an unknown item', 'unheard-of', 'staff:grace', {}, 404, 'ITEM_NOT_FOUND'],
    ['staff who ask for an id that cannot be', 'x'.repeat(3_000), 'staff:grace', {}, 404, 'ITEM_NOT_FOUND'],
  ])('refuses %s', async (_, itemId, as, change, status, code) => {
    const answer = await ask(itemId, as, change);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });
});

const CREATED = aDetail('ItemCreated', 'orderwire.catalog', 'tea', {
  itemId: 'tea',
  title: 'Tea',
  category: 'tea',
  priceMinor: 100,
  vatClass: 'reduced',
  currency: 'EUR',
  initialStock: 4,
  changed: [],
});

const LINES = [{ itemId: 'tea', title: 'Tea', count: 3, options: { color: 'red' }, unitPrice: 100, ...REDUCED }];

const CANARY = {
  name: 'Canary Person',
  email: 'canary@example.com',
  address: { street: 'S', city: 'C', postalCode: '1', country: 'DE' },
};

const PLACED = aDetail('OrderPlaced', 'orderwire.orders', 'ord_1', {
  ...{ orderNumber: 'JXW2-VRJV-47H2', language: 'en' },
  customerId: 'cus_1',
  lines: LINES,
  charges: chargesFor(LINES),
  payment: { method: 'card', token: 'tok_canary' },
  recipient: CANARY,
  billing: CANARY,
});

const ENDED = aDetail('OrderCancelled', 'orderwire.orders', 'ord_1', {
  orderNumber: 'JXW2-VRJV-47H2',
  by: 'customer',
  previousStatus: 'placed',
  lines: LINES,
});
const REJECTED = aDetail('OrderRejected', 'orderwire.orders', 'ord_1', { reason: 'timed_out' });
const SHIPPED = aDetail('OrderShipped', 'orderwire.orders', 'ord_1', {
  ...{ orderNumber: 'JXW2-VRJV-47H2', attempt: 1, inferred: false },
  ...{ lines: LINES, charges: chargesFor(LINES) },
});

const BACK = {
  ...{ orderNumber: 'JXW2-VRJV-47H2', parcelId: 'p1', reason: 'refused' },
  ...{ lines: LINES, charges: chargesFor(LINES) },
};
const RECEIPT = {
  ...{ orderId: 'ord_1', orderNumber: 'JXW2-VRJV-47H2', returnId: 'ret_1', receipt: 1, isComplete: true },
  ...{ lines: [{ itemId: 'tea', count: 3 }], condition: 'good', total: 0, currency: 'EUR' },
  refunds: [{ parcelId: 'p1', lines: [{ itemId: 'tea', count: 3 }], charges: chargesFor(LINES) }],
};

describe('events as they come from the bus', () => {
  const deliver = async (...details: readonly ReturnType<typeof aDetail>[]) => {
    const service = aService();
    for (const detail of details)
      await service.subscriptions
        .find(({ definition }) => definition.type === detail.meta.type)
        ?.react(detail, { attempt: 1 });
    return service;
  };

  it('reserve what the lines say', async () => {
    const service = await deliver(CREATED, PLACED);
    expect(service.held()).toEqual([
      { orderId: 'ord_1', status: 'reserved', lines: [{ itemId: 'tea', count: 3 }], version: 1 },
    ]);
  });

  it.each([
    ['cancelled', ENDED, { onHand: 4, available: 4, shipped: 0 }],
    ['rejected', REJECTED, { onHand: 4, available: 4, shipped: 0 }],
    ['shipped', SHIPPED, { onHand: 1, available: 1, shipped: 3 }],
  ])('settle an order that is %s', async (_, detail, level) => {
    const service = await deliver(CREATED, PLACED, detail, detail);
    expect(service.item('tea')).toMatchObject({ ...level, reserved: 0 });
  });

  const aPacked = (more: object) =>
    aDetail('OrderPacked', 'orderwire.orders', 'ord_1', {
      ...{ orderNumber: 'JXW2-VRJV-47H2', lines: LINES, recipient: CANARY },
      ...more,
    });

  it.each([
    ['short', { short: [{ itemId: 'tea', ordered: 3, picked: 1 }] }, { reserved: 1, available: 3 }],
    ['whole', {}, { reserved: 3, available: 1 }],
  ])('put back what is missing of an order that is packed %s', async (_, data, level) => {
    const service = await deliver(CREATED, PLACED, aPacked(data));
    expect(service.item('tea')).toMatchObject(level);
  });

  it.each([
    ['OrderReturned', 'orders', 'ord_1', BACK],
    ['ParcelReturned', 'orders', 'ord_1', BACK],
    ['ReturnReceived', 'returns', 'ret_1', RECEIPT],
  ])('take back what %s says, where it is in order', async (type, source, subject, data) => {
    const [good, damaged] = [true, false].map((restock) =>
      aDetail(type, `orderwire.${source}`, subject, { ...data, restock }),
    );
    const service = await deliver(CREATED, PLACED, SHIPPED, good!, good!);
    expect(service.item('tea')).toMatchObject({ onHand: 4, available: 4, shipped: 3 });
    const other = await deliver(CREATED, PLACED, SHIPPED, damaged!);
    expect(other.item('tea')).toMatchObject({ onHand: 1, available: 1, shipped: 3 });
  });

  it('take back nothing for a receipt that is about shipping alone', async () => {
    const service = await deliver(
      CREATED,
      aDetail('ReturnReceived', 'orderwire.returns', 'ret_1', { ...RECEIPT, lines: [], restock: true }),
    );
    expect(service.returned()).toEqual([]);
  });

  it('begin an item of which the catalogue names no stock with none', async () => {
    const { initialStock: _, ...data } = CREATED.data as Record<string, unknown>;
    const service = await deliver({ ...CREATED, data });
    expect(service.item('tea')).toMatchObject({ onHand: 0, available: 0 });
  });

  it('hand on who caused them, and nothing personal', async () => {
    const service = await deliver(CREATED, PLACED, ENDED);
    const written = JSON.stringify([service.records(), service.sent]);
    expect(written).not.toMatch(/canary/i);
    expect(written).toContain('req-7');
  });
});
