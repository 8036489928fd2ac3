import type { DataOf } from '@orderwire/events-schema/envelope';
import type { PaymentRefunded } from '@orderwire/events-schema/payments';
import { ok, refuse, type Result } from '@orderwire/kernel/result';
import {
  type Captured,
  type Change,
  factsOf,
  next,
  openOf,
  type Payment,
  type Refund,
  type Refusal,
  sumOf,
} from './payment.ts';

/** What is to go back to the customer, and for which goods of which parcel. */
export type Wanted = Pick<DataOf<typeof PaymentRefunded>, 'refundId' | 'parcelId' | 'returnId' | 'lines' | 'charges'>;

const refundsOf = ({ refunds = [] }: Captured): readonly Refund[] => refunds;

/**
 * The payment with this refund in it, or undefined when that was paid. What was begun counts as much as what is done, so
 * that two refunds at once never give back more of a parcel than was taken for it.
 */
export const toRefund = (
  orderId: string,
  payment: Payment | undefined,
  wanted: Wanted,
): Result<{ readonly payment: Captured; readonly isNew: boolean } | undefined, Refusal> => {
  const open = openOf(orderId, payment);
  if (!open.ok) return open;
  if (typeof open.value === 'string') return notCovered(orderId, wanted);
  return open.value.status === 'authorized' ? notCaptured(orderId, wanted) : ofCaptured(orderId, open.value, wanted);
};

const ofCaptured = (orderId: string, payment: Captured, wanted: Wanted): ReturnType<typeof toRefund> => {
  const { refundId, parcelId, charges } = wanted;
  const amount = charges.total;
  const known = refundsOf(payment).find((refund) => refund.refundId === refundId);
  if (known?.isDone === true) return ok(undefined);
  const capture = payment.captures.find((one) => one.parcelId === parcelId);
  if (!capture && payment.status === 'capturing') return notCaptured(orderId, wanted);
  const given = sumOf(refundsOf(payment).filter((one) => one.parcelId === parcelId && one !== known));
  const isCovered = capture && charges.currency === payment.currency && given + amount <= capture.amount;
  if (!isCovered || (known && known.amount !== amount)) return notCovered(orderId, wanted);
  if (known) return ok({ payment, isNew: false });
  const refund: Refund = { refundId, parcelId, amount, isDone: false };
  return ok({ payment: { ...next(payment), refunds: [...refundsOf(payment), refund] }, isNew: true });
};

/** The provider has taken it. */
export const refunded = (payment: Captured, wanted: Wanted): Change<Captured> => ({
  payment: {
    ...next(payment),
    refunds: refundsOf(payment).map((one) => (one.refundId === wanted.refundId ? { ...one, isDone: true } : one)),
  },
  events: [{ type: 'PaymentRefunded', data: { ...factsOf(payment), ...wanted, amount: wanted.charges.total } }],
});

const notCaptured = (orderId: string, { parcelId }: Wanted): Result<never, Refusal> =>
  refuse({ code: 'PARCEL_NOT_CAPTURED', detail: `Nothing was captured for the parcel ${parcelId} of ${orderId} yet.` });

const notCovered = (orderId: string, { refundId }: Wanted): Result<never, Refusal> =>
  refuse({
    code: 'REFUND_NOT_COVERED',
    detail: `The refund ${refundId} of ${orderId} is more than was captured for its parcel, or another currency.`,
  });
