import { ok, refuse, type Result } from '@orderwire/kernel/result';
import {
  type Captured,
  type Change,
  factsOf,
  next,
  type Open,
  openOf,
  type Payment,
  type Refusal,
  sumOf,
  type Terms,
} from './payment.ts';

/** A parcel that has left the house, and what it costs. */
export interface Shipped extends Terms {
  readonly parcelId: string;
  /** Nothing of the order is left to ship. */
  readonly isLast: boolean;
  /** Which of the order's parcels it is, from 1; undefined where nobody said so. */
  readonly position: number | undefined;
}

const capturesOf = (payment: Open): Captured['captures'] => ('captures' in payment ? payment.captures : []);

/** With the last capture the provider lets go of what is left: the parcels before it must have theirs by then. */
const isTooEarly = (payment: Open, { isLast, position }: Shipped): boolean =>
  isLast && position !== undefined && capturesOf(payment).length < position - 1;

const isCovered = (payment: Open, { amount, currency }: Shipped): boolean =>
  currency === payment.currency && sumOf(capturesOf(payment)) + amount <= payment.amount;

interface ToCapture {
  readonly payment: Open;
  /** The payment is to be written before the provider is asked. */
  readonly isNew: boolean;
}

/**
 * The payment to capture a parcel from, or undefined when that was done: the courier's every attempt says "shipped". Never
 * more is taken than was authorised, all parcels together.
 * @param hasWaited whether the last parcel has waited for those before it in vain: their money may never come, and its own
 *   must not depend on that. That is noted first, so that the provider is asked for each parcel in one way only.
 */
export const toCapture = (
  orderId: string,
  known: Payment | undefined,
  shipped: Shipped,
  hasWaited: boolean,
): Result<ToCapture | undefined, Refusal> => {
  const open = openOf(orderId, known);
  if (!open.ok) return open;
  const payment = open.value;
  if (typeof payment === 'string') return notAuthorized(orderId, payment);
  if (capturesOf(payment).some(({ parcelId }) => parcelId === shipped.parcelId)) return ok(undefined);
  if (payment.status === 'captured' || !isCovered(payment, shipped)) return tooMuch(orderId);
  if (payment.parcels !== undefined || !isTooEarly(payment, shipped)) return ok({ payment, isNew: false });
  const { position: parcels } = shipped;
  if (!hasWaited || parcels === undefined) return earlierParcels(orderId);
  return ok({ payment: { ...next(payment), parcels }, isNew: true });
};

/** Whether the provider lets go of what is left with this capture. */
export const isFinalCapture = ({ parcels }: Open, { isLast }: Shipped): boolean => parcels === undefined && isLast;

/** Whether it is to let go of what is left behind this capture: it is the missing one. */
export const completesCaptures = (payment: Open): boolean => capturesOf(payment).length + 1 === payment.parcels;

/** The parcel's money was taken. */
export const captured = (payment: Open, shipped: Shipped): Change<Captured> => {
  const { parcelId, amount } = shipped;
  const isDone = isFinalCapture(payment, shipped) || completesCaptures(payment);
  return {
    payment: {
      ...next(payment),
      status: isDone ? 'captured' : 'capturing',
      captures: [...capturesOf(payment), { parcelId, amount }],
    },
    events: [{ type: 'PaymentCaptured', data: { ...factsOf(payment), amount, parcelId } }],
  };
};

const notAuthorized = (orderId: string, status: string): Result<never, Refusal> =>
  refuse({ code: 'PAYMENT_NOT_AUTHORIZED', detail: `${orderId} was shipped, but its payment is ${status}.` });

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
