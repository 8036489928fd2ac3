import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { makeConfig } from '@orderwire/lambda/config';
import { makeObservability } from '@orderwire/lambda/observability';
import { makeCachedSecret } from '@orderwire/secrets/secret-cache';
import { makeEndpoints } from '@orderwire/http/endpoint';
import { makeNewId } from '@orderwire/kernel/ids';
import { invariant } from '@orderwire/kernel/invariant';
import { lazyHandler, once } from '@orderwire/kernel/lazy';
import { makeQueueConsumer } from '@orderwire/messaging/queue-consumer';
import { makeStreamPublisher } from '@orderwire/messaging/stream-publisher';
import { makeAuthenticate } from '@orderwire/partners/callback-auth';
import { randomBytes } from 'node:crypto';
import { dynamoCustomers } from './adapters/dynamo-customers.ts';
import { dynamoOrderLists } from './adapters/dynamo-order-lists.ts';
import { dynamoOrders } from './adapters/dynamo-orders.ts';
import { dynamoPlacingKeys } from './adapters/dynamo-placing-keys.ts';
import { dynamoPrices } from './adapters/dynamo-prices.ts';
import { fingerprintOf } from './adapters/fingerprint.ts';
import { makeCancelOrder } from './application/cancel-order.ts';
import { makeChangeAddress } from './application/change-address.ts';
import { makeChangeOrder } from './application/change-order.ts';
import { makePlaceOrder } from './application/place-order.ts';
import { makeReactions } from './application/reactions.ts';
import { makeGetOrder, makeListOrders } from './application/read-orders.ts';
import { makeReceiveCallback } from './application/receive-callback.ts';
import { makeReviewOrders } from './application/review-orders.ts';
import { onItemCreated } from './handlers/events/on-item-created.ts';
import { onItemUpdated } from './handlers/events/on-item-updated.ts';
import { onPaymentAuthorized } from './handlers/events/on-payment-authorized.ts';
import { onPaymentDeclined } from './handlers/events/on-payment-declined.ts';
import { onStockReservationFailed } from './handlers/events/on-stock-reservation-failed.ts';
import { onStockReserved } from './handlers/events/on-stock-reserved.ts';
import { makeExpireHandler } from './handlers/schedule/expire.ts';
import { makeCancelOrderHandler } from './handlers/http/cancel-order.ts';
import { makeChangeAddressHandler } from './handlers/http/change-address.ts';
import { makeGetOrderHandler } from './handlers/http/get-order.ts';
import { makeListOrdersHandler } from './handlers/http/list-orders.ts';
import { makePartnerCallbackHandler } from './handlers/http/partner-callback.ts';
import { makePlaceOrderHandler } from './handlers/http/place-order.ts';

const clock = Date.now;
const config = makeConfig(process.env);
const observability = once(makeObservability);
const endpoints = once(() => makeEndpoints(observability()));
const table = once(() => ({ dynamo: new DynamoDBClient({}), tableName: config.required('ORDERS_TABLE'), clock }));
const orders = once(() => dynamoOrders(table()));
const prices = once(() => dynamoPrices(table()));
const changeOrder = once(() => makeChangeOrder({ orders: orders(), clock }));

const amountMinor = (name: string): number => {
  const amount = Number(config.required(name));
  invariant(Number.isSafeInteger(amount) && amount >= 0, `${name} is a whole number of minor units.`);
  return amount;
};

/** Set by the stage `local` alone. */
const defaultPayment = () => {
  const token = config.optional('DEFAULT_PAYMENT_TOKEN');
  return token === undefined ? undefined : { method: 'card', token };
};

const secretsManager = once(() => new SecretsManagerClient({}));
const secret = (name: string) =>
  makeCachedSecret({ secretsManager: secretsManager(), secretId: config.required(name), clock });

const callbacks = once(() => ({
  endpoints: endpoints(),
  authenticate: makeAuthenticate({
    secrets: { warehouse: secret('WAREHOUSE_SECRET_ARN'), courier: secret('COURIER_SECRET_ARN') },
    clock,
  }),
  receiveCallback: makeReceiveCallback(changeOrder()),
  fingerprintOf,
  clock,
  ...observability(),
}));

/** `POST /orders` */
export const placeOrder = lazyHandler(() =>
  makePlaceOrderHandler({
    endpoints: endpoints(),
    fingerprintOf,
    placeOrder: makePlaceOrder({
      orders: orders(),
      placingKeys: dynamoPlacingKeys(table()),
      prices: prices(),
      customers: dynamoCustomers({ ...table(), tableName: config.required('CUSTOMERS_TABLE') }),
      clock,
      newId: makeNewId(clock, randomBytes),
      shippingTerms: {
        flatMinor: amountMinor('SHIPPING_FLAT_MINOR'),
        freeFromMinor: amountMinor('SHIPPING_FREE_FROM_MINOR'),
      },
      defaultPayment: defaultPayment(),
    }),
  }),
);

/** `GET /orders`, `GET /orderslist` */
export const listOrders = lazyHandler(() =>
  makeListOrdersHandler({ endpoints: endpoints(), listOrders: makeListOrders({ lists: dynamoOrderLists(table()) }) }),
);

/** `GET /orders/{id}`, `GET /order/{id}` */
export const getOrder = lazyHandler(() =>
  makeGetOrderHandler({ endpoints: endpoints(), getOrder: makeGetOrder({ orders: orders() }) }),
);

/** `POST /orders/{id}/cancellation` */
export const cancelOrder = lazyHandler(() =>
  makeCancelOrderHandler({ endpoints: endpoints(), cancelOrder: makeCancelOrder(changeOrder()) }),
);

/** `PUT /orders/{id}/shipping-address` */
export const changeAddress = lazyHandler(() =>
  makeChangeAddressHandler({ endpoints: endpoints(), changeAddress: makeChangeAddress(changeOrder()) }),
);

/** `POST /orderpacked/{orderId}` */
export const orderPacked = lazyHandler(() => makePartnerCallbackHandler(callbacks(), 'packed', 'warehouse'));

/** `POST /ordershipped/{orderId}` */
export const orderShipped = lazyHandler(() => makePartnerCallbackHandler(callbacks(), 'shipped', 'courier'));

/** `POST /orderdelivered/{orderId}` */
export const orderDelivered = lazyHandler(() => makePartnerCallbackHandler(callbacks(), 'delivered', 'courier'));

/** The Orders table's stream → the bus. */
export const publish = lazyHandler(() =>
  makeStreamPublisher({
    eventBridge: new EventBridgeClient({}),
    busName: config.required('BUS_NAME'),
    sqs: new SQSClient({}),
    failuresUrl: config.required('PUBLISH_FAILURES_URL'),
    source: 'orderwire.orders',
    ...observability(),
  }),
);

/** The service's queue. */
export const consume = lazyHandler(() => {
  const reactions = makeReactions(changeOrder());
  return makeQueueConsumer({
    subscriptions: [
      onItemCreated(prices()),
      onItemUpdated(prices()),
      onStockReserved(reactions),
      onStockReservationFailed(reactions),
      onPaymentAuthorized(reactions),
      onPaymentDeclined(reactions),
    ],
    sqs: new SQSClient({}),
    inboxUrl: config.required('INBOX_URL'),
    deadLetterQueueUrl: config.required('DEAD_LETTER_QUEUE_URL'),
    ...observability(),
  });
});

/** Every minute. */
export const expire = lazyHandler(() =>
  makeExpireHandler(
    makeReviewOrders({ lists: dynamoOrderLists(table()), changeOrder: changeOrder(), clock, ...observability() }),
  ),
);
