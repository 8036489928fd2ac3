import { describe, expect, it } from '@jest/globals';
import * as definitions from '@orderwire/events-schema/orders';
import fc from 'fast-check';
import { aRecipient } from '../testing/builders.ts';
import { always, live, livesArb, movesIn } from '../testing/lives.ts';
import { MAX_HELD } from './held-callbacks.ts';
import { ORDER_STATUSES, canBecome, isFinal } from './lifecycle.ts';
import type { Change, Order } from './order.ts';
import { reviewDueAt, reviewOrder } from './review-order.ts';

describe('whatever happens to an order, in whatever order', () => {
  it('each write makes the next version, and what writes nothing says nothing', () => {
    always(() => (before, { order, events }, at) => {
      if (order === before) expect(events).toEqual([]);
      else expect([order.version, order.changedAt]).toEqual([before.version + 1, at]);
    });
  });

  it('an end is an end', () => {
    always(() => (before, { order }) => {
      if (isFinal(before.status)) expect(order.status).toBe(before.status);
    });
  });

  it('the events tell every move, one legal step after the other', () => {
    always(() => (before, { order, events }) => {
      const moves = movesIn(before, events);
      for (const [from, to] of moves) expect([from, to, canBecome(from, to)]).toEqual([from, to, true]);
      expect(moves.at(-1)?.[1] ?? before.status).toBe(order.status);
    });
  });

  it('every move that the lifecycle allows is one that happens', () => {
    const happened = new Set<string>();
    const noteMoves = (before: Order, { events }: Change): void => {
      for (const move of movesIn(before, events)) happened.add(move.join(' to '));
    };
    for (const steps of fc.sample(livesArb, { seed: 1, numRuns: 3_000 })) live(steps, noteMoves);
    const allowed = ORDER_STATUSES.flatMap((from) =>
      ORDER_STATUSES.filter((to) => to !== from && canBecome(from, to)).map((to) => `${from} to ${to}`),
    );
    expect([...happened].sort()).toEqual(allowed.sort());
  });

  it('the events fit their schemas', () => {
    const known = new Map(Object.values(definitions).map((definition) => [definition.type as string, definition]));
    always(() => (_before, { events }) => {
      for (const { type, data } of events)
        expect(known.get(type)?.data.safeParse(data)).toMatchObject({ success: true });
    });
  });

  it('what is bought, for how much and by whom never changes', () => {
    always(() => ({ lines, charges, customerId, placedAt }, { order }) => {
      expect(order).toMatchObject({ lines, charges, customerId, placedAt });
      expect(order.recipient.email).toBe(aRecipient.email);
    });
  });

  it('the courier is told where the goods go once, and from then on nothing changes that', () => {
    always(() => (before, { order, events }) => {
      const isOther = JSON.stringify(order.recipient) !== JSON.stringify(before.recipient);
      expect(events.some(({ type }) => type === 'OrderAddressChanged')).toBe(isOther);
      if (isOther)
        expect([before.status, order.status]).toEqual([order.status, expect.stringMatching(/^placed$|^confirmed$/)]);
      for (const event of events)
        if (event.type === 'OrderPacked') expect(event.data.recipient).toEqual(order.recipient);
    });
  });

  it('the events tell each tracking number of a parcel in turn, and the parcel has the last', () => {
    always(() => (before, { order, events }) => {
      const told = new Map(before.parcels.map(({ parcelId, trackingNumber }) => [parcelId, trackingNumber]));
      for (const { type, data } of events) {
        if (type !== 'OrderShipmentCorrected' && type !== 'OrderShipped') continue;
        const known = told.get(data.parcelId ?? '');
        if (type === 'OrderShipmentCorrected') expect(data.previous).toBe(known);
        if (type === 'OrderShipmentCorrected') expect(data.trackingNumber).not.toBe(known);
        told.set(data.parcelId ?? '', data.trackingNumber);
      }
      expect(order.parcels.map(({ parcelId, trackingNumber }) => [parcelId, trackingNumber])).toEqual([...told]);
    });
  });

  it('nothing is held that could be applied, and nothing is held by an order that has ended', () => {
    always(() => (_before, { order }) => {
      expect(order.held.length).toBeLessThanOrEqual(MAX_HELD);
      if (isFinal(order.status)) expect(order.held).toEqual([]);
    });
  });

  it('after its review nothing is due any more', () => {
    always(() => (_before, { order }, at) => {
      const dueAt = reviewDueAt(reviewOrder(order, [], at).order);
      expect(dueAt === undefined || dueAt > at).toBe(true);
    });
  });
});
