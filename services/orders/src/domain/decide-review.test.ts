import { describe, expect, it } from '@jest/globals';
import { MINUTE, NOW, anOrder, anOrderThatIs } from '../testing/builders.ts';
import { paymentAuthorized, paymentDeclined, stockReserved } from './await-confirmation.ts';
import { cancelOrder } from './cancel-order.ts';
import { approveOrder, rejectOrder } from './decide-review.ts';
import type { Order } from './order.ts';

const review = { reasons: ['total', 'country'] } as const;
const waiting = (patch: Partial<Order> = {}): Order => anOrder({ review, ...patch });
const held = waiting({ stockReserved: true, paymentAuthorized: true });

const valueOf = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error('It was refused.');
  return result.value;
};
const approved = (order: Order, note?: string) => valueOf(approveOrder(order, note, NOW));
const rejected = (order: Order, note?: string) => valueOf(rejectOrder(order, note, NOW));

describe('an order that a rule holds', () => {
  it('waits with both answers there, and says so once', () => {
    const half = stockReserved(waiting(), NOW);
    expect(half.events).toEqual([]);
    const { order, events } = paymentAuthorized(half.order, NOW);
    expect(order.status).toBe('placed');
    expect(events).toMatchObject([
      { type: 'OrderHeldForReview', data: { customerId: 'ada', reasons: ['total', 'country'] } },
    ]);
    expect(paymentAuthorized(order, NOW).order).toBe(order);
  });

  it('is confirmed in the write of its approval, and keeps the note', () => {
    const { order, events } = approved(held, 'I have called her.');
    expect([order.status, order.version, order.review]).toEqual([
      'confirmed',
      2,
      { ...review, isApproved: true, note: 'I have called her.' },
    ]);
    expect(events).toMatchObject([{ type: 'OrderConfirmed' }]);
  });

  it('goes on at once to what a partner told too early', () => {
    const early = { ...held, held: [{ action: 'packed', heldAt: NOW - MINUTE }] } as const;
    expect(approved(early).order.status).toBe('packed');
  });

  it('may be approved before both answers are there: then the second of them confirms it', () => {
    const { order, events } = approved(waiting());
    expect([order.status, events]).toEqual(['placed', []]);
    const half = paymentAuthorized(order, NOW);
    expect(stockReserved(half.order, NOW).events).toMatchObject([{ type: 'OrderConfirmed' }]);
  });

  it('may be approved, and rejected for want of money all the same', () => {
    expect(paymentDeclined(approved(waiting()).order, NOW).events).toEqual([
      { type: 'OrderRejected', data: { reason: 'payment_declined' } },
    ]);
  });

  it.each([undefined, 'The address does not exist.'])('is rejected by staff, with the note %s', (note) => {
    const { order, events } = rejected(held, note);
    const rejection = { reason: 'rejected_by_staff', ...(note !== undefined && { note }) };
    expect([order.status, order.rejection, events]).toEqual([
      'rejected',
      rejection,
      [{ type: 'OrderRejected', data: rejection }],
    ]);
  });

  it('is rejected before both answers are there, too', () => {
    expect(rejected(waiting()).order.status).toBe('rejected');
  });

  it('is decided once: the same word again changes nothing', () => {
    const { order: yes } = approved(held);
    const { order: no } = rejected(held);
    expect([approved(yes).order, rejected(no).order]).toEqual([yes, no]);
    expect(approved(yes).events).toEqual([]);
  });

  it('may be rejected after an early approval, as long as it is not confirmed', () => {
    expect(rejected(approved(waiting()).order).order.status).toBe('rejected');
  });

  it('may be cancelled by its customer', () => {
    expect(valueOf(cancelOrder({ by: 'customer' }, held, NOW)).order.status).toBe('cancelled');
  });
});

describe('what cannot be decided any more', () => {
  const timedOut = anOrderThatIs('rejected', { review, rejection: { reason: 'timed_out' } });
  it.each([
    ['approve', 'that nobody holds', anOrder(), 'ORDER_NOT_HELD'],
    ['approve', 'that was cancelled', anOrderThatIs('cancelled', { review }), 'ORDER_CANCELLED'],
    ['approve', 'that was rejected', rejected(held).order, 'ORDER_REJECTED'],
    ['reject', 'that nobody holds', anOrder(), 'ORDER_NOT_HELD'],
    ['reject', 'that is confirmed', approved(held).order, 'ORDER_NOT_HELD'],
    ['reject', 'that was cancelled', anOrderThatIs('cancelled', { review }), 'ORDER_CANCELLED'],
    ['reject', 'that was rejected for another reason', timedOut, 'ORDER_REJECTED'],
  ] as const)('to %s an order %s', (word, _what, order, code) => {
    const decide = word === 'approve' ? approveOrder : rejectOrder;
    expect(decide(order, undefined, NOW)).toEqual({ ok: false, error: { code } });
  });
});
