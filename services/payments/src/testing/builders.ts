import { chargesFor } from '@orderwire/testing/charges';
import { STANDARD } from '@orderwire/testing/taxed';
import type { Shipped } from '../domain/capture.ts';
import { type Authorized, begin, type Payment, tombstone } from '../domain/payment.ts';
import type { Wanted } from '../domain/refund.ts';

/** Payments of one order of 11.90, for tests. */
export const FACTS = {
  paymentId: 'pay/ord_1',
  orderId: 'ord_1',
  amount: 1_190,
  currency: 'EUR',
  providerReference: 'sim_1',
} as const;

export const authorized: Authorized = { ...FACTS, status: 'authorized', version: 2 };

/** In each state; of the parcels p1 and p2, each of 5.95, the first is captured, or both. */
export const PAYMENTS = {
  authorizing: begin('ord_1', FACTS),
  authorized,
  capturing: { ...FACTS, status: 'capturing', captures: [{ parcelId: 'p1', amount: 595 }], version: 3 },
  captured: {
    ...FACTS,
    status: 'captured',
    captures: ['p1', 'p2'].map((parcelId) => ({ parcelId, amount: 595 })),
    version: 4,
  },
  declined: { ...begin('ord_1', FACTS), status: 'declined', reason: 'x', version: 2 },
  voided: tombstone('ord_1'),
} as const satisfies Record<Payment['status'], Payment>;

/** The only parcel, with all of the order in it. */
export const aParcel = (more: Partial<Shipped> = {}): Shipped => ({
  ...{ parcelId: 'p1', isLast: true, position: 1, amount: 1_190, currency: 'EUR' },
  ...more,
});

/** A refund of mugs that cost 5.00 each, without tax. */
export const aRefund = (more: Partial<Wanted> = {}, count = 1): Wanted => {
  const lines = [{ itemId: 'mug', title: 'Mug', count, unitPrice: 500, ...STANDARD }];
  return {
    refundId: 'parcel/p1',
    parcelId: 'p1',
    lines: [{ itemId: 'mug', count }],
    charges: chargesFor(lines, { shipping: 0 }),
    ...more,
  };
};
