import fc from 'fast-check';
import { chargesFor } from '@orderwire/testing/charges';
import { REDUCED } from '@orderwire/testing/taxed';
import {
  paymentAuthorized,
  paymentDeclined,
  stockReservationFailed,
  stockReserved,
} from '../domain/await-confirmation.ts';
import { type Callback, receiveCallback } from '../domain/callback.ts';
import { cancelOrder } from '../domain/cancel-order.ts';
import { changeAddress } from '../domain/change-address.ts';
import type { OrderStatus } from '../domain/lifecycle.ts';
import { type Change, type Order, type OrderEvent, type ParcelState, unchanged } from '../domain/order.ts';
import { reviewOrder } from '../domain/review-order.ts';
import { MINUTE, NOW, TERMS, aLine, aRecipient, anOrder } from './builders.ts';

type Step = (order: Order, at: number) => Change & { readonly causedBy?: string };

const orElse = <C extends Change>(order: Order, decided: { readonly ok: boolean; readonly value?: C }): C | Change =>
  decided.value ?? unchanged(order);

/** What every order here is of. */
const LINES = [aLine, { ...aLine, itemId: 'cup', count: 3, unitPrice: 333, ...REDUCED }];

const maybe = <T>(arbitrary: fc.Arbitrary<T>, weight = 1) =>
  fc.oneof(
    { weight, arbitrary: arbitrary.map((value): T | undefined => value) },
    { weight: 2, arbitrary: fc.constant(undefined) },
  );

/** Without the members that are undefined. */
const said = (record: object) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

const linesArb = fc.record({ mug: fc.integer({ min: 0, max: 3 }), cup: fc.integer({ min: 0, max: 3 }) }).map((counts) =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([itemId, count]) => ({ itemId, count })),
);

const reportArb = fc
  .record({
    action: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('packed', 'shipped') },
      { weight: 4, arbitrary: fc.constantFrom('delivered', 'delivery_failed', 'returned') },
    ),
    parcelId: maybe(fc.constantFrom('X', 'Y'), 2),
    lines: maybe(linesArb),
    attempt: maybe(fc.integer({ min: 1, max: 4 })),
    trackingNumber: maybe(fc.constantFrom('T1', 'T2', 'T3')),
    condition: maybe(fc.constantFrom('good', 'damaged')),
    occurredAt: maybe(fc.integer({ min: NOW - MINUTE, max: NOW + MINUTE })),
  })
  // A parcel has something in it: the route sees to that.
  .map(({ lines, ...report }) =>
    said({ ...report, ...(report.action === 'packed' || lines?.length ? { lines } : {}) }),
  );

const callbackArb = fc
  .record({
    report: reportArb,
    callbackId: maybe(fc.constantFrom('a', 'b', 'c', 'd', 'e')),
  })
  .map(
    ({ report, callbackId }): Step =>
      (order, at) =>
        orElse(
          order,
          receiveCallback(
            {
              report: report as unknown as Callback['report'],
              ...(callbackId !== undefined && { callbackId }),
              fingerprint: JSON.stringify(report),
            },
            order,
            at,
          ),
        ),
  );

const addressArb = fc.constantFrom('1 Wide Street', '2 Wide Street', aRecipient.address.street).map(
  (street): Step =>
    (order, at) =>
      orElse(order, changeAddress({ ...aRecipient.address, street }, order, TERMS.seller, at)),
);

const stepArb: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Step>(stockReserved, paymentAuthorized) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Step>(
      paymentDeclined,
      (order, at) => stockReservationFailed(order, [{ itemId: 'mug', requested: 2, available: 0 }], at),
      (order, at) => orElse(order, cancelOrder({ by: 'customer' }, order, at)),
      (order, at) => reviewOrder(order, [], at),
    ),
  },
  { weight: 1, arbitrary: addressArb },
  { weight: 8, arbitrary: callbackArb },
);

/** What most orders begin with. */
const USUAL: readonly Step[] = [
  stockReserved,
  paymentAuthorized,
  (order, at) => orElse(order, receiveCallback({ report: { action: 'packed' }, fingerprint: '' }, order, at)),
];

/** Many would end before they come to the courier: some begin as usual. */
export const livesArb = fc
  .tuple(
    fc.constantFrom(0, 2, 3),
    fc.array(fc.tuple(stepArb, fc.integer({ min: 0, max: 20 * MINUTE })), { maxLength: 20 }),
  )
  .map(([usual, steps]) => [...USUAL.slice(0, usual).map((step): [Step, number] => [step, 0]), ...steps]);

/** What each event says the order has become; undefined when it says nothing of that. */
const STATUS_AFTER: Readonly<Partial<Record<OrderEvent['type'], OrderStatus>>> = {
  OrderConfirmed: 'confirmed',
  OrderRejected: 'rejected',
  OrderCancelled: 'cancelled',
  OrderPacked: 'packed',
  OrderDelivered: 'delivered',
  OrderReturned: 'returned',
};

const STATE_AFTER: Readonly<Partial<Record<OrderEvent['type'], ParcelState>>> = {
  OrderShipped: 'shipped',
  ParcelDelivered: 'delivered',
  OrderDeliveryFailed: 'failed',
  ParcelReturned: 'returned',
};

/** The moves that these events tell of, one after the other, as a reader of events alone can know them. */
export const movesIn = (
  before: Order,
  events: readonly OrderEvent[],
): readonly (readonly [OrderStatus, OrderStatus])[] => {
  const states = new Map(before.parcels.map(({ parcelId, state }) => [parcelId, state]));
  let { status } = before;
  const moves: (readonly [OrderStatus, OrderStatus])[] = [];
  for (const { type, data } of events) {
    const state = STATE_AFTER[type];
    if (state && 'parcelId' in data && data.parcelId !== undefined) states.set(data.parcelId, state);
    const hasFailed = [...states.values()].includes('failed');
    const to = state ? (hasFailed ? 'delivery_failed' : 'shipped') : STATUS_AFTER[type];
    if (to === undefined || to === status) continue;
    moves.push([status, to]);
    status = to;
  }
  return moves;
};

/** What holds of each write. It may remember what it saw of this life. */
export type Check = (before: Order, change: Change & { readonly causedBy?: string }, at: number) => void;

/** Lives through the steps and hands every write to the check. */
export const live = (steps: readonly (readonly [Step, number])[], check: Check): void => {
  // Of a shop in a hurry: its promises are over while the order lives.
  const [packBy, deliverBy, authorizedUntil] = [NOW + 30 * MINUTE, NOW + 60 * MINUTE, NOW + 90 * MINUTE];
  const deadlines = { packBy, deliverBy, authorizedUntil };
  let order = anOrder({ placedAt: NOW, deadlines, lines: LINES, charges: chargesFor(LINES) });
  let at = NOW;
  for (const [step, pause] of steps) {
    at += pause;
    const change = step(order, at);
    check(order, change, at);
    order = change.order;
  }
};

export const always = (checkOf: () => Check): void =>
  fc.assert(
    fc.property(livesArb, (steps) => live(steps, checkOf())),
    { numRuns: 250 },
  );
