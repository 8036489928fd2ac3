import { ok, refuse, type Result } from '@orderwire/kernel/result';
import {
  type Authorized,
  type Captured,
  type Change,
  factsOf,
  next,
  notFound,
  type Payment,
  type Refusal,
  sumOf,
  type Terms,
  underWay,
} from './payment.ts';

/** A parcel that has left the house, and what it costs. */
export interface Shipped extends Terms {
  readonly parcelId: string;
  /** Nothing of the order is left to ship. */
  readonly isLast: boolean;
  /** Which of the order's parcels it is, from 1; undefined where nobody said so. */
  readonly position: number | undefined;
}

type Open = Authorized | Captured;

const capturesOf = (payment: Open): Captured['captures'] => ('captures' in payment ? payment.captures : []);

/** With the last capture the provider lets go of what is left: the parcels before it must have theirs by then. */
const isTooEarly = (payment: Open, { isLast, position }: Shipped): boolean =>
  isLast && position !== undefined && capturesOf(payment).length < position - 1;

const isCovered = (payment: Open, { amount, currency }: Shipped): boolean =>
  currency === payment.currency && sumOf(capturesOf(payment)) + amount <= payment.amount;

/**
 * The payment to capture a parcel from, or undefined when that was done: the courier's every attempt says "shipped". Never
 * more is taken than was authorised, all parcels together.
 */
export const toCapture = (
  orderId: string,
  payment: Payment | undefined,
  shipped: Shipped,
): Result<Open | undefined, Refusal> => {
  switch (payment?.status) {
    case undefined:
      return notFound(orderId);
    case 'authorizing':
      return underWay(orderId);
    case 'authorized':
    case 'capturing':
    case 'captured':
      if (capturesOf(payment).some(({ parcelId }) => parcelId === shipped.parcelId)) return ok(undefined);
      if (payment.status === 'captured' || !isCovered(payment, shipped)) return tooMuch(orderId);
      return isTooEarly(payment, shipped) ? earlierParcels(orderId) : ok(payment);
    case 'declined':
    case 'voided':
      return refuse({
        code: 'PAYMENT_NOT_AUTHORIZED',
        detail: `${orderId} was shipped, but its payment is ${payment.status}.`,
      });
  }
};

/** The parcel's money was taken. */
export const captured = (payment: Open, { parcelId, amount, isLast }: Shipped): Change<Captured> => ({
  payment: {
    ...next(payment),
    status: isLast ? 'captured' : 'capturing',
    captures: [...capturesOf(payment), { parcelId, amount }],
  },
  events: [{ type: 'PaymentCaptured', data: { ...factsOf(payment), amount, parcelId } }],
});

const tooMuch = (orderId: string): Result<never, Refusal> =>
  refuse({
    code: 'SHIPPED_MORE_THAN_AUTHORIZED',
    detail: `What was shipped of ${orderId} costs more than was authorised for it, or another currency.`,
  });

const earlierParcels = (orderId: string): Result<never, Refusal> =>
  refuse({
    code: 'PARCEL_NOT_CAPTURED',
    detail: `The last parcel of ${orderId} waits until those before it are captured.`,
  });
