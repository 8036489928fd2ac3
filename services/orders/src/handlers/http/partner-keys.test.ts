import { describe, expect, it } from '@jest/globals';
import { signatureHeader } from '@orderwire/partners/signature';
import { aRequest, bodyOf } from '@orderwire/testing/request';
import { COURIER_KEY, WAREHOUSE_KEY, makeService } from '../../testing/a-service.ts';
import { NOW, ORDER_ID, anOrderThatIs } from '../../testing/builders.ts';

const KEYS = {
  warehouse: { kid: 'w1', key: WAREHOUSE_KEY },
  courier: { kid: 'c1', key: COURIER_KEY },
};

const OTHER_ID = ORDER_ID.replace('1', '2');

const PATHS = {
  packed: 'warehouse',
  shipped: 'courier',
  delivered: 'courier',
} as const;

const theRoutes = () => {
  const service = makeService(anOrderThatIs('packed'), anOrderThatIs('packed', { orderId: OTHER_ID }));
  const routes = { packed: service.orderPacked, shipped: service.orderShipped, delivered: service.orderDelivered };
  const callAt = (
    action: keyof typeof PATHS,
    orderId: string,
    headers: Readonly<Record<string, string>>,
    text: string,
    isBase64Encoded = false,
  ) => routes[action]({ ...aRequest({ path: { orderId }, headers, text }), isBase64Encoded });
  const call = (headers: Readonly<Record<string, string>>, text: string, isBase64Encoded = false) =>
    callAt('shipped', ORDER_ID, headers, text, isBase64Encoded);
  return { ...service, callAt, call };
};

const bound = (more: object = {}): string => JSON.stringify({ orderId: ORDER_ID, action: 'shipped', ...more });

/** With blanks that a parser would lose. */
const BODY = bound({ trackingNumber: 'T1' }).replace('{', '{ ');

const signed = (key = KEYS.courier, body = BODY, id = 'msg_1') => {
  const timestamp = NOW / 1000;
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatureHeader({ id, timestamp, body }, [key]),
  };
};

describe('the courier’s real keys', () => {
  it.each([
    ['the bare key', { authorization: KEYS.courier.key }, 200],
    ['the key as Bearer', { authorization: `Bearer ${KEYS.courier.key}` }, 200],
    ['a signature', signed(), 200],
    ['the warehouse’s key', { authorization: KEYS.warehouse.key }, 403],
    ['the warehouse’s signature', signed(KEYS.warehouse), 403],
    ['a signature of other bytes', signed(KEYS.courier, JSON.stringify(JSON.parse(BODY))), 401],
    ['a signature under another id', { ...signed(), 'webhook-id': 'msg_2' }, 401],
    [
      'a wrong signature beside the right key',
      { ...signed(), 'webhook-signature': 'v1,x', authorization: KEYS.courier.key },
      401,
    ],
  ])('open the route as they should: %s', async (_what, headers, status) => {
    const { call, eventTypes } = theRoutes();
    expect((await call(headers, BODY)).statusCode).toBe(status);
    expect(eventTypes()).toEqual(status === 200 ? ['OrderShipped'] : []);
  });

  it('sign the bytes as they were sent, also when the gateway hands them over in base64', async () => {
    const { call } = theRoutes();
    expect((await call(signed(), Buffer.from(BODY).toString('base64'), true)).statusCode).toBe(200);
  });

  it('give the same signed message the same answer', async () => {
    const { call, written } = theRoutes();
    await call(signed(), BODY);
    const again = await call(signed(), BODY);
    expect([again.statusCode, again.headers?.['idempotent-replay'], written.length]).toEqual([200, 'true', 1]);
  });

  it('give it the same answer, too, when it comes with the key the next time, and its id in the body', async () => {
    const { call, written } = theRoutes();
    await call(signed(), BODY);
    const again = await call({ authorization: KEYS.courier.key }, '{"callbackId":"msg_1","trackingNumber":"T1"}');
    expect([again.statusCode, again.headers?.['idempotent-replay'], written.length]).toEqual([200, 'true', 1]);
  });

  it('stand in no log', async () => {
    const { call, lines } = theRoutes();
    await call({ authorization: `${KEYS.courier.key}x` }, BODY);
    await call({ authorization: KEYS.warehouse.key }, BODY);
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toMatch(/of-enough-bytes|T1/);
  });
});

describe('a signed callback', () => {
  const send = async (body: string, action: keyof typeof PATHS = 'shipped', orderId = ORDER_ID, key = KEYS.courier) => {
    const routes = theRoutes();
    const answer = await routes.callAt(action, orderId, signed(key, body), body);
    const { code, result } = bodyOf(answer);
    return { said: [answer.statusCode, code ?? result], ...routes };
  };

  it.each([
    ['action', { action: 'shipped' }],
    ['action with the prefix of a type', { action: 'order.shipped' }],
    ['type', { type: 'order.shipped' }],
    ['type without its prefix', { type: 'shipped' }],
    ['action and type', { action: 'shipped', type: 'order.shipped' }],
    ['type, and an empty action', { action: '', type: 'shipped' }],
  ])('counts for the order and what it names by %s', async (_how, names) => {
    const { said, eventTypes } = await send(JSON.stringify({ orderId: ORDER_ID, ...names }));
    expect([said, eventTypes()]).toEqual([[200, 'applied'], ['OrderShipped']]);
  });

  it.each([
    ['another order', bound(), 'shipped', OTHER_ID],
    ['another action', bound(), 'delivered', ORDER_ID],
    ['another order and action', bound(), 'delivered', OTHER_ID],
    ['an action that its type denies', bound({ type: 'order.delivered' }), 'shipped', ORDER_ID],
    ['an action that it denies itself', bound({ action: 'packed', type: 'order.shipped' }), 'shipped', ORDER_ID],
    ['what it names by a word of its own', bound({ action: 'order.order.shipped' }), 'shipped', ORDER_ID],
    ['an order without an action', JSON.stringify({ orderId: OTHER_ID }), 'shipped', ORDER_ID],
    ['no order of ours', bound(), 'shipped', 'ord_none'],
  ] as const)('counts for nothing else: %s', async (_what, body, action, orderId) => {
    const { said, written, counts } = await send(body, action, orderId);
    expect([said, written, counts.get('CallbackRefused')]).toEqual([[422, 'CALLBACK_NOT_FOR_THIS'], [], 1]);
  });

  it.each([
    ['nothing', ''],
    ['null', 'null'],
    ['an empty object', '{}'],
    ['no action', JSON.stringify({ orderId: ORDER_ID })],
    ['no order', JSON.stringify({ action: 'shipped', type: 'order.shipped' })],
    ['an empty order', bound({ orderId: '' })],
    ['no action but null', bound({ action: null })],
    ['its names inside', JSON.stringify({ data: { orderId: ORDER_ID, action: 'shipped' } })],
  ])('is bound to nothing, and refused, when its body holds %s', async (_what, body) => {
    const { said, written } = await send(body);
    expect([said, written]).toEqual([[422, 'CALLBACK_UNBOUND'], []]);
  });

  it('cannot be one of our own webhooks that somebody sends back', async () => {
    const webhook = (type: string) =>
      JSON.stringify({ type, timestamp: '2026-03-01T12:00:00Z', data: { orderId: ORDER_ID } });
    for (const [action, partner] of Object.entries(PATHS) as [keyof typeof PATHS, keyof typeof KEYS][])
      for (const type of ['order.confirmed', 'order.packed', 'order.cancelled']) {
        const { said, written } = await send(webhook(type), action, ORDER_ID, KEYS[partner]);
        expect([said[0], written]).toEqual([422, []]);
      }
  });

  it('needs its order and action also where the key stands beside the signature', async () => {
    const { call, written } = theRoutes();
    const answer = await call({ ...signed(KEYS.courier, '{}'), authorization: KEYS.courier.key }, '{}');
    expect([answer.statusCode, bodyOf(answer)['code'], written]).toEqual([422, 'CALLBACK_UNBOUND', []]);
  });
});

describe('a callback with the key itself', () => {
  const send = async (body: string) => {
    const { call, written } = theRoutes();
    const answer = await call({ authorization: KEYS.courier.key }, body);
    const { code, result } = bodyOf(answer);
    return [answer.statusCode, code ?? result, written.length];
  };

  it.each(['', '{}', JSON.stringify({ orderId: ORDER_ID }), bound(), bound({ type: 'order.shipped' })])(
    'need not say what it is for: %s',
    async (body) => {
      expect(await send(body)).toEqual([200, 'applied', 1]);
    },
  );

  it.each([bound({ orderId: OTHER_ID }), bound({ action: 'delivered' }), bound({ type: 'order.packed' })])(
    'is refused when it says something else: %s',
    async (body) => {
      expect(await send(body)).toEqual([422, 'CALLBACK_NOT_FOR_THIS', 0]);
    },
  );
});
