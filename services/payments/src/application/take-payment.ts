import { AGAIN, untilDecided } from '@orderwire/kernel/decide';
import type { AmountMinor } from '@orderwire/money/money';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import type { Cause } from '@orderwire/events-schema/cause';
import type { RaiseAttention } from '@orderwire/store/attention';
import { captured, completesCaptures, isFinalCapture, type Shipped, toCapture } from '../domain/capture.ts';
import {
  answered,
  authorizationFailed,
  begin,
  captureFailed,
  type Change,
  paymentIdOf,
  refundFailed,
  type Refusal,
  tombstone,
  toVoid,
  voided,
  voidFailed,
} from '../domain/payment.ts';
import { refunded, toRefund, type Wanted } from '../domain/refund.ts';
import type { PaymentProvider, Payments } from './ports.ts';

interface PlacedOrder {
  readonly orderId: string;
  readonly amount: AmountMinor;
  readonly currency: string;
  readonly token: string;
}

/** Deliveries about one order seldom meet here, so a second decision is nearly always enough. */
const MAX_DECISIONS = 4;

/** Another event is still to come, or to be dealt with. */
const MAY_PASS: ReadonlySet<Refusal['code']> = new Set([
  'PAYMENT_NOT_FOUND',
  'PAYMENT_UNDER_WAY',
  'PARCEL_NOT_CAPTURED',
]);

/** Why something is done, and how often its message was handed out. */
export interface Because {
  readonly cause: Cause;
  readonly attempt: number;
}

interface Deps {
  readonly payments: Payments;
  readonly provider: PaymentProvider;
  readonly raise: RaiseAttention;
  /** The queue's `maxReceiveCount`: after that attempt nobody asks the provider again without being told to. */
  readonly maxAttempts: number;
}

/**
 * What becomes of an order's payment. Each function may be called twice, late and in any order: whoever comes second meets
 * the payment's row, and asks the provider under the same idempotency key.
 *
 * The provider and our table are two systems. The provider is asked first, and its answer is written second. A crash between
 * the two leaves our row as it was: the event comes again, and the provider gives the same answer to the same key.
 *
 * When events contradict each other, waiting does not help: a person is told, and that is all. A person is told, too, when
 * the provider has failed for good; then the event is parked, because it may be tried again.
 * @throws Error when it may pass; TerminalError when the provider says that it never will
 */
export const makeTakePayment = ({ payments, provider, raise, maxAttempts }: Deps) => {
  const asking = async <T>(
    call: Promise<T>,
    fact: Parameters<RaiseAttention>[0],
    { cause, attempt }: Because,
  ): Promise<T> => {
    try {
      return await call;
    } catch (error) {
      if (attempt >= maxAttempts || error instanceof TerminalError) await raise(fact, cause);
      throw error;
    }
  };

  const decide = (orderId: string, round: () => Promise<undefined | typeof AGAIN>): Promise<void> =>
    untilDecided(`The payment of ${orderId}`, MAX_DECISIONS, round);

  /** Writes what was decided, if the payment is still as it was. */
  const save = async (change: Change, cause: Cause): Promise<undefined | typeof AGAIN> =>
    (await payments.save(change, cause)) ? undefined : AGAIN;

  /** What has not arrived or settled yet is waited for: the event comes again. A contradiction never passes. */
  const refused = async (orderId: string, { code, detail }: Refusal, cause: Cause): Promise<undefined> => {
    if (MAY_PASS.has(code)) throw new Error(detail);
    await raise({ code, detail, orderId }, cause);
  };

  return {
    placed: ({ orderId, amount, currency, token }: PlacedOrder, because: Because): Promise<void> =>
      decide(orderId, async () => {
        const { cause } = because;
        const intent = begin(orderId, { amount, currency });
        const isNew = await payments.save({ payment: intent, events: [] }, cause);
        const payment = isNew ? intent : await payments.find(intent.paymentId);
        if (!payment) return AGAIN;
        // It is settled, or the order ended before. The provider is asked (again) only about a payment without an answer.
        if (payment.status !== 'authorizing') return undefined;
        const answer = await asking(
          provider.authorize({
            idempotencyKey: `${payment.paymentId}/authorize`,
            amount: payment.amount,
            currency: payment.currency,
            token,
          }),
          authorizationFailed(orderId),
          because,
        );
        return save(answered(payment, answer), cause);
      }),

    /** Captures what the parcel costs. */
    shipped: (orderId: string, shipped: Shipped, because: Because): Promise<void> =>
      decide(orderId, async () => {
        const hasWaited = because.attempt * 2 > maxAttempts;
        const decided = toCapture(orderId, await payments.find(paymentIdOf(orderId)), shipped, hasWaited);
        if (!decided.ok) return refused(orderId, decided.error, because.cause);
        if (!decided.value) return undefined;
        const { payment, isNew } = decided.value;
        if (isNew && !(await payments.save({ payment, events: [] }, because.cause))) return AGAIN;
        const { paymentId, providerReference } = payment;
        const { parcelId, amount, currency } = shipped;
        const isFinal = isFinalCapture(payment, shipped);
        const fact = captureFailed(orderId, parcelId);
        const idempotencyKey = `${paymentId}/capture/${parcelId}`;
        await asking(provider.capture({ idempotencyKey, providerReference, amount, currency, isFinal }), fact, because);
        if (completesCaptures(payment)) {
          const release = { idempotencyKey: `${paymentId}/release`, amount: 0, isFinal: true };
          await asking(provider.capture({ ...release, providerReference, currency }), fact, because);
        }
        return save(captured(payment, shipped), because.cause);
      }),

    /**
     * Gives back what a parcel or a part of it was charged. It is noted before the provider is asked: so no two refunds
     * together are more than was taken, whatever is cut off in between.
     */
    cameBack: (orderId: string, wanted: Wanted, because: Because): Promise<void> =>
      decide(orderId, async () => {
        const { cause } = because;
        const decided = toRefund(orderId, await payments.find(paymentIdOf(orderId)), wanted);
        if (!decided.ok) return refused(orderId, decided.error, cause);
        if (!decided.value) return undefined;
        const { payment, isNew } = decided.value;
        if (isNew && !(await payments.save({ payment, events: [] }, cause))) return AGAIN;
        const { paymentId, providerReference, currency } = payment;
        const idempotencyKey = `${paymentId}/refund/${wanted.refundId}`;
        await asking(
          provider.refund({ idempotencyKey, providerReference, amount: wanted.charges.total, currency }),
          refundFailed(orderId),
          because,
        );
        return save(refunded(payment, wanted), cause);
      }),

    endedEarly: (orderId: string, because: Because): Promise<void> =>
      decide(orderId, async () => {
        const { cause } = because;
        const known = await payments.find(paymentIdOf(orderId));
        if (!known) return save({ payment: tombstone(orderId), events: [] }, cause);
        const decided = toVoid(orderId, known);
        if (!decided.ok) return refused(orderId, decided.error, cause);
        if (!decided.value) return undefined;
        const { paymentId, providerReference } = decided.value;
        await asking(
          provider.void({ idempotencyKey: `${paymentId}/void`, providerReference }),
          voidFailed(orderId),
          because,
        );
        return save(voided(decided.value), cause);
      }),
  };
};

export type TakePayment = ReturnType<typeof makeTakePayment>;
