import { describe, expect, it } from '@jest/globals';
import { aRequest, bodyOf } from '@orderwire/testing/request';
import { ORDER_ID, anOrderThatIs, messages } from '../../testing/builders.ts';
import { COURIER_KEY, makeService } from '../../testing/a-service.ts';

const cancellation = (more: object = {}) => aRequest({ as: 'ada', path: { id: ORDER_ID }, ...more });

describe('cancelling over HTTP', () => {
  it.each([
    ['ada', 'customer', 'ada'],
    ['staff:grace', 'staff', 'grace'],
  ])('works for %s', async (as, by, id) => {
    const service = makeService(anOrderThatIs('confirmed'));
    const answer = await service.cancelOrder(cancellation({ as, body: { reason: 'too late' } }));
    expect([answer.statusCode, bodyOf(answer)]).toEqual([200, { orderId: ORDER_ID, status: 'cancelled' }]);
    expect(service.written[0]).toMatchObject({
      cause: { correlationId: ORDER_ID, causationId: 'http/req-1', actor: { type: by, id } },
      events: [{ type: 'OrderCancelled', data: { by, reason: 'too late' } }],
    });
  });

  it.each([
    [{}, undefined],
    [{ query: { reason: 'They called.' } }, 'They called.'],
  ])('keeps what a customer said out of the audit list; of staff with %j it takes %j', async (more, why) => {
    const service = makeService(anOrderThatIs('confirmed'));
    await service.cancelOrder(cancellation({ as: 'staff:grace', body: { reason: 'I am ill.' }, ...more }));
    const outbox = JSON.parse(service.item(`order/${ORDER_ID}`)?.['outbox']?.S ?? '') as { readonly reason?: string };
    expect(outbox.reason).toBe(why);
  });

  it('gives the same answer the second time, and writes once', async () => {
    const service = makeService(anOrderThatIs('placed'));
    const [first, again] = [await service.cancelOrder(cancellation()), await service.cancelOrder(cancellation())];
    expect([again.statusCode, again.body, service.written.length]).toEqual([200, first.body, 1]);
  });

  it.each([
    ['shipped', 409, 'ORDER_ALREADY_SHIPPED', 'return'],
    ['delivered', 409, 'ORDER_ALREADY_SHIPPED', 'return'],
    ['rejected', 409, 'ORDER_REJECTED', undefined],
  ] as const)('is refused once it is %s', async (status, httpStatus, code, offer) => {
    const service = makeService(anOrderThatIs(status));
    const refused = await service.cancelOrder(cancellation());
    expect([refused.statusCode, bodyOf(refused)['code'], bodyOf(refused)['offer']]).toEqual([httpStatus, code, offer]);
    expect(service.written).toEqual([]);
  });

  it.each([
    ['another customer’s order', { as: 'eve' }, 404, 'ORDER_NOT_FOUND'],
    ['no such order', { path: { id: ORDER_ID.replace('1', '2') } }, 404, 'ORDER_NOT_FOUND'],
    ['what is no id', { path: { id: '../item' } }, 404, 'ORDER_NOT_FOUND'],
    ['an unknown field', { body: { refund: true } }, 422, 'REQUEST_INVALID'],
    ['no JSON', { text: '{' }, 400, 'BODY_NOT_JSON'],
    ['nobody', { as: undefined }, 401, 'UNAUTHENTICATED'],
  ])('is refused for %s', async (_what, more, status, code) => {
    const service = makeService(anOrderThatIs('placed'));
    const refused = await service.cancelOrder(cancellation(more));
    expect([refused.statusCode, bodyOf(refused)['code']]).toEqual([status, code]);
    expect(service.written).toEqual([]);
  });
});

describe('cancelling while somebody else writes', () => {
  it('loses against the courier who was faster', async () => {
    const service = makeService(anOrderThatIs('packed'));
    service.beforeNextWrite(async () => {
      await service.orderShipped(aRequest({ path: { orderId: ORDER_ID }, headers: { authorization: COURIER_KEY } }));
    });
    const refused = await service.cancelOrder(cancellation());
    expect([refused.statusCode, service.eventTypes()]).toEqual([409, ['OrderShipped']]);
  });

  it('wins over a write that does not stand in its way', async () => {
    const service = makeService(anOrderThatIs('placed'));
    service.beforeNextWrite(() => service.consume(messages('StockReserved')));
    const answer = await service.cancelOrder(cancellation());
    expect([answer.statusCode, service.written.map(({ order }) => order.version)]).toEqual([200, [5, 6]]);
  });
});
