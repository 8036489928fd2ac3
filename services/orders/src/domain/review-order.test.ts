import { describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE, NOW, anOrder, anOrderThatIs } from '../testing/builders.ts';
import { cancelOrder } from './cancel-order.ts';
import type { Change, HeldCallback } from './order.ts';
import { reviewDueAt, reviewOrder } from './review-order.ts';

const held = (patch: Partial<HeldCallback> = {}): HeldCallback => ({ action: 'shipped', heldAt: NOW, ...patch });
const codes = ({ events }: Change) => events.map(({ data }) => ('code' in data ? data.code : undefined));

describe('when an order is to be looked at again', () => {
  it('is a quarter of an hour after it was placed', () => {
    expect(reviewDueAt(anOrder({ placedAt: NOW }))).toBe(NOW + 15 * MINUTE);
  });

  it('is never, when it waits for a partner or has ended', () => {
    expect(['confirmed', 'packed', 'delivered', 'rejected'] as const).toEqual(
      (['confirmed', 'packed', 'delivered', 'rejected'] as const).filter(
        (status) => reviewDueAt(anOrderThatIs(status)) === undefined,
      ),
    );
  });

  it('is when the first held callback has waited too long', () => {
    const order = anOrderThatIs('confirmed', {
      held: [held({ flagged: true }), held({ action: 'delivered', heldAt: NOW + MINUTE })],
    });
    expect(reviewDueAt(order)).toBe(NOW + 16 * MINUTE);
  });
});

describe('looking at an order again', () => {
  it('rejects it when it has waited for stock or payment too long', () => {
    const { order, events } = reviewOrder(anOrder({ placedAt: NOW }), [], NOW + 24 * HOUR);
    expect(order.status).toBe('rejected');
    expect(events).toEqual([{ type: 'OrderRejected', data: { reason: 'timed_out' } }]);
  });

  it('changes nothing while nothing is due', () => {
    const order = anOrderThatIs('confirmed', { held: [held()] });
    expect(reviewOrder(order, [], NOW + 15 * MINUTE - 1).order).toBe(order);
  });

  it('tells people once that a callback waits', () => {
    const order = anOrderThatIs('confirmed', { held: [held()] });
    const told = reviewOrder(order, [], NOW + 15 * MINUTE);
    expect(codes(told)).toEqual(['HELD_CALLBACK_WAITS']);
    expect(told.order.held).toEqual([held({ flagged: true })]);
    expect(reviewOrder(told.order, [], NOW + 16 * MINUTE).order).toBe(told.order);
  });

  it('drops a callback that waited for a day', () => {
    const order = anOrderThatIs('confirmed', { held: [held({ flagged: true })] });
    const dropped = reviewOrder(order, [], NOW + 24 * HOUR);
    expect(codes(dropped)).toEqual(['HELD_CALLBACK_EXPIRED']);
    expect([dropped.order.held, reviewDueAt(dropped.order)]).toEqual([[], undefined]);
  });

  it('looks at each held callback by itself', () => {
    const order = anOrderThatIs('confirmed', {
      held: [held(), held({ action: 'delivered', heldAt: NOW + 24 * HOUR })],
    });
    expect(codes(reviewOrder(order, [], NOW + 24 * HOUR))).toEqual(['HELD_CALLBACK_EXPIRED']);
  });
});

describe('an order that ends while a callback waits', () => {
  it('calls for people, for goods have moved', () => {
    const order = anOrderThatIs('confirmed', { held: [held()] });
    const cancelled = cancelOrder({ by: 'customer' }, order, NOW);
    expect(cancelled.ok && codes(cancelled.value)).toEqual([undefined, 'HELD_CALLBACK_CONFLICTS']);
    expect(cancelled.ok && cancelled.value.order.held).toEqual([]);
  });
});
