import { describe, expect, it } from '@jest/globals';
import { aRefund, FACTS, PAYMENTS } from '../testing/builders.ts';
import type { Captured } from './payment.ts';
import { refunded, toRefund } from './refund.ts';

const MUG = 595;
const begun = { refundId: 'parcel/p1', parcelId: 'p1', amount: MUG, isDone: false };

const withRefund = (more: Partial<typeof begun> = {}): Captured => ({
  ...PAYMENTS.captured,
  refunds: [{ ...begun, ...more }],
  version: 5,
});

describe('a parcel that came back', () => {
  it('is refunded: noted first, told once the provider has taken it', () => {
    expect(toRefund('ord_1', PAYMENTS.captured, aRefund())).toEqual({
      ok: true,
      value: { payment: withRefund(), isNew: true },
    });
    expect(refunded(withRefund(), aRefund())).toEqual({
      payment: { ...withRefund({ isDone: true }), version: 6 },
      events: [{ type: 'PaymentRefunded', data: { ...FACTS, ...aRefund(), amount: MUG } }],
    });
  });

  it('is refunded while other parcels are still to be captured', () => {
    expect(toRefund('ord_1', PAYMENTS.capturing, aRefund())).toMatchObject({ ok: true, value: { isNew: true } });
  });

  it('is refunded once', () => {
    expect(toRefund('ord_1', withRefund({ isDone: true }), aRefund())).toEqual({ ok: true, value: undefined });
  });

  it('goes on with a refund that was begun', () => {
    const value = { payment: withRefund(), isNew: false };
    expect(toRefund('ord_1', withRefund(), aRefund())).toEqual({ ok: true, value });
  });

  it.each([
    ['unknown', undefined, 'PAYMENT_NOT_FOUND'],
    ['under way', PAYMENTS.authorizing, 'PAYMENT_UNDER_WAY'],
    ['authorised', PAYMENTS.authorized, 'PARCEL_NOT_CAPTURED'],
    ['declined', PAYMENTS.declined, 'REFUND_NOT_COVERED'],
    ['voided', PAYMENTS.voided, 'REFUND_NOT_COVERED'],
  ])('is not refunded while its payment is %s', (_, payment, code) => {
    expect(toRefund('ord_1', payment, aRefund())).toMatchObject({ ok: false, error: { code } });
  });

  it.each([
    ['waits while its own shipment is not captured', PAYMENTS.capturing, 'PARCEL_NOT_CAPTURED'],
    ['is refused when nothing more will be captured', PAYMENTS.captured, 'REFUND_NOT_COVERED'],
  ])('%s', (_what, payment, code) => {
    const parcelId = payment.status === 'captured' ? 'p3' : 'p2';
    expect(toRefund('ord_1', payment, aRefund({ parcelId }))).toMatchObject({ error: { code } });
  });
});

describe('refunds of a parcel', () => {
  it('are never more than was captured for it, whatever other parcels cost', () => {
    expect(toRefund('ord_1', PAYMENTS.captured, aRefund({}, 2))).toMatchObject({
      error: { code: 'REFUND_NOT_COVERED' },
    });
  });

  it.each([false, true])('count once they are begun (done: %s)', (isDone) => {
    expect(toRefund('ord_1', withRefund({ isDone }), aRefund({ refundId: 'ret_1/1/p1' }))).toMatchObject({
      error: { code: 'REFUND_NOT_COVERED' },
    });
    expect(
      toRefund('ord_1', withRefund({ isDone }), aRefund({ refundId: 'ret_1/1/p2', parcelId: 'p2' })),
    ).toMatchObject({ ok: true, value: { isNew: true } });
  });

  it('are of the payment’s currency', () => {
    const { charges } = aRefund();
    const wanted = aRefund({ charges: { ...charges, currency: 'USD' } });
    expect(toRefund('ord_1', PAYMENTS.captured, wanted)).toMatchObject({ error: { code: 'REFUND_NOT_COVERED' } });
  });

  it('are not changed once they are begun', () => {
    expect(toRefund('ord_1', withRefund({ amount: 1 }), aRefund())).toMatchObject({
      error: { code: 'REFUND_NOT_COVERED' },
    });
  });
});
