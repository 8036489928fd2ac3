import { describe, expect, it } from '@jest/globals';
import { aRequest, bodyOf } from '@orderwire/testing/request';
import { makeService } from '../../testing/a-service.ts';
import { ORDER_ID, anOrder, anOrderThatIs } from '../../testing/builders.ts';

const held = anOrder({ stockReserved: true, paymentAuthorized: true, review: { reasons: ['total'] } });
const deciding = (more: object = {}) => aRequest({ as: 'staff:grace', path: { id: ORDER_ID }, ...more });

describe('deciding over HTTP about an order that is held for review', () => {
  it.each([
    ['approveOrder', 'confirmed', 'OrderConfirmed'],
    ['rejectOrder', 'rejected', 'OrderRejected'],
  ] as const)('%s by staff, in one write, however often it is sent', async (name, status, type) => {
    const service = makeService(held);
    const answer = await service[name](deciding({ body: { note: 'Looked at.' } }));
    const again = await service[name](deciding());
    expect([answer.statusCode, bodyOf(answer)]).toEqual([200, { orderId: ORDER_ID, status }]);
    expect([again.statusCode, again.body]).toEqual([200, answer.body]);
    expect(service.written).toMatchObject([
      { cause: { causationId: 'http/req-1', actor: { type: 'staff', id: 'grace' } }, events: [{ type }] },
    ]);
  });

  it.each([
    ['a customer', { as: 'ada' }, 403, 'STAFF_ONLY'],
    ['nobody', { as: undefined }, 401, 'UNAUTHENTICATED'],
    ['no such order', { path: { id: ORDER_ID.replace('1', '2') } }, 404, 'ORDER_NOT_FOUND'],
    ['what is no id', { path: { id: '../item' } }, 404, 'ORDER_NOT_FOUND'],
    ['an unknown field', { body: { approved: true } }, 422, 'REQUEST_INVALID'],
  ])('is refused for %s', async (_what, more, status, code) => {
    const service = makeService(held);
    for (const name of ['approveOrder', 'rejectOrder'] as const) {
      const refused = await service[name](deciding(more));
      expect([refused.statusCode, bodyOf(refused)['code']]).toEqual([status, code]);
    }
    expect(service.written).toEqual([]);
  });

  it.each([
    ['placed', 'ORDER_NOT_HELD'],
    ['confirmed', 'ORDER_NOT_HELD'],
    ['cancelled', 'ORDER_CANCELLED'],
  ] as const)('is refused for an order that is %s and that no rule holds', async (status, code) => {
    const service = makeService(anOrderThatIs(status));
    const refused = await service.approveOrder(deciding());
    expect([refused.statusCode, bodyOf(refused)['code'], service.written]).toEqual([409, code, []]);
  });
});
