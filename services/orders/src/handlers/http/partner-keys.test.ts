import { describe, expect, it } from '@jest/globals';
import { makeEndpoints } from '@orderwire/http/endpoint';
import { makeAuthenticate } from '@orderwire/partners/callback-auth';
import { signatureHeader } from '@orderwire/partners/signature';
import { makeRecorder } from '@orderwire/testing/fakes';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { fingerprintOf } from '../../adapters/fingerprint.ts';
import { makeChangeOrder } from '../../application/change-order.ts';
import { makeReceiveCallback } from '../../application/receive-callback.ts';
import { NOW, ORDER_ID, anOrderThatIs } from '../../testing/an-order.ts';
import { makeMemoryOrders } from '../../testing/memory-orders.ts';
import { makePartnerCallbackHandler } from './partner-callback.ts';

const KEYS = {
  warehouse: { kid: 'w1', key: 'warehouse-key-of-enough-bytes' },
  courier: { kid: 'c1', key: 'courier-key-of-enough-bytes' },
};

const aCourierRoute = () => {
  const memory = makeMemoryOrders(anOrderThatIs('packed'));
  const clock = () => NOW;
  const secret = (partner: keyof typeof KEYS) => ({
    read: () => Promise.resolve(JSON.stringify({ keys: [KEYS[partner]] })),
    refresh: () => Promise.resolve(false),
  });
  const recorder = makeRecorder();
  const handle = makePartnerCallbackHandler(
    {
      endpoints: makeEndpoints(recorder),
      authenticate: makeAuthenticate({
        secrets: { warehouse: secret('warehouse'), courier: secret('courier') },
        clock,
      }),
      receiveCallback: makeReceiveCallback(makeChangeOrder({ orders: memory.orders, clock })),
      fingerprintOf,
      clock,
      count: recorder.count,
    },
    'shipped',
    'courier',
  );
  const call = (headers: object, body: string, isBase64Encoded = false) =>
    handle({
      headers,
      body,
      isBase64Encoded,
      pathParameters: { orderId: ORDER_ID },
      requestContext: { requestId: 'req-1' },
    } as unknown as APIGatewayProxyEventV2);
  return { call, ...memory, ...recorder };
};

const BODY = '{ "trackingNumber": "T1" }';

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
    const { call, eventTypes } = aCourierRoute();
    expect((await call(headers, BODY)).statusCode).toBe(status);
    expect(eventTypes()).toEqual(status === 200 ? ['OrderShipped'] : []);
  });

  it('sign the bytes as they were sent, also when the gateway hands them over in base64', async () => {
    const { call } = aCourierRoute();
    expect((await call(signed(), Buffer.from(BODY).toString('base64'), true)).statusCode).toBe(200);
  });

  it('give the same signed message the same answer', async () => {
    const { call, written } = aCourierRoute();
    await call(signed(), BODY);
    const again = await call(signed(), BODY);
    expect([again.statusCode, again.headers?.['idempotent-replay'], written.length]).toEqual([200, 'true', 1]);
  });

  it('stand in no log', async () => {
    const { call, lines } = aCourierRoute();
    await call({ authorization: `${KEYS.courier.key}x` }, BODY);
    await call({ authorization: KEYS.warehouse.key }, BODY);
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toMatch(/of-enough-bytes|T1/);
  });
});
