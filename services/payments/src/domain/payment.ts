import type { NewEvent } from '@orderwire/events-schema/envelope';
import type {
  PaymentAuthorized,
  PaymentCaptured,
  PaymentDeclined,
  PaymentRefunded,
  PaymentVoided,
} from '@orderwire/events-schema/payments';
import type { AmountMinor } from '@orderwire/money/money';
import { ok, refuse, type Result } from '@orderwire/kernel/result';

interface Common {
  /** Made from the order: one payment per order. */
  readonly paymentId: string;
  readonly orderId: string;
  /** Every write raises it by one. */
  readonly version: number;
}

export interface Terms {
  readonly amount: AmountMinor;
  readonly currency: string;
}

/** What was taken for a parcel. */
export interface Capture {
  readonly parcelId: string;
  readonly amount: AmountMinor;
}

/** What goes back to the customer of what was taken for a parcel. Written before the provider is asked: it counts from then on. */
export interface Refund extends Capture {
  readonly refundId: string;
  /** The provider has taken it. */
  readonly isDone: boolean;
}

/** Written before the provider is asked, so that what may have been authorised there is never unknown here. */
export type Authorizing = Common & Terms & { readonly status: 'authorizing' };
interface Held extends Common, Terms {
  readonly providerReference: string;
  /**
   * How many parcels there are, where the last one waited for those before it in vain. From then on no parcel's capture lets
   * go of the rest: that is done when all of them are captured.
   */
  readonly parcels?: number;
}
export type Authorized = Held & { readonly status: 'authorized' };
/**
 * `amount` is what was authorised; what was taken of it was shipped. `capturing`: parcels are still to come; `captured`: the
 * last one is gone, and nothing more will be taken.
 */
export type Captured = Held & {
  readonly status: 'capturing' | 'captured';
  readonly captures: readonly Capture[];
  readonly refunds?: readonly Refund[];
};
type Declined = Common & Terms & { readonly status: 'declined'; readonly reason: string };
/** Without terms and reference when the order ended before we knew of it: nothing was ever authorised. */
type Voided = Common & Partial<Terms> & { readonly status: 'voided'; readonly providerReference?: string };

/** Money is set aside or was taken. */
export type Open = Authorized | Captured;

export type Payment = Authorizing | Authorized | Captured | Declined | Voided;

export type PaymentEventDefinition =
  | typeof PaymentAuthorized
  | typeof PaymentDeclined
  | typeof PaymentCaptured
  | typeof PaymentVoided
  | typeof PaymentRefunded;

/** What is to be written in one piece: the payment as it becomes, and what that means to others. */
export interface Change<P extends Payment = Payment> {
  readonly payment: P;
  readonly events: readonly NewEvent<PaymentEventDefinition>[];
}

/** What the provider said when asked to authorise. */
export type Authorization =
  | { readonly status: 'authorized'; readonly providerReference: string }
  | { readonly status: 'declined'; readonly reason: string };

export interface Refusal {
  readonly code:
    | 'PAYMENT_NOT_FOUND'
    | 'PAYMENT_UNDER_WAY'
    | 'PARCEL_NOT_CAPTURED'
    | 'PAYMENT_NOT_AUTHORIZED'
    | 'SHIPPED_MORE_THAN_AUTHORIZED'
    | 'PAYMENT_ALREADY_CAPTURED'
    | 'REFUND_NOT_COVERED';
  readonly detail: string;
}

export const paymentIdOf = (orderId: string): string => `pay/${orderId}`;

export const begin = (orderId: string, { amount, currency }: Terms): Authorizing => ({
  paymentId: paymentIdOf(orderId),
  orderId,
  status: 'authorizing',
  amount,
  currency,
  version: 1,
});

/** The order ended before we knew of it: the late `OrderPlaced` meets this row and authorises nothing. */
export const tombstone = (orderId: string): Payment => ({
  paymentId: paymentIdOf(orderId),
  orderId,
  status: 'voided',
  version: 1,
});

export const answered = (payment: Authorizing, answer: Authorization): Change => {
  const { orderId } = payment;
  if (answer.status === 'declined') {
    const { reason } = answer;
    return {
      payment: { ...next(payment), status: 'declined', reason },
      events: [{ type: 'PaymentDeclined', data: { orderId, reason } }],
    };
  }
  const authorized: Authorized = {
    ...next(payment),
    status: 'authorized',
    providerReference: answer.providerReference,
  };
  return { payment: authorized, events: [{ type: 'PaymentAuthorized', data: factsOf(authorized) }] };
};

/** The payment that goods were shipped on; the status of one that nothing can be taken from, nor was. What is not settled is waited for. */
export const openOf = (
  orderId: string,
  payment: Payment | undefined,
): Result<Open | (Declined | Voided)['status'], Refusal> => {
  if (payment === undefined) return refuse({ code: 'PAYMENT_NOT_FOUND', detail: `${orderId} is not known here yet.` });
  if (payment.status === 'authorizing') return underWay(orderId);
  return ok(payment.status === 'declined' || payment.status === 'voided' ? payment.status : payment);
};

/**
 * The payment to void, or undefined when nothing is held. A captured one is never voided: an order that was shipped can
 * be neither cancelled nor rejected, so somebody has to look, and money goes back by a refund.
 */
export const toVoid = (orderId: string, payment: Payment): Result<Authorized | undefined, Refusal> => {
  switch (payment.status) {
    case 'authorizing':
      return underWay(orderId);
    case 'authorized':
      return ok(payment);
    case 'declined':
    case 'voided':
      return ok(undefined);
    case 'capturing':
    case 'captured':
      return refuse({ code: 'PAYMENT_ALREADY_CAPTURED', detail: `${orderId} ended early, but it has been paid.` });
  }
};

export const voided = (payment: Authorized): Change => ({
  payment: { ...next(payment), status: 'voided' },
  events: [{ type: 'PaymentVoided', data: factsOf(payment) }],
});

/** What a person has to know when the provider has failed for good. */
const failed = (code: string, what: string) => (orderId: string) => ({ code, detail: `${orderId} ${what}.`, orderId });

export const authorizationFailed = failed(
  'AUTHORIZATION_FAILED',
  'waits for its payment, and the provider does not say whether it authorises it',
);
/** Of one parcel: others of the order may be captured all the same. */
export const captureFailed = (orderId: string, parcelId: string) =>
  failed(
    'CAPTURE_FAILED',
    `was shipped, and the provider does not capture the money of its parcel ${parcelId}`,
  )(orderId);
export const voidFailed = failed('VOID_FAILED', 'has ended, and the provider does not release its payment');
export const refundFailed = failed('REFUND_FAILED', 'came back, and the provider does not pay its customer back');

export const next = <P extends Payment>(payment: P): P => ({ ...payment, version: payment.version + 1 });

const underWay = (orderId: string): Result<never, Refusal> =>
  refuse({ code: 'PAYMENT_UNDER_WAY', detail: `The provider has not yet said whether it authorises ${orderId}.` });

export const sumOf = (parts: readonly { readonly amount: AmountMinor }[]): AmountMinor =>
  parts.reduce((sum, { amount }) => sum + amount, 0);

export const factsOf = ({ orderId, paymentId, amount, currency, providerReference }: Open) => ({
  orderId,
  paymentId,
  amount,
  currency,
  providerReference,
});
