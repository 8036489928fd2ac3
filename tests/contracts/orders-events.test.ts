import { describe, expect, it } from '@jest/globals';
import type { DataOf } from '@orderwire/events-schema/envelope';
import type * as events from '@orderwire/events-schema/orders';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { paymentAuthorized, stockReservationFailed } from '../../services/orders/src/domain/await-confirmation.ts';
import { receiveCallback } from '../../services/orders/src/domain/callback.ts';
import { cancelOrder } from '../../services/orders/src/domain/cancel-order.ts';
import { changeAddress } from '../../services/orders/src/domain/change-address.ts';
import type { CallbackAction } from '../../services/orders/src/domain/callback-table.ts';
import { moveOn } from '../../services/orders/src/domain/keep-promises.ts';
import type { Change, Order } from '../../services/orders/src/domain/order.ts';
import { placeOrder } from '../../services/orders/src/domain/place-order.ts';
import { reviewOrder } from '../../services/orders/src/domain/review-order.ts';
import * as builders from '../../services/orders/src/testing/builders.ts';

const { NOW, NO_REVIEW, ORDER_ID, PROMISES, TERMS, aParcel, anOrderThatIs } = builders;

const example = <Name extends keyof typeof events>(name: Name): DataOf<(typeof events)[Name]> => {
  const text = readFileSync(join(process.cwd(), 'events-schema/examples', `${name}.v1.json`), 'utf8');
  return (JSON.parse(text) as { readonly data: DataOf<(typeof events)[Name]> }).data;
};

const place = (): Change => {
  const { customerId, language, lines, charges, payment, recipient, billing } = example('OrderPlaced');
  const { name, email, phone, address } = recipient;
  const billingAddress = { name: billing.name, ...billing.address };
  const decided = placeOrder(
    {
      ...{ orderId: ORDER_ID, customerId, language, payment, wanted: lines },
      ...{ shippingAddress: { name, phone, ...address }, billingAddress },
    },
    {
      profile: { email },
      prices: new Map(
        lines.map(({ itemId, title, productId, options, unitPrice: priceMinor, vatClass, cost: costMinor }) => [
          itemId,
          {
            ...{ itemId, title, category: 'things', productId, options, vatClass },
            ...{ priceMinor, costMinor, currency: charges.currency },
          },
        ]),
      ),
      terms: { ...TERMS, flatMinor: charges.shipping, freeFromMinor: Infinity },
      shopLanguage: 'en',
      ...{ promises: PROMISES, reviewRules: NO_REVIEW, isFirstOrder: false },
    },
    NOW,
  );
  if (!decided.ok) throw new Error(decided.error.code);
  return decided.value;
};

const report = (action: CallbackAction, more: object, order: Order): Change => {
  const decided = receiveCallback({ report: { action, ...more }, fingerprint: 'f' }, order, NOW);
  if (!decided.ok) throw new Error(decided.error.code);
  return decided.value;
};

const cancel = (): Change => {
  const { by, reason, previousStatus, lines } = example('OrderCancelled');
  const order = anOrderThatIs(previousStatus, { lines });
  if (by === 'system') throw new Error('The example is of a cancellation by people.');
  const decided = cancelOrder({ by, ...(reason !== undefined && { reason }) }, order, NOW);
  if (!decided.ok) throw new Error(decided.error.code);
  return decided.value;
};

const redirect = (): Change => {
  const order = anOrderThatIs('placed');
  const decided = changeAddress({ ...order.recipient.address, street: 'Somewhere else' }, order, TERMS.seller, NOW);
  if (!decided.ok) throw new Error(decided.error.code);
  return decided.value;
};

const stuck = (): Change => {
  const packBy = Date.parse(example('OrderStuck').dueAt);
  const deadlines = { packBy, deliverBy: Infinity, authorizedUntil: Infinity };
  return reviewOrder(anOrderThatIs('confirmed', { deadlines }), [], packBy);
};

/** How this service comes to say what the example says. */
const decisions: readonly (readonly [Exclude<keyof typeof events, 'OrderNeedsAttention'>, () => Change])[] = [
  ['OrderPlaced', place],
  [
    'OrderConfirmed',
    () => {
      const { customerId, lines, charges, deliverBy = '' } = example('OrderConfirmed');
      const deadlines = { packBy: NOW, deliverBy: Date.parse(deliverBy), authorizedUntil: NOW };
      const order = { customerId, lines, charges, deadlines, stockReserved: true };
      return paymentAuthorized(anOrderThatIs('placed', order), NOW);
    },
  ],
  [
    'OrderHeldForReview',
    () => {
      const { customerId, reasons } = example('OrderHeldForReview');
      const order = { customerId, review: { reasons }, stockReserved: true };
      return paymentAuthorized(anOrderThatIs('placed', order), NOW);
    },
  ],
  ['OrderStuck', stuck],
  ['OrderMovedOn', () => moveOn({ order: { ...stuck().order, status: 'packed' }, events: [] })],
  ['OrderRejected', () => stockReservationFailed(anOrderThatIs('placed'), example('OrderRejected').short ?? [], NOW)],
  ['OrderCancelled', cancel],
  ['OrderAddressChanged', redirect],
  [
    'OrderPacked',
    () => {
      const { lines, recipient } = example('OrderPacked');
      return report('packed', {}, anOrderThatIs('confirmed', { lines, recipient }));
    },
  ],
  [
    'OrderShipped',
    () => {
      const { carrier, trackingNumber, lines, charges, customerId = '' } = example('OrderShipped');
      return report('shipped', { carrier, trackingNumber }, anOrderThatIs('packed', { lines, charges, customerId }));
    },
  ],
  [
    'OrderShipmentCorrected',
    () => {
      const { carrier, trackingNumber, previous = '', occurredAt = '', reason } = example('OrderShipmentCorrected');
      const parcels = [aParcel({ trackingNumber: previous })];
      const told = { carrier, trackingNumber, occurredAt: Date.parse(occurredAt), reason };
      return report('shipped', told, anOrderThatIs('shipped', { parcels, placedAt: told.occurredAt - 1 }));
    },
  ],
  [
    'OrderDelivered',
    () => {
      const { deliveredAt, note } = example('OrderDelivered');
      const placedAt = Date.parse(deliveredAt) - 1;
      return report('delivered', { occurredAt: Date.parse(deliveredAt), note }, anOrderThatIs('shipped', { placedAt }));
    },
  ],
];

describe('what orders publishes', () => {
  it.each(decisions)('is what the example of %s shows', (name, decide) => {
    expect(decide().events).toEqual([{ type: name, data: example(name) }]);
  });

  it('calls for people with the code that the example of OrderNeedsAttention shows', () => {
    const { events: published } = report('delivered', {}, anOrderThatIs('cancelled'));
    expect(published).toMatchObject([
      { type: 'OrderNeedsAttention', data: { code: example('OrderNeedsAttention').code } },
    ]);
  });
});
