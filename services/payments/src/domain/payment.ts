import type { NewEvent } from '@orderwire/events-schema/envelope';
import type {
  PaymentAuthorized,
  PaymentCaptured,
  PaymentDeclined,
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

/** Written before the provider is asked, so that what may have been authorised there is never unknown here. */
export type Authorizing = Common & Terms & { readonly status: 'authorizing' };
export type Authorized = Common & Terms & { readonly status: 'authorized'; readonly providerReference: string };
/** `amount` is what was authorised; what was taken of it was shipped. */
type Captured = Common &
  Terms & { readonly status: 'captured'; readonly providerReference: string; readonly captured: AmountMinor };
type Declined = Common & Terms & { readonly status: 'declined'; readonly reason: string };
/** Without terms and reference when the order ended before we knew of it: nothing was ever authorised. */
type Voided = Common & Partial<Terms> & { readonly status: 'voided'; readonly providerReference?: string };

export type Payment = Authorizing | Authorized | Captured | Declined | Voided;

export type PaymentEventDefinition =
  typeof PaymentAuthorized | typeof PaymentDeclined | typeof PaymentCaptured | typeof PaymentVoided;

/** What is to be written in one piece: the payment as it becomes, and what that means to others. */
export interface Change {
  readonly payment: Payment;
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
    | 'PAYMENT_NOT_AUTHORIZED'
    | 'SHIPPED_MORE_THAN_AUTHORIZED'
    | 'PAYMENT_ALREADY_CAPTURED';
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

/**
 * The payment to capture, or undefined when it has been: the courier's every attempt says "shipped".
 * @param shipped what the shipment costs: never more is taken than was authorised
 */
export const toCapture = (
  orderId: string,
  payment: Payment | undefined,
  shipped: Terms,
): Result<Authorized | undefined, Refusal> => {
  switch (payment?.status) {
    case undefined:
      return refuse({ code: 'PAYMENT_NOT_FOUND', detail: `${orderId} is not known here yet.` });
    case 'authorizing':
      return underWay(orderId);
    case 'authorized':
      return shipped.currency === payment.currency && shipped.amount <= payment.amount
        ? ok(payment)
        : refuse({
            code: 'SHIPPED_MORE_THAN_AUTHORIZED',
            detail: `What was shipped of ${orderId} costs more than was authorised for it, or another currency.`,
          });
    case 'captured':
      return ok(undefined);
    case 'declined':
    case 'voided':
      return refuse({
        code: 'PAYMENT_NOT_AUTHORIZED',
        detail: `${orderId} was shipped, but its payment is ${payment.status}.`,
      });
  }
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
    case 'captured':
      return refuse({ code: 'PAYMENT_ALREADY_CAPTURED', detail: `${orderId} ended early, but it has been paid.` });
  }
};

/** @param amount what was captured: it may be less than was authorised */
export const captured = (payment: Authorized, amount: AmountMinor): Change => ({
  payment: { ...next(payment), status: 'captured', captured: amount },
  events: [{ type: 'PaymentCaptured', data: { ...factsOf(payment), amount } }],
});

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
export const captureFailed = failed('CAPTURE_FAILED', 'was shipped, and the provider does not capture its payment');
export const voidFailed = failed('VOID_FAILED', 'has ended, and the provider does not release its payment');

const next = <P extends Payment>(payment: P): P => ({ ...payment, version: payment.version + 1 });

const underWay = (orderId: string): Result<never, Refusal> =>
  refuse({ code: 'PAYMENT_UNDER_WAY', detail: `The provider has not yet said whether it authorises ${orderId}.` });

const factsOf = ({ orderId, paymentId, amount, currency, providerReference }: Authorized) => ({
  orderId,
  paymentId,
  amount,
  currency,
  providerReference,
});
