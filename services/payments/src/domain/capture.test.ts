import { describe, expect, it } from '@jest/globals';
import { aParcel, authorized, FACTS, PAYMENTS } from '../testing/builders.ts';
import { captured, completesCaptures, isFinalCapture, type Shipped, toCapture as decide } from './capture.ts';
import type { Payment } from './payment.ts';

const first = aParcel({ amount: 595, isLast: false });
const second = aParcel({ parcelId: 'p2', amount: 595, position: 2 });

const toCapture = (orderId: string, payment: Payment | undefined, shipped: Shipped, hasWaited = false) =>
  decide(orderId, payment, shipped, hasWaited);

describe('an order that is shipped', () => {
  it('has its payment captured', () => {
    expect(toCapture('ord_1', authorized, aParcel())).toEqual({
      ok: true,
      value: { payment: authorized, isNew: false },
    });
    expect(captured(authorized, aParcel())).toEqual({
      payment: { ...authorized, status: 'captured', captures: [{ parcelId: 'p1', amount: 1_190 }], version: 3 },
      events: [{ type: 'PaymentCaptured', data: { ...FACTS, parcelId: 'p1' } }],
    });
  });

  it('pays what was shipped, which may be less than was authorised', () => {
    const shipped = aParcel({ amount: 500 });
    expect(toCapture('ord_1', authorized, shipped)).toEqual({ ok: true, value: { payment: authorized, isNew: false } });
    expect(captured(authorized, shipped)).toMatchObject({
      payment: { amount: 1_190, captures: [{ amount: 500 }] },
      events: [{ type: 'PaymentCaptured', data: { amount: 500 } }],
    });
  });

  it('in parcels pays each of them, and is captured with the last', () => {
    expect(captured(authorized, first).payment).toEqual(PAYMENTS.capturing);
    expect(toCapture('ord_1', PAYMENTS.capturing, second)).toEqual({
      ok: true,
      value: { payment: PAYMENTS.capturing, isNew: false },
    });
    expect(captured(PAYMENTS.capturing, second)).toEqual({
      payment: PAYMENTS.captured,
      events: [{ type: 'PaymentCaptured', data: { ...FACTS, amount: 595, parcelId: 'p2' } }],
    });
  });

  it.each([
    ['costs more', { amount: 1_191, currency: 'EUR' }],
    ['costs another currency', { amount: 1_190, currency: 'USD' }],
  ])('is not captured when it %s than was authorised', (_what, shipped) => {
    expect(toCapture('ord_1', authorized, aParcel(shipped))).toMatchObject({
      error: { code: 'SHIPPED_MORE_THAN_AUTHORIZED' },
    });
  });

  it.each([
    ['together cost more than was authorised', PAYMENTS.capturing, { amount: 596 }],
    ['come after the last one', PAYMENTS.captured, { amount: 0, parcelId: 'p3' }],
  ])('has no parcels captured that %s', (_what, payment, parcel) => {
    expect(toCapture('ord_1', payment, { ...second, ...parcel })).toMatchObject({
      error: { code: 'SHIPPED_MORE_THAN_AUTHORIZED' },
    });
  });

  it.each([
    ['the first', PAYMENTS.capturing, first],
    ['the first of all', PAYMENTS.captured, first],
    ['the last', PAYMENTS.captured, second],
  ])('has %s parcel captured once', (_which, payment, parcel) => {
    expect(toCapture('ord_1', payment, parcel)).toEqual({ ok: true, value: undefined });
  });

  it.each([
    ['unknown', undefined, 'PAYMENT_NOT_FOUND'],
    ['under way', PAYMENTS.authorizing, 'PAYMENT_UNDER_WAY'],
    ['declined', PAYMENTS.declined, 'PAYMENT_NOT_AUTHORIZED'],
    ['voided', PAYMENTS.voided, 'PAYMENT_NOT_AUTHORIZED'],
  ])('is refused while its payment is %s', (_, payment, code) => {
    expect(toCapture('ord_1', payment, aParcel())).toMatchObject({ ok: false, error: { code } });
  });
});

describe('the last parcel of an order', () => {
  it('waits for those before it, for the rest of the authorisation is let go with it', () => {
    expect(toCapture('ord_1', authorized, second)).toMatchObject({ error: { code: 'PARCEL_NOT_CAPTURED' } });
  });

  it('is captured at once where nobody says how many there are', () => {
    expect(toCapture('ord_1', authorized, { ...second, position: undefined })).toEqual({
      ok: true,
      value: { payment: authorized, isNew: false },
    });
  });

  const noted = { ...authorized, parcels: 2, version: 3 };

  it('is captured all the same when it has waited in vain: that is noted first, and nothing is let go with it', () => {
    expect(toCapture('ord_1', authorized, second, true)).toEqual({ ok: true, value: { payment: noted, isNew: true } });
    expect([isFinalCapture(noted, second), completesCaptures(noted)]).toEqual([false, false]);
    expect(captured(noted, second)).toMatchObject({
      payment: { status: 'capturing', captures: [{ parcelId: 'p2' }], version: 4 },
    });
  });

  it('is asked for in that one way from then on, whatever has come meanwhile', () => {
    const met = captured(noted, first).payment;
    expect(toCapture('ord_1', met, second)).toEqual({ ok: true, value: { payment: met, isNew: false } });
    expect(isFinalCapture(met, second)).toBe(false);
  });

  it('lets the missing one be captured later: the rest is let go behind it', () => {
    const { payment } = captured(noted, second);
    expect(toCapture('ord_1', payment, first)).toEqual({ ok: true, value: { payment, isNew: false } });
    expect([isFinalCapture(payment, first), completesCaptures(payment)]).toEqual([false, true]);
    expect(captured(payment, first).payment).toMatchObject({ status: 'captured', captures: [{}, {}] });
  });
});
