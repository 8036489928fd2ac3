import { describe, expect, it } from '@jest/globals';
import * as definitions from '@orderwire/events-schema/orders';
import fc from 'fast-check';
import { MINUTE, NOW, aRecipient, anOrder, TERMS } from '../testing/builders.ts';
import { paymentAuthorized, paymentDeclined, stockReservationFailed, stockReserved } from './await-confirmation.ts';
import { receiveCallback } from './callback.ts';
import { cancelOrder } from './cancel-order.ts';
import { changeAddress } from './change-address.ts';
import { MAX_HELD } from './held-callbacks.ts';
import { ORDER_STATUSES, type OrderStatus, canBecome, isFinal } from './lifecycle.ts';
import { type Change, type Order, type OrderEvent, unchanged } from './order.ts';
import { reviewDueAt, reviewOrder } from './review-order.ts';

type Step = (order: Order, at: number) => Change;

const orElse = (order: Order, decided: { readonly ok: boolean; readonly value?: Change }): Change =>
  decided.value ?? unchanged(order);

const callbackArb = fc
  .record({
    action: fc.constantFrom('packed', 'shipped', 'delivered'),
    callbackId: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
    fingerprint: fc.constantFrom('one', 'other'),
    attempt: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    trackingNumber: fc.option(fc.constantFrom('T1', 'T2', 'T3'), { nil: undefined }),
  })
  .map(
    ({ action, callbackId, fingerprint, attempt, trackingNumber }): Step =>
      (order, at) =>
        orElse(
          order,
          receiveCallback(
            {
              report: {
                action,
                ...(attempt !== undefined && { attempt }),
                ...(trackingNumber !== undefined && { trackingNumber }),
              },
              ...(callbackId !== undefined && { callbackId }),
              fingerprint,
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
      reviewOrder,
    ),
  },
  { weight: 1, arbitrary: addressArb },
  { weight: 5, arbitrary: callbackArb },
);

const livesArb = fc.array(fc.tuple(stepArb, fc.integer({ min: 0, max: 20 * MINUTE })), { maxLength: 25 });

/** What each event says the order has become; undefined when it says nothing of that. */
const STATUS_AFTER: Readonly<Partial<Record<OrderEvent['type'], OrderStatus>>> = {
  OrderConfirmed: 'confirmed',
  OrderRejected: 'rejected',
  OrderCancelled: 'cancelled',
  OrderPacked: 'packed',
  OrderShipped: 'shipped',
  OrderDelivered: 'delivered',
};

/** The moves that these events tell of, one after the other. */
const movesIn = (
  status: OrderStatus,
  events: readonly OrderEvent[],
): readonly (readonly [OrderStatus, OrderStatus])[] => {
  const told = [status, ...events.flatMap(({ type }) => STATUS_AFTER[type] ?? [])];
  return told.slice(1).map((to, index) => [told[index] ?? status, to]);
};

/** Lives through the steps and hands every write to the check. */
const live = (
  steps: readonly (readonly [Step, number])[],
  check: (before: Order, change: Change, at: number) => void,
): void => {
  let order = anOrder({ placedAt: NOW });
  let at = NOW;
  for (const [step, pause] of steps) {
    at += pause;
    const change = step(order, at);
    check(order, change, at);
    order = change.order;
  }
};

const always = (check: (before: Order, change: Change, at: number) => void): void =>
  fc.assert(
    fc.property(livesArb, (steps) => live(steps, check)),
    { numRuns: 500 },
  );

describe('whatever happens to an order, in whatever order', () => {
  it('each write makes the next version, and what writes nothing says nothing', () => {
    always((before, { order, events }, at) => {
      if (order === before) expect(events).toEqual([]);
      else expect([order.version, order.changedAt]).toEqual([before.version + 1, at]);
    });
  });

  it('an end is an end', () => {
    always((before, { order }) => {
      if (isFinal(before.status)) expect(order.status).toBe(before.status);
    });
  });

  it('the events tell every move, one legal step after the other', () => {
    always((before, { order, events }) => {
      const moves = movesIn(before.status, events);
      for (const [from, to] of moves) expect([from, to, canBecome(from, to)]).toEqual([from, to, true]);
      expect(moves.at(-1)?.[1] ?? before.status).toBe(order.status);
    });
  });

  it('every move that the lifecycle allows is one that happens, as far as partners have a route for it', () => {
    const happened = new Set<string>();
    const noteMoves = ({ status }: Order, { events }: Change): void => {
      for (const move of movesIn(status, events)) happened.add(move.join(' to '));
    };
    for (const steps of fc.sample(livesArb, { seed: 1, numRuns: 1_000 })) live(steps, noteMoves);
    const routed = ORDER_STATUSES.filter((status) => status !== 'delivery_failed' && status !== 'returned');
    const allowed = routed.flatMap((from) =>
      routed.filter((to) => canBecome(from, to)).map((to) => `${from} to ${to}`),
    );
    expect([...happened].sort()).toEqual(allowed.sort());
  });

  it('the events fit their schemas', () => {
    const known = new Map(Object.values(definitions).map((definition) => [definition.type as string, definition]));
    always((_before, { events }) => {
      for (const { type, data } of events)
        expect(known.get(type)?.data.safeParse(data)).toMatchObject({ success: true });
    });
  });

  it('what is bought, for how much and by whom never changes', () => {
    always(({ lines, charges, customerId, placedAt }, { order }) => {
      expect(order).toMatchObject({ lines, charges, customerId, placedAt });
      expect(order.recipient.email).toBe(aRecipient.email);
    });
  });

  it('the courier is told where the goods go once, and from then on nothing changes that', () => {
    always((before, { order, events }) => {
      const isOther = JSON.stringify(order.recipient) !== JSON.stringify(before.recipient);
      expect(events.some(({ type }) => type === 'OrderAddressChanged')).toBe(isOther);
      if (isOther)
        expect([before.status, order.status]).toEqual([order.status, expect.stringMatching(/^placed$|^confirmed$/)]);
      for (const event of events)
        if (event.type === 'OrderPacked') expect(event.data.recipient).toEqual(order.recipient);
    });
  });

  it('the events tell each tracking number in turn, and the order has the last', () => {
    always((before, { order, events }) => {
      let told = before.parcels[0]?.trackingNumber;
      for (const { type, data } of events) {
        if (type === 'OrderShipmentCorrected') expect([told, data.trackingNumber]).not.toEqual([told, told]);
        if (type === 'OrderShipmentCorrected') expect(data.previous).toBe(told);
        if (type === 'OrderShipped' || type === 'OrderShipmentCorrected') told = data.trackingNumber;
      }
      expect(order.parcels[0]?.trackingNumber).toBe(told);
    });
  });

  it('nothing is held that could be applied, and nothing is held by an order that has ended', () => {
    always((_before, { order }) => {
      expect(order.held.length).toBeLessThanOrEqual(MAX_HELD);
      if (isFinal(order.status)) expect(order.held).toEqual([]);
    });
  });

  it('after its review nothing is due any more', () => {
    always((_before, { order }, at) => {
      const dueAt = reviewDueAt(reviewOrder(order, at).order);
      expect(dueAt === undefined || dueAt > at).toBe(true);
    });
  });
});
