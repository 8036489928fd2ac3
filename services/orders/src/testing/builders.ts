import type { Billing, Line, Recipient } from '@orderwire/events-schema/common';
import { shopTimeIn } from '@orderwire/kernel/shop-time';
import { chargesFor } from '@orderwire/testing/charges';
import { STANDARD } from '@orderwire/testing/taxed';
import type { SQSEvent } from 'aws-lambda';
import { shopFrom } from '../adapters/shop-settings.ts';
import type { Promises } from '../domain/deadlines.ts';
import type { OrderStatus } from '../domain/lifecycle.ts';
import type { Order, Parcel, ParcelState } from '../domain/order.ts';
import type { Terms } from '../domain/pricing.ts';
import type { ReviewRules } from '../domain/review.ts';

export const NOW = Date.parse('2026-03-01T12:00:00.000Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** Of the examples in events-schema. */
export const ORDER_ID = 'ord_01KQ8Z3V5T7W9Y1B3D5F7H9K2M';
export const ORDER_NUMBER = 'JXW2-VRJV-47H2';

export const aLine: Line = { itemId: 'mug', title: 'Mug', count: 2, unitPrice: 1_000, ...STANDARD };

/** A shop in Germany with net prices. */
export const SHOP = {
  ...{ prices: 'net', country: 'DE', currency: 'EUR', shippingTax: 'shared' },
  ...{ oneStopShop: 'no', smallBusiness: 'none', vatRates: 'none' },
};

/** A shop that promises two and five working days, by UTC. */
export const PROMISES: Promises = {
  packWithin: { count: 2, unit: 'days' },
  deliverWithin: { count: 5, unit: 'days' },
  authorizationLasts: { count: 7, unit: 'days' },
  shopTime: shopTimeIn('UTC'),
};

export const NO_REVIEW: ReviewRules = { ofFirstOrder: false, countries: new Set() };

export const TERMS: Terms = { ...shopFrom(SHOP), flatMinor: 490, freeFromMinor: 5_000 };

export const aRecipient: Recipient = {
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  address: { street: '12 St James Square', city: 'Berlin', postalCode: '10115', country: 'DE' },
};

export const aBilling: Billing = { name: aRecipient.name, email: aRecipient.email, address: aRecipient.address };

/** An order placed a minute ago; give what differs. */
export const anOrder = (patch: Partial<Order> = {}): Order => ({
  orderId: ORDER_ID,
  customerId: 'ada',
  version: 1,
  status: 'placed',
  placedAt: NOW - MINUTE,
  changedAt: NOW - MINUTE,
  language: 'en',
  lines: [aLine],
  charges: chargesFor([aLine]),
  recipient: aRecipient,
  billing: aBilling,
  stockReserved: false,
  paymentAuthorized: false,
  parcels: [],
  returns: [],
  reported: {},
  held: [],
  seen: [],
  ...patch,
});

/** A parcel of everything, on its way for a minute; give what differs. */
export const aParcel = (patch: Partial<Parcel> = {}): Parcel => ({
  ...{ parcelId: 'p1', state: 'shipped', at: NOW - MINUTE, attempt: 1, inferred: false },
  ...patch,
});

const STATES: Readonly<Partial<Record<OrderStatus, ParcelState>>> = {
  shipped: 'shipped',
  delivery_failed: 'failed',
  delivered: 'delivered',
  returned: 'returned',
};

/** An order that has come as far as this status, with what it must have by then. */
export const anOrderThatIs = (status: OrderStatus, patch: Partial<Order> = {}): Order => {
  const settled = status !== 'placed' && status !== 'rejected';
  const state = STATES[status];
  return anOrder({
    status,
    version: 4,
    stockReserved: settled,
    paymentAuthorized: settled,
    ...(state && { parcels: [aParcel({ state })] }),
    ...patch,
  });
};

/** The body of a request: an item as we name it, and one as older clients do. */
export const twoLines = {
  items: [
    { id: 'mug', count: 2 },
    { productId: 'cup', quantity: 1 },
  ],
  payment: { method: 'card', token: 'tok_mine' },
};

/** An item of the catalogue, as its event says it. */
export const jug = {
  ...{ itemId: 'jug', title: 'Jug', category: 'kitchen' },
  ...{ priceMinor: 1_000, vatClass: 'standard', currency: 'EUR' },
};

const EVENTS = {
  StockReserved: ['inventory', { orderId: ORDER_ID, lines: [{ itemId: 'mug', count: 2 }] }],
  StockReservationFailed: ['inventory', { orderId: ORDER_ID, lines: [{ itemId: 'mug', requested: 2, available: 1 }] }],
  PaymentAuthorized: [
    'payments',
    { orderId: ORDER_ID, paymentId: 'pay_1', amount: 2_963, currency: 'EUR', providerReference: 'sim_1' },
  ],
  PaymentDeclined: ['payments', { orderId: ORDER_ID, reason: 'declined' }],
  ItemCreated: ['catalog', { ...jug, changed: [] }],
  ItemRetired: ['catalog', { ...jug, changed: [] }],
  ItemUpdated: [
    'catalog',
    {
      itemId: 'jug',
      title: 'Can',
      category: 'office',
      priceMinor: 900,
      vatClass: 'reduced',
      currency: 'USD',
      changed: ['priceMinor'],
    },
  ],
} as const;

type EventName = keyof typeof EVENTS;

/** Messages of the service's queue, one for each event. */
export const messages = (...names: readonly EventName[]): SQSEvent =>
  ({
    Records: names.map((type, index) => {
      const [service, data] = EVENTS[type];
      const meta = {
        id: `${service}_1#1#0`,
        type,
        version: 1,
        source: `orderwire.${service}`,
        subject: `${service}_1`,
        sequence: 1,
        occurredAt: '2026-03-01T12:00:00.000Z',
        correlationId: ORDER_ID,
        causationId: 'x',
        actor: { type: 'system', id: service },
      };
      return {
        messageId: String(index),
        body: JSON.stringify({ 'detail-type': type, detail: { meta, data } }),
        attributes: { ApproximateReceiveCount: '1' },
      };
    }),
  }) as unknown as SQSEvent;
