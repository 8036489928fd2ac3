import { join } from 'node:path';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Cause } from '@orderwire/events-schema/cause';
import { readOutbox } from '@orderwire/store/outbox';
import { heldToRoutes } from '@orderwire/testing/answers';
import { makeFakeClient } from '@orderwire/testing/fakes';
import { makeOutside } from '@orderwire/testing/outside';
import { tableFrom } from '@orderwire/testing/table-definition';
import { itemKey, productKey } from '../adapters/keys.ts';
import { type Item, derivedFields, fromItem, toItem } from '../adapters/order-item.ts';
import type { Order } from '../domain/order.ts';
import type { Price } from '../domain/pricing.ts';
import type { Profile } from '../domain/recipient.ts';
import { compose } from '../service.ts';
import { NOW, SHOP, aRecipient } from './builders.ts';
import { aTable } from './fakes.ts';

export const WAREHOUSE_KEY = 'warehouse-key-of-enough-bytes';
export const COURIER_KEY = 'courier-key-of-enough-bytes';

/** Secret → what it holds. */
const KEYS: Readonly<Record<string, object>> = {
  warehouse: { keys: [{ kid: 'w1', key: WAREHOUSE_KEY }] },
  courier: { keys: [{ kid: 'c1', key: COURIER_KEY }] },
};

const PRICES: readonly Price[] = [
  { itemId: 'mug', title: 'Mug', category: 'kitchen', priceMinor: 1_000, vatClass: 'standard', currency: 'EUR' },
  { itemId: 'cup', title: 'Cup', category: 'kitchen', priceMinor: 500, vatClass: 'reduced', currency: 'EUR' },
  ...['black', 'white'].map((color) => ({
    ...{ itemId: `phone-${color}`, productId: 'phone', title: `Phone, ${color}`, options: { color } },
    ...{ category: 'phones', priceMinor: 30_000, vatClass: 'standard' as const, currency: 'EUR', costMinor: 21_000 },
  })),
  { itemId: 'dollar', title: 'Dollar', category: 'money', priceMinor: 100, vatClass: 'zero', currency: 'USD' },
];

const PHONES = { 'item/phone-black': { color: 'black' }, 'item/phone-white': { color: 'white' } };

const PROFILES: Readonly<Record<string, Profile>> = {
  ada: { email: 'ada@example.com', name: 'Ada Lovelace', defaultAddress: aRecipient.address },
  homeless: { email: 'homeless@example.com' },
  german: { email: 'german@example.com', defaultAddress: aRecipient.address, language: 'de' },
};

const ENVIRONMENT = {
  ORDERS_TABLE: 'OrdersTable',
  CUSTOMERS_TABLE: 'CustomersTable',
  STOCK_TABLE: 'StockTable',
  ...{ PRICES: SHOP.prices, SHOP_COUNTRY: SHOP.country, SHOP_CURRENCY: SHOP.currency, SHIPPING_TAX: SHOP.shippingTax },
  ...{ ONE_STOP_SHOP: SHOP.oneStopShop, SMALL_BUSINESS: SHOP.smallBusiness, VAT_RATES: SHOP.vatRates },
  SHIPPING_FLAT_MINOR: '490',
  SHIPPING_FREE_FROM_MINOR: '5000',
  SHOP_LANGUAGE: 'en',
  ...{ SHOP_TIME_ZONE: 'UTC', PACK_WITHIN: '2 days', DELIVER_WITHIN: '5 days', AUTHORIZATION_LASTS: '7 days' },
  ...{ REVIEW_OVER_MINOR: 'none', REVIEW_FIRST_ORDER: 'no', REVIEW_COUNTRIES: 'none' },
  WAREHOUSE_SECRET_ARN: 'warehouse',
  COURIER_SECRET_ARN: 'courier',
  INBOX_URL: 'inbox',
  DEAD_LETTER_QUEUE_URL: 'dead-letters',
};

/** One write of an order. */
interface Written {
  readonly order: Order;
  readonly events: readonly { readonly type: string; readonly data: unknown }[];
  /** Absent when the write told nobody of anything. */
  readonly cause?: Cause;
}

/** The service on tables of its own, which hold these orders. */
export const makeService = (...existing: readonly Order[]) => serviceWith({}, ...existing);

/** @param environment what differs from the shop's own stages: there, for example, is no `DEFAULT_PAYMENT_TOKEN` */
export const serviceWith = (environment: Readonly<Record<string, string>>, ...existing: readonly Order[]) => {
  const written: Written[] = [];
  const customers = tableFrom(join(__dirname, '../../../customers/resources.yml'), 'CustomersTable');
  const stock = tableFrom(join(__dirname, '../../../inventory/resources.yml'), 'StockTable');
  const table = aTable({
    more: [customers, stock],
    onItemChange: (_table, _before, after) => {
      if (after?.['pk']?.S?.startsWith('order/') === true) written.push(writtenIn(after));
    },
  });
  for (const price of PRICES) table.put(marshall({ ...price, pk: itemKey(price.itemId), sequence: 1 }));
  table.put(marshall({ ...PHONES, pk: productKey('phone') }));
  for (const [customerId, profile] of Object.entries(PROFILES))
    table.put(marshall({ customerId, ...profile }), customers.name);
  table.put(marshall({ pk: itemKey('mug'), itemId: 'mug', available: 3 }), stock.name);
  for (const order of existing) table.put(toItem(order, () => undefined));
  written.length = 0;

  let beforeWrite: (() => Promise<unknown>) | undefined;
  const send = async (command: { readonly input: object }): Promise<never> => {
    const isWrite = 'Item' in command.input || 'TransactItems' in command.input;
    const interruption = isWrite ? beforeWrite : undefined;
    if (interruption) beforeWrite = undefined;
    await interruption?.();
    return table.dynamo.send(command as never);
  };
  const { outside, ...more } = makeOutside({
    environment: { ...ENVIRONMENT, ...environment },
    clients: {
      dynamo: { send: send as typeof table.dynamo.send },
      secretsManager: makeFakeClient(({ SecretId }) => ({ SecretString: JSON.stringify(KEYS[String(SecretId)]) }))
        .client,
      sqs: makeFakeClient(() => ({})).client,
    },
    start: NOW,
  });
  return {
    ...heldToRoutes(compose(outside)),
    ...more,
    item: table.item,
    written,
    eventTypes: (): readonly string[] => written.flatMap(({ events }) => events.map(({ type }) => type)),
    /** Something that happens between the next decision and its write. */
    beforeNextWrite: (interruption: () => Promise<unknown>) => {
      beforeWrite = interruption;
    },
  };
};

const writtenIn = (item: Item): Written => {
  const outbox = item['outbox']?.S;
  if (outbox === undefined) return { order: fromItem(item), events: [] };
  const told = readOutbox(outbox, 'orderwire.orders', item, derivedFields).map(
    ({ detail }) => JSON.parse(detail) as { readonly meta: Cause & { readonly type: string }; readonly data: unknown },
  );
  const { correlationId = '', causationId = '', actor = { type: 'system', id: '' } } = told[0]?.meta ?? {};
  return {
    order: fromItem(item),
    events: told.map(({ meta: { type }, data }) => ({ type, data })),
    cause: { correlationId, causationId, actor },
  };
};
