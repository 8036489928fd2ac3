import { describe, expect, it } from '@jest/globals';
import {
  answered,
  type Authorized,
  begin,
  captured,
  type Payment,
  tombstone,
  toCapture,
  toVoid,
  voided,
} from './payment.ts';

const FACTS = {
  paymentId: 'pay/ord_1',
  orderId: 'ord_1',
  amount: 1_190,
  currency: 'EUR',
  providerReference: 'sim_1',
} as const;
const authorized: Authorized = { ...FACTS, status: 'authorized', version: 2 };

const PAYMENTS: Readonly<Record<Payment['status'], Payment>> = {
  authorizing: begin('ord_1', { amount: 1_190, currency: 'EUR' }),
  authorized,
  captured: { ...FACTS, status: 'captured', captured: 1_190, version: 3 },
  declined: {
    paymentId: 'pay/ord_1',
    orderId: 'ord_1',
    amount: 1,
    currency: 'EUR',
    status: 'declined',
    reason: 'x',
    version: 2,
  },
  voided: tombstone('ord_1'),
};

describe('an answer of the provider', () => {
  it('authorises the payment', () => {
    const change = answered(begin('ord_1', FACTS), { status: 'authorized', providerReference: 'sim_1' });
    expect(change).toEqual({ payment: authorized, events: [{ type: 'PaymentAuthorized', data: FACTS }] });
  });

  it('declines it with a reason', () => {
    const change = answered(begin('ord_1', FACTS), { status: 'declined', reason: 'card_declined' });
    expect(change.payment).toMatchObject({ status: 'declined', reason: 'card_declined', version: 2 });
    expect(change.events).toEqual([{ type: 'PaymentDeclined', data: { orderId: 'ord_1', reason: 'card_declined' } }]);
  });
});

describe('an order that is shipped', () => {
  it('has its payment captured', () => {
    expect(toCapture('ord_1', authorized, FACTS)).toEqual({ ok: true, value: authorized });
    expect(captured(authorized, 1_190)).toEqual({
      payment: { ...authorized, status: 'captured', captured: 1_190, version: 3 },
      events: [{ type: 'PaymentCaptured', data: FACTS }],
    });
  });

  it('pays what was shipped, which may be less than was authorised', () => {
    const shipped = { amount: 500, currency: 'EUR' };
    expect(toCapture('ord_1', authorized, shipped)).toEqual({ ok: true, value: authorized });
    expect(captured(authorized, shipped.amount)).toMatchObject({
      payment: { amount: 1_190, captured: 500 },
      events: [{ type: 'PaymentCaptured', data: { amount: 500 } }],
    });
  });

  it.each([
    ['costs more', { amount: 1_191, currency: 'EUR' }],
    ['costs another currency', { amount: 1_190, currency: 'USD' }],
  ])('is not captured when it %s than was authorised', (_what, shipped) => {
    expect(toCapture('ord_1', authorized, shipped)).toMatchObject({
      ok: false,
      error: { code: 'SHIPPED_MORE_THAN_AUTHORIZED' },
    });
  });

  it('has it captured once', () => {
    expect(toCapture('ord_1', PAYMENTS.captured, FACTS)).toEqual({ ok: true, value: undefined });
  });

  it.each([
    ['unknown', undefined, 'PAYMENT_NOT_FOUND'],
    ['under way', PAYMENTS.authorizing, 'PAYMENT_UNDER_WAY'],
    ['declined', PAYMENTS.declined, 'PAYMENT_NOT_AUTHORIZED'],
    ['voided', PAYMENTS.voided, 'PAYMENT_NOT_AUTHORIZED'],
  ])('is refused while its payment is %s', (_, payment, code) => {
    expect(toCapture('ord_1', payment, FACTS)).toMatchObject({ ok: false, error: { code } });
  });
});

describe('an order that ends early', () => {
  it('has its payment voided', () => {
    expect(toVoid('ord_1', authorized)).toEqual({ ok: true, value: authorized });
    expect(voided(authorized)).toEqual({
      payment: { ...authorized, status: 'voided', version: 3 },
      events: [{ type: 'PaymentVoided', data: FACTS }],
    });
  });

  it.each(['declined', 'voided'] as const)('changes nothing when its payment is %s', (status) => {
    expect(toVoid('ord_1', PAYMENTS[status])).toEqual({ ok: true, value: undefined });
  });

  it.each([
    ['authorizing', 'PAYMENT_UNDER_WAY'],
    ['captured', 'PAYMENT_ALREADY_CAPTURED'],
  ] as const)('is refused while its payment is %s', (status, code) => {
    expect(toVoid('ord_1', PAYMENTS[status])).toMatchObject({ ok: false, error: { code } });
  });
});
