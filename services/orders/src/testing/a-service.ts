import { type Credentials, makeEndpoints } from '@orderwire/http/endpoint';
import { makeNewId } from '@orderwire/kernel/ids';
import { makeFakeClock, makeRecorder } from '@orderwire/testing/fakes';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { fingerprintOf } from '../adapters/fingerprint.ts';
import { makeCancelOrder } from '../application/cancel-order.ts';
import { makeChangeAddress } from '../application/change-address.ts';
import { makeChangeOrder } from '../application/change-order.ts';
import { makePlaceOrder } from '../application/place-order.ts';
import { makeGetOrder, makeListOrders } from '../application/read-orders.ts';
import { type Partner, makeReceiveCallback } from '../application/receive-callback.ts';
import type { Order } from '../domain/order.ts';
import type { Payment } from '../domain/place-order.ts';
import type { Price } from '../domain/pricing.ts';
import type { Profile } from '../domain/recipient.ts';
import { makeCancelOrderHandler } from '../handlers/http/cancel-order.ts';
import { makeChangeAddressHandler } from '../handlers/http/change-address.ts';
import { makeGetOrderHandler } from '../handlers/http/get-order.ts';
import { makeListOrdersHandler } from '../handlers/http/list-orders.ts';
import { makePartnerCallbackHandler } from '../handlers/http/partner-callback.ts';
import { makePlaceOrderHandler } from '../handlers/http/place-order.ts';
import { NOW, aRecipient } from './builders.ts';
import { makeMemoryOrders } from './fakes.ts';

export const WAREHOUSE_KEY = 'warehouse-key';
export const COURIER_KEY = 'courier-key';

const PARTNERS: ReadonlyMap<string, { readonly partner: Partner; readonly signed: boolean }> = new Map([
  [WAREHOUSE_KEY, { partner: 'warehouse', signed: false }],
  [COURIER_KEY, { partner: 'courier', signed: false }],
]);

const PRICES: readonly Price[] = [
  { itemId: 'mug', title: 'Mug', price: 1_000, taxRate: 1_900, currency: 'EUR' },
  { itemId: 'cup', title: 'Cup', price: 500, taxRate: 700, currency: 'EUR' },
  { itemId: 'dollar', title: 'Dollar', price: 100, taxRate: 0, currency: 'USD' },
];

const PROFILES: Readonly<Record<string, Profile>> = {
  ada: { email: 'ada@example.com', name: 'Ada Lovelace', defaultAddress: aRecipient.address },
  homeless: { email: 'homeless@example.com' },
};

/** The service behind its HTTP edge, on ports in memory. */
export const makeService = (...existing: readonly Order[]) => serviceWith(undefined, ...existing);

/** @param defaultPayment what an order without `payment` is paid by; the shop's own stages have none */
export const serviceWith = (defaultPayment: Payment | undefined, ...existing: readonly Order[]) => {
  const recorder = makeRecorder();
  const { clock, advance } = makeFakeClock(NOW);
  const memory = makeMemoryOrders(...existing);
  const { orders, placingKeys, lists } = memory;
  const endpoints = makeEndpoints({ log: recorder.log });
  const changeOrder = makeChangeOrder({ orders, clock });
  let drawn = 0;
  const callbacks = {
    endpoints,
    authenticate: ({ headers: { authorization = '' } }: Credentials) => Promise.resolve(PARTNERS.get(authorization)),
    receiveCallback: makeReceiveCallback(changeOrder),
    fingerprintOf,
    clock,
    ...recorder,
  };
  return {
    ...recorder,
    ...memory,
    advance,
    changeOrder,
    placeOrder: makePlaceOrderHandler({
      endpoints,
      fingerprintOf,
      placeOrder: makePlaceOrder({
        orders,
        placingKeys,
        prices: {
          find: (itemIds) =>
            Promise.resolve(new Map(PRICES.filter((p) => itemIds.includes(p.itemId)).map((p) => [p.itemId, p]))),
          keep: () => Promise.resolve(),
        },
        customers: { find: (customerId) => Promise.resolve(PROFILES[customerId]) },
        clock,
        newId: makeNewId(clock, (count) => new Uint8Array(count).fill((drawn += 1))),
        shippingTerms: { flatMinor: 490, freeFromMinor: 5_000 },
        defaultPayment,
      }),
    }),
    listOrders: makeListOrdersHandler({ endpoints, listOrders: makeListOrders({ lists }) }),
    getOrder: makeGetOrderHandler({ endpoints, getOrder: makeGetOrder({ orders }) }),
    cancelOrder: makeCancelOrderHandler({ endpoints, cancelOrder: makeCancelOrder(changeOrder) }),
    changeAddress: makeChangeAddressHandler({ endpoints, changeAddress: makeChangeAddress(changeOrder) }),
    orderPacked: makePartnerCallbackHandler(callbacks, 'packed', 'warehouse'),
    orderShipped: makePartnerCallbackHandler(callbacks, 'shipped', 'courier'),
    orderDelivered: makePartnerCallbackHandler(callbacks, 'delivered', 'courier'),
  };
};

interface Request {
  /** A customer's id, or `staff:<id>`. */
  readonly as?: string;
  readonly body?: unknown;
  readonly text?: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export const aRequest = ({ as, body, text, path, query, headers = {} }: Request): APIGatewayProxyEventV2 => {
  const staff = as?.startsWith('staff:') === true;
  const claims = as !== undefined && {
    sub: as.replace('staff:', ''),
    token_use: 'access',
    ...(staff && { 'cognito:groups': '[staff]' }),
  };
  return {
    routeKey: 'POST /orders',
    headers,
    isBase64Encoded: false,
    body: text ?? (body === undefined ? undefined : JSON.stringify(body)),
    pathParameters: path,
    queryStringParameters: query,
    requestContext: { requestId: 'req-1', ...(claims && { authorizer: { jwt: { claims } } }) },
  } as unknown as APIGatewayProxyEventV2;
};

/** An answer's body, as far as tests look into it. */
export const bodyOf = (answer: APIGatewayProxyStructuredResultV2) =>
  JSON.parse(answer.body ?? '{}') as Readonly<Record<string, unknown>>;

/** The pointers of a problem's faults. */
export const pointersOf = (answer: APIGatewayProxyStructuredResultV2): readonly string[] =>
  ((bodyOf(answer)['errors'] ?? []) as readonly { readonly pointer: string }[]).map(({ pointer }) => pointer);
