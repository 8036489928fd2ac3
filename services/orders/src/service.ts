import { makeNewId } from '@orderwire/kernel/ids';
import { lazyHandler, once } from '@orderwire/kernel/lazy';
import { languageFrom } from '@orderwire/kernel/languages';
import { consumer } from '@orderwire/lambda/consumer';
import { http } from '@orderwire/lambda/http';
import { publisher } from '@orderwire/lambda/publisher';
import type { Outside } from '@orderwire/lambda/outside';
import { makeAuthenticate } from '@orderwire/partners/callback-auth';
import { partners, secretVariable } from '@orderwire/partners/partners';
import { makeCachedSecret } from '@orderwire/secrets/secret-cache';
import { dynamoAccounts } from './adapters/dynamo-accounts.ts';
import { dynamoCustomers } from './adapters/dynamo-customers.ts';
import { dynamoDiscountBook } from './adapters/dynamo-discount-book.ts';
import { dynamoDiscounts } from './adapters/dynamo-discounts.ts';
import { dynamoOrderLists } from './adapters/dynamo-order-lists.ts';
import { dynamoOrderSearch } from './adapters/dynamo-order-search.ts';
import { dynamoOrders } from './adapters/dynamo-orders.ts';
import { dynamoPlacingKeys } from './adapters/dynamo-placing-keys.ts';
import { dynamoPrices } from './adapters/dynamo-prices.ts';
import { dynamoShelf } from './adapters/dynamo-shelf.ts';
import { derivedFields } from './adapters/order-item.ts';
import { promisesFrom, reviewRulesFrom } from './adapters/promise-settings.ts';
import { shopFrom } from './adapters/shop-settings.ts';
import { staffChanges } from './adapters/staff-changes.ts';
import { fingerprintOf } from '@orderwire/http/fingerprint';
import { makeCancelOrder } from './application/cancel-order.ts';
import { makeChangeAddress } from './application/change-address.ts';
import { makeChangeOrder } from './application/change-order.ts';
import { makeCheckCart } from './application/check-cart.ts';
import { makeDecideReview } from './application/decide-review.ts';
import { makeEraseOrders } from './application/erase-orders.ts';
import { makeManageDiscounts } from './application/manage-discounts.ts';
import { makePlaceOrder } from './application/place-order.ts';
import { makeReactions } from './application/reactions.ts';
import { makeGetOrder, makeListOrders } from './application/read-orders.ts';
import { makeReceiveCallback } from './application/receive-callback.ts';
import { makeReviewOrders } from './application/review-orders.ts';
import { subscriptions } from './handlers/events/subscriptions.ts';
import { cancelOrder } from './handlers/http/cancel-order.ts';
import { changeAddress } from './handlers/http/change-address.ts';
import { checkCart } from './handlers/http/check-cart.ts';
import { closeDiscount } from './handlers/http/close-discount.ts';
import { countRefused } from './handlers/http/count-refused.ts';
import { createDiscount } from './handlers/http/create-discount.ts';
import { approveOrder, rejectOrder } from './handlers/http/decide-review.ts';
import { getOrder } from './handlers/http/get-order.ts';
import { listDiscounts } from './handlers/http/list-discounts.ts';
import { listOrders } from './handlers/http/list-orders.ts';
import {
  orderDelivered,
  orderDeliveryFailed,
  orderPacked,
  orderReturned,
  orderShipped,
} from './handlers/http/partner-callback.ts';
import { placeOrder } from './handlers/http/place-order.ts';
import { expire } from './handlers/schedule/expire.ts';

type Used = 'dynamo' | 'eventBridge' | 'secretsManager' | 'sqs';

/** Everything that orders is. */
export const compose = (outside: Outside<Used>) => {
  const { config, clients, clock, observability, randomBytes } = outside;
  const table = once(() => ({ dynamo: clients.dynamo(), tableName: config.required('ORDERS_TABLE'), clock }));
  const orders = once(() => dynamoOrders(table()));
  const lists = once(() => dynamoOrderLists(table()));
  const prices = once(() => dynamoPrices(table()));
  const changeOrder = once(() => makeChangeOrder({ orders: orders(), clock }));

  const shop = once(() =>
    shopFrom({
      prices: config.required('PRICES'),
      country: config.required('SHOP_COUNTRY'),
      currency: config.required('SHOP_CURRENCY'),
      shippingTax: config.required('SHIPPING_TAX'),
      oneStopShop: config.required('ONE_STOP_SHOP'),
      smallBusiness: config.required('SMALL_BUSINESS'),
      vatRates: config.required('VAT_RATES'),
    }),
  );

  /** What orders and carts are priced by, and what is promised for them. */
  const pricing = () => ({
    prices: prices(),
    discounts: dynamoDiscounts(table()),
    terms: {
      ...shop(),
      flatMinor: config.integer('SHIPPING_FLAT_MINOR'),
      freeFromMinor: config.integer('SHIPPING_FREE_FROM_MINOR'),
    },
    promises: promisesFrom({
      packWithin: config.required('PACK_WITHIN'),
      deliverWithin: config.required('DELIVER_WITHIN'),
      authorizationLasts: config.required('AUTHORIZATION_LASTS'),
      timeZone: config.required('SHOP_TIME_ZONE'),
    }),
    clock,
  });

  const shelf = () => dynamoShelf({ ...table(), tableName: config.required('STOCK_TABLE') });

  const placing = () => ({
    orders: orders(),
    lists: lists(),
    placingKeys: dynamoPlacingKeys(table()),
    customers: dynamoCustomers({ ...table(), tableName: config.required('CUSTOMERS_TABLE') }),
    newId: makeNewId(clock, randomBytes),
    ...pricing(),
    shopLanguage: languageFrom(config.required('SHOP_LANGUAGE')),
    reviewRules: reviewRulesFrom({
      overMinor: config.optional('REVIEW_OVER_MINOR') === undefined ? undefined : config.integer('REVIEW_OVER_MINOR'),
      firstOrder: config.required('REVIEW_FIRST_ORDER'),
      countries: config.optional('REVIEW_COUNTRIES'),
    }),
    defaultPayment: defaultPayment(config),
  });

  const reviewing = once(() => ({ decideReview: makeDecideReview(changeOrder()) }));
  const managing = once(() => ({ discounts: makeManageDiscounts({ book: dynamoDiscountBook(table()), clock }) }));

  const secret = (name: string) =>
    makeCachedSecret({ secretsManager: clients.secretsManager(), secretId: config.required(name), clock });
  const callbacks = once(() => ({
    authenticate: makeAuthenticate({
      secrets: new Map(partners.map((partner) => [partner, secret(secretVariable(partner))])),
      clock,
    }),
    receiveCallback: makeReceiveCallback(changeOrder()),
    fingerprintOf,
    clock,
    ...observability(),
  }));
  const callback = (endpoint: typeof orderPacked) => {
    const handle = http(outside, endpoint, callbacks);
    return Object.assign(
      countRefused(handle, () => observability().count),
      { route: handle.route },
    );
  };

  return {
    placeOrder: http(outside, placeOrder, () => ({ fingerprintOf, placeOrder: makePlaceOrder(placing()) })),
    checkCart: http(outside, checkCart, () => ({ checkCart: makeCheckCart({ ...pricing(), shelf: shelf() }) })),
    listOrders: http(outside, listOrders, () => ({
      listOrders: makeListOrders({
        lists: lists(),
        search: dynamoOrderSearch(table()),
        accounts: dynamoAccounts({ ...table(), tableName: config.required('CUSTOMERS_TABLE') }),
        clock,
      }),
    })),
    getOrder: http(outside, getOrder, () => ({ getOrder: makeGetOrder({ orders: orders() }) })),
    cancelOrder: http(outside, cancelOrder, () => ({ cancelOrder: makeCancelOrder(changeOrder()) })),
    changeAddress: http(outside, changeAddress, () => ({
      changeAddress: makeChangeAddress({ changeOrder: changeOrder(), seller: shop().seller }),
    })),
    approveOrder: http(outside, approveOrder, reviewing),
    rejectOrder: http(outside, rejectOrder, reviewing),
    listDiscounts: http(outside, listDiscounts, managing),
    createDiscount: http(outside, createDiscount, managing),
    closeDiscount: http(outside, closeDiscount, managing),
    orderPacked: callback(orderPacked),
    orderShipped: callback(orderShipped),
    orderDelivered: callback(orderDelivered),
    orderDeliveryFailed: callback(orderDeliveryFailed),
    orderReturned: callback(orderReturned),
    publish: publisher('orders', outside, { derive: derivedFields, staffChanges }),
    consume: consumer(outside, () =>
      subscriptions({
        prices: prices(),
        reactions: makeReactions(changeOrder()),
        eraseOrders: makeEraseOrders({ lists: lists(), changeOrder: changeOrder() }),
      }),
    ),
    expire: lazyHandler(() =>
      expire(makeReviewOrders({ lists: lists(), changeOrder: changeOrder(), clock, ...observability() })),
    ),
  };
};

/** Set by the stage `local` alone. */
const defaultPayment = ({ optional }: Outside['config']) => {
  const token = optional('DEFAULT_PAYMENT_TOKEN');
  return token === undefined ? undefined : { method: 'card', token };
};
