import { describe, expect, it } from '@jest/globals';
import { MINUTE, NOW, ORDER_ID, anOrder, anOrderThatIs } from '../../testing/an-order.ts';
import { COURIER_KEY, WAREHOUSE_KEY, aRequest, bodyOf, makeService, pointersOf } from '../../testing/a-service.ts';

const callback = (
  key: string | undefined,
  more: { headers?: object; orderId?: string; body?: unknown; text?: string } = {},
) =>
  aRequest({
    path: { orderId: more.orderId ?? ORDER_ID },
    headers: { ...(key !== undefined && { authorization: key }), ...more.headers },
    ...(more.body !== undefined && { body: more.body }),
    ...(more.text !== undefined && { text: more.text }),
  });

describe('what a partner is told', () => {
  it.each([
    ['applied', 'confirmed', 200, { status: 'packed' }],
    ['duplicate', 'packed', 200, { status: 'packed' }],
    ['superseded', 'delivered', 200, { status: 'delivered' }],
    ['held', 'placed', 202, { status: 'placed' }],
    ['stop', 'cancelled', 409, { status: 'cancelled', instruction: 'do_not_ship' }],
  ] as const)('is %s when the order is %s', async (result, status, httpStatus, more) => {
    const service = makeService(anOrderThatIs(status));
    const answer = await service.orderPacked(callback(WAREHOUSE_KEY));
    expect([answer.statusCode, bodyOf(answer)]).toEqual([httpStatus, { orderId: ORDER_ID, result, ...more }]);
  });

  it('is a conflict when the order had ended, and people are told once', async () => {
    const service = makeService(anOrderThatIs('cancelled'));
    const [first, again] = [
      await service.orderDelivered(callback(COURIER_KEY)),
      await service.orderDelivered(callback(COURIER_KEY)),
    ];
    expect([first.statusCode, bodyOf(first)['result'], again.statusCode]).toEqual([409, 'conflict', 409]);
    expect(service.eventTypes()).toEqual(['OrderNeedsAttention']);
  });

  it('is what was written: by whom, and because of which message', async () => {
    const service = makeService(anOrderThatIs('packed'));
    await service.orderShipped(callback(COURIER_KEY, { body: { callbackId: 'cb-1', carrier: 'Post', attempt: 1 } }));
    expect(service.written[0]).toMatchObject({
      cause: {
        correlationId: ORDER_ID,
        causationId: 'callback/shipped/cb-1',
        actor: { type: 'partner', id: 'courier' },
      },
      events: [{ type: 'OrderShipped', data: { carrier: 'Post', inferred: false } }],
    });
  });

  it('is never the cause of two writes, though both partners count their ids from one', async () => {
    const service = makeService(anOrderThatIs('confirmed'));
    await service.orderPacked(callback(WAREHOUSE_KEY, { body: { callbackId: '1' } }));
    await service.orderShipped(callback(COURIER_KEY, { body: { callbackId: '1' } }));
    expect(new Set(service.written.map(({ cause }) => cause.causationId)).size).toBe(2);
  });

  it('names action and attempt as the cause where there is no id', async () => {
    const service = makeService(anOrderThatIs('confirmed'));
    await service.orderPacked(callback(WAREHOUSE_KEY));
    expect(service.written[0]?.cause.causationId).toBe('callback/packed#1');
  });
});

describe('the same message again', () => {
  it.each([
    ['by the id in its body', { body: { callbackId: 'cb-1' } }],
    ['by the id it was signed with', { headers: { 'webhook-id': 'msg-1' } }],
  ])('gets the first answer, known %s', async (_how, more) => {
    const service = makeService(anOrderThatIs('confirmed'));
    const first = await service.orderPacked(callback(WAREHOUSE_KEY, more));
    await service.orderShipped(callback(COURIER_KEY));
    const again = await service.orderPacked(callback(WAREHOUSE_KEY, more));
    expect([again.statusCode, again.body]).toEqual([200, first.body]);
    expect([first.headers?.['idempotent-replay'], again.headers?.['idempotent-replay']]).toEqual([undefined, 'true']);
    expect(service.eventTypes()).toEqual(['OrderPacked', 'OrderShipped']);
  });

  it('is refused with another body', async () => {
    const service = makeService(anOrderThatIs('confirmed'));
    await service.orderPacked(callback(WAREHOUSE_KEY, { body: { callbackId: 'cb-1' } }));
    const refused = await service.orderPacked(callback(WAREHOUSE_KEY, { body: { callbackId: 'cb-1', note: 'x' } }));
    expect([refused.statusCode, bodyOf(refused)['code']]).toEqual([422, 'CALLBACK_ID_REUSED']);
  });

  it('is one transition when both come at once', async () => {
    const service = makeService(anOrderThatIs('confirmed'));
    service.beforeNextWrite(async () => {
      await service.orderPacked(callback(WAREHOUSE_KEY));
    });
    const second = await service.orderPacked(callback(WAREHOUSE_KEY));
    expect([bodyOf(second)['result'], service.eventTypes()]).toEqual(['duplicate', ['OrderPacked']]);
  });
});

describe('a call that is refused', () => {
  const ahead = new Date(NOW + 5 * MINUTE + 1).toISOString();
  it.each([
    ['no key', undefined, {}, 401, 'PARTNER_KEY_INVALID'],
    ['a wrong key', 'guess', {}, 401, 'PARTNER_KEY_INVALID'],
    ['a wrong key and no JSON', 'guess', { text: '{' }, 401, 'PARTNER_KEY_INVALID'],
    ['the courier’s key', COURIER_KEY, {}, 403, 'PARTNER_KEY_FORBIDDEN'],
    ['an unknown order', WAREHOUSE_KEY, { orderId: ORDER_ID.replace('1', '2') }, 404, 'ORDER_NOT_FOUND'],
    ['what is no order id', WAREHOUSE_KEY, { orderId: 'x'.repeat(3_000) }, 404, 'ORDER_NOT_FOUND'],
    ['no JSON', WAREHOUSE_KEY, { text: '{' }, 400, 'BODY_NOT_JSON'],
    ['an unknown field', WAREHOUSE_KEY, { body: { status: 'packed' } }, 422, 'REQUEST_INVALID'],
    ['a long webhook-id', WAREHOUSE_KEY, { headers: { 'webhook-id': 'x'.repeat(101) } }, 422, 'REQUEST_INVALID'],
    ['a time too far ahead', WAREHOUSE_KEY, { body: { occurredAt: ahead } }, 422, 'REQUEST_INVALID'],
    ['a time that is none', WAREHOUSE_KEY, { body: { occurredAt: 'now' } }, 422, 'REQUEST_INVALID'],
    ['attempt 0', WAREHOUSE_KEY, { body: { attempt: 0 } }, 422, 'REQUEST_INVALID'],
  ])('for %s leaves a log line and a count, and nothing else', async (_what, key, more, status, code) => {
    const service = makeService(anOrderThatIs('confirmed'));
    const refused = await service.orderPacked(callback(key, more));
    expect([refused.statusCode, bodyOf(refused)['code']]).toEqual([status, code]);
    expect(service.written).toEqual([]);
    expect([service.lines.length, service.counts.get('CallbackRefused')]).toEqual([1, 1]);
  });

  it('names the field', async () => {
    const service = makeService(anOrder());
    const refused = await service.orderPacked(callback(WAREHOUSE_KEY, { body: { occurredAt: ahead } }));
    expect(pointersOf(refused)).toEqual(['#/occurredAt']);
  });

  it('does not happen to a clock that is five minutes ahead', async () => {
    const occurredAt = new Date(NOW + 5 * MINUTE).toISOString();
    const answer = await makeService(anOrderThatIs('confirmed')).orderPacked(
      callback(WAREHOUSE_KEY, { body: { occurredAt } }),
    );
    expect(answer.statusCode).toBe(200);
  });
});
