import { describe, expect, it } from '@jest/globals';
import { aRequest, bodyOf, pointersOf } from '@orderwire/testing/request';
import { HOUR, MINUTE, NOW, ORDER_ID, aParcel, anOrder, anOrderThatIs } from '../../testing/builders.ts';
import { COURIER_KEY, WAREHOUSE_KEY, makeService } from '../../testing/a-service.ts';

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

const FIELDS = [
  ...[
    'orderId',
    'action',
    'type',
    'callbackId',
    'occurredAt',
    'carrier',
    'trackingNumber',
    'attempt',
    'reason',
    'note',
  ],
  ...['parcelId', 'lines', 'nextAttemptAt', 'returnId', 'condition'],
];

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
    expect(new Set(service.written.map(({ cause }) => cause?.causationId)).size).toBe(2);
  });

  it('names action and attempt as the cause where there is no id', async () => {
    const service = makeService(anOrderThatIs('confirmed'));
    await service.orderPacked(callback(WAREHOUSE_KEY));
    expect(service.written[0]?.cause?.causationId).toBe('callback/packed#1');
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
    ['a long webhook-id', WAREHOUSE_KEY, { headers: { 'webhook-id': 'x'.repeat(101) } }, 422, 'REQUEST_INVALID'],
    ['a time too far ahead', WAREHOUSE_KEY, { body: { occurredAt: ahead } }, 422, 'REQUEST_INVALID'],
    ['a time that is none', WAREHOUSE_KEY, { body: { occurredAt: 'now' } }, 422, 'REQUEST_INVALID'],
    [
      'a time of nobody knows where',
      WAREHOUSE_KEY,
      { body: { occurredAt: '2026-03-01T12:00:00' } },
      422,
      'REQUEST_INVALID',
    ],
    [
      'a time before year 0',
      WAREHOUSE_KEY,
      { body: { occurredAt: '0000-01-01T00:00:00+01:00' } },
      422,
      'REQUEST_INVALID',
    ],
    ['attempt 0', WAREHOUSE_KEY, { body: { attempt: 0 } }, 422, 'REQUEST_INVALID'],
    ['an attempt in words', WAREHOUSE_KEY, { body: { attempt: '1' } }, 422, 'REQUEST_INVALID'],
    ['a number for a tracking number', WAREHOUSE_KEY, { body: { trackingNumber: 4711 } }, 422, 'REQUEST_INVALID'],
    ['two lines of a reason', WAREHOUSE_KEY, { body: { reason: 'a\r\nb' } }, 422, 'REQUEST_INVALID'],
    ['wrong lines of a parcel', WAREHOUSE_KEY, { body: { lines: [{ itemId: 'mug' }] } }, 422, 'REQUEST_INVALID'],
    ['a wrong next attempt', WAREHOUSE_KEY, { body: { nextAttemptAt: 'soon' } }, 422, 'REQUEST_INVALID'],
    ['a list', WAREHOUSE_KEY, { body: [] }, 422, 'REQUEST_INVALID'],
    ['a word', WAREHOUSE_KEY, { body: 'packed' }, 422, 'REQUEST_INVALID'],
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

describe('a partner is not refused for', () => {
  it.each([
    ['no body', { text: '' }],
    ['null for a body', { text: 'null' }],
    ...['', ' ', null].flatMap((nothing) =>
      FIELDS.map((name) => [`${name}: ${JSON.stringify(nothing)}`, { body: { [name]: nothing } }] as const),
    ),
  ])('%s', async (_what, more) => {
    const service = makeService(anOrderThatIs('packed'));
    const answer = await service.orderShipped(callback(COURIER_KEY, more));
    expect([answer.statusCode, bodyOf(answer)['result']]).toEqual([200, 'applied']);
    expect(service.written[0]?.order.parcels).toEqual([aParcel({ at: NOW })]);
    expect(service.counts.size).toBe(0);
  });

  it('fields that nobody knows, which are counted', async () => {
    const body = { status: 'packed', constructor: 1, 'x y': 'canary', deep: [[[]]] };
    const service = makeService(anOrderThatIs('packed'));
    const answer = await service.orderShipped(callback(COURIER_KEY, { body }));
    expect([answer.statusCode, Object.fromEntries(service.counts)]).toEqual([200, { CallbackFieldsIgnored: 4 }]);
    const named = Object.keys(body).filter((name) => name !== 'x y');
    expect(service.lines.map(({ attributes }) => attributes)).toEqual([{ partner: 'courier', fields: named }]);
  });

  it('fields that nobody knows and that differ when it tells the same again', async () => {
    const service = makeService(anOrderThatIs('packed'));
    const send = (sentAt: number) =>
      service.orderShipped(callback(COURIER_KEY, { body: { callbackId: 'cb-1', trackingNumber: 'T1', sentAt } }));
    const [first, again] = [await send(1), await send(2)];
    expect([again.statusCode, again.body, again.headers?.['idempotent-replay']]).toEqual([200, first.body, 'true']);
  });

  it.each(['2026-03-01T12:30:00+01:00', '2026-03-01T12:30:00+0100', '2026-03-01T12:30:00+01', '2026-03-01T11:30:00Z'])(
    'its own time zone: %s',
    async (occurredAt) => {
      const service = makeService(anOrderThatIs('packed', { placedAt: NOW - HOUR }));
      await service.orderShipped(callback(COURIER_KEY, { body: { occurredAt } }));
      const shown = await service.getOrder(aRequest({ as: 'ada', path: { id: ORDER_ID } }));
      expect(bodyOf(shown)['shipped']).toEqual({ at: '2026-03-01T11:30:00.000Z' });
      expect(service.written[0]?.events[0]?.data).toMatchObject({ occurredAt: '2026-03-01T11:30:00.000Z' });
    },
  );
});

describe('what a partner says beside the fact', () => {
  const told = { reason: 'by hand', note: 'two boxes', occurredAt: '2026-03-01T11:59:30Z' };
  const view = { at: '2026-03-01T11:59:30.000Z', reason: told.reason, note: told.note };

  it('is shown with the order', async () => {
    const service = makeService(anOrderThatIs('confirmed'));
    await service.orderPacked(callback(WAREHOUSE_KEY, { body: told }));
    const shown = await service.getOrder(aRequest({ as: 'ada', path: { id: ORDER_ID } }));
    expect(bodyOf(shown)['packed']).toEqual(view);
  });

  it('is doubtful when it happened before the order was placed', async () => {
    const service = makeService(anOrderThatIs('confirmed', { placedAt: NOW - 29_999 }));
    await service.orderPacked(callback(WAREHOUSE_KEY, { body: told }));
    const shown = await service.getOrder(aRequest({ as: 'ada', path: { id: ORDER_ID } }));
    expect(bodyOf(shown)['packed']).toEqual({ ...view, doubtful: true });
  });
});

describe('another tracking number', () => {
  const ship = (service: ReturnType<typeof makeService>, body: object) =>
    service.orderShipped(callback(COURIER_KEY, { body }));

  it('corrects the one before, is answered so as often as it comes, and is shown', async () => {
    const service = makeService(anOrderThatIs('packed'));
    await ship(service, { callbackId: 'a', carrier: 'Post', trackingNumber: 'T1' });
    const correction = { callbackId: 'b', trackingNumber: 'T2' };
    const [first, again] = [await ship(service, correction), await ship(service, correction)];
    expect([first.statusCode, bodyOf(first)]).toEqual([
      200,
      { orderId: ORDER_ID, result: 'corrected', status: 'shipped' },
    ]);
    expect([again.statusCode, again.body, again.headers?.['idempotent-replay']]).toEqual([200, first.body, 'true']);
    const shown = await service.getOrder(aRequest({ as: 'ada', path: { id: ORDER_ID } }));
    expect(bodyOf(shown)['shipment']).toEqual({ attempt: 1, carrier: 'Post', trackingNumber: 'T2' });
    expect(service.eventTypes()).toEqual(['OrderShipped', 'OrderShipmentCorrected']);
  });

  it('is a write with a cause of its own, also without an id', async () => {
    const service = makeService(anOrderThatIs('packed'));
    for (const trackingNumber of ['T1', 'T2', 'T3']) await ship(service, { trackingNumber });
    const causes = service.written.map(({ cause }) => cause?.causationId);
    expect(causes).toEqual(['T1', 'T2', 'T3'].map((number) => `callback/shipped#p1#1/${number}`));
  });
});

describe('goods of a return', () => {
  const returns = [{ returnId: 'ret_1', lines: [{ itemId: 'mug', count: 1 }], arrived: [] }];

  it.each([
    ['warehouse', WAREHOUSE_KEY],
    ['courier', COURIER_KEY],
  ])('are told of by the %s', async (_who, key) => {
    const service = makeService(anOrderThatIs('delivered', { returns }));
    const answer = await service.orderReturned(callback(key, { body: { returnId: 'ret_1', reason: 'Too small' } }));
    expect([answer.statusCode, bodyOf(answer)]).toEqual([
      200,
      { orderId: ORDER_ID, result: 'applied', status: 'delivered' },
    ]);
    expect(service.eventTypes()).toEqual(['OrderReturnArrived']);
  });

  it('are refused, and leave nothing, where they are more than was approved', async () => {
    const service = makeService(anOrderThatIs('delivered', { returns }));
    const body = { returnId: 'ret_1', lines: [{ itemId: 'mug', count: 2 }] };
    const answer = await service.orderReturned(callback(WAREHOUSE_KEY, { body }));
    expect([answer.statusCode, bodyOf(answer)]).toMatchObject([
      422,
      { code: 'MORE_THAN_LEFT', lines: [{ itemId: 'mug', count: 2, left: 1 }] },
    ]);
    expect(service.written).toEqual([]);
  });

  it('are held while their approval has not been heard of', async () => {
    const service = makeService(anOrderThatIs('delivered'));
    const answer = await service.orderReturned(callback(WAREHOUSE_KEY, { body: { returnId: 'ret_1' } }));
    expect([answer.statusCode, bodyOf(answer)['result']]).toEqual([202, 'held']);
  });
});
