import { describe, expect, it } from '@jest/globals';
import { authorized, FACTS, PAYMENTS } from '../testing/builders.ts';
import { answered, begin, toVoid, voided } from './payment.ts';

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
    ['capturing', 'PAYMENT_ALREADY_CAPTURED'],
    ['captured', 'PAYMENT_ALREADY_CAPTURED'],
  ] as const)('is refused while its payment is %s', (status, code) => {
    expect(toVoid('ord_1', PAYMENTS[status])).toMatchObject({ ok: false, error: { code } });
  });
});
