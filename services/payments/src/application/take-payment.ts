import type { AmountMinor } from '@orderwire/kernel/money';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import type { Cause } from '@orderwire/events-schema/cause';
import type { RaiseAttention } from '@orderwire/store/attention';
import {
  answered,
  authorizationFailed,
  begin,
  captured,
  captureFailed,
  paymentIdOf,
  type Refusal,
  toCapture,
  tombstone,
  toVoid,
  voided,
  voidFailed,
} from '../domain/payment.ts';
import type { PaymentProvider, Payments } from './ports.ts';

interface PlacedOrder {
  readonly orderId: string;
  readonly amount: AmountMinor;
  readonly currency: string;
  readonly token: string;
}

/** Only two deliveries about one order can meet here, so one more look is nearly always enough. */
const MAX_DECISIONS = 4;

/** Why something is done, and how often its message was handed out. */
export interface Because {
  readonly cause: Cause;
  readonly attempt: number;
}

interface Deps {
  readonly payments: Payments;
  readonly provider: PaymentProvider;
  readonly raise: RaiseAttention;
  /** The queue's `maxReceiveCount`: after that attempt nobody asks the provider again by himself. */
  readonly maxAttempts: number;
}

/**
 * What becomes of an order's payment. Each may be called twice, late and in any order: the payment's row is met by
 * whoever comes second, and the provider by the same idempotency key.
 *
 * The provider and our table are two systems. It is asked first and the answer is written second; a crash between the
 * two leaves our row as it was, the event comes again, and the provider gives the same answer to the same key.
 *
 * Events that contradict each other are nothing that could be done later: a person is told, and that is all. One is told,
 * too, when the provider has failed for good; then the event is parked, for it may be tried again.
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

  /** What has not arrived or settled yet is waited for; a contradiction never passes. @returns that all is done */
  const refused = async (orderId: string, { code, detail }: Refusal, cause: Cause): Promise<true> => {
    if (code === 'PAYMENT_NOT_FOUND' || code === 'PAYMENT_UNDER_WAY') throw new Error(detail);
    await raise({ code, detail, orderId }, cause);
    return true;
  };

  return {
    placed: ({ orderId, amount, currency, token }: PlacedOrder, because: Because): Promise<void> =>
      untilDecided(async () => {
        const { cause } = because;
        const intent = begin(orderId, { amount, currency });
        const isNew = await payments.save({ payment: intent, events: [] }, cause);
        const payment = isNew ? intent : await payments.find(intent.paymentId);
        // Settled, or ended before it began. Only an intent without an answer is asked about (again).
        if (payment?.status !== 'authorizing') return payment !== undefined;
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
        return payments.save(answered(payment, answer), cause);
      }),

    shipped: (orderId: string, because: Because): Promise<void> =>
      untilDecided(async () => {
        const decided = toCapture(orderId, await payments.find(paymentIdOf(orderId)));
        if (!decided.ok) return refused(orderId, decided.error, because.cause);
        if (!decided.value) return true;
        const { paymentId, providerReference, amount, currency } = decided.value;
        const idempotencyKey = `${paymentId}/capture`;
        await asking(
          provider.capture({ idempotencyKey, providerReference, amount, currency }),
          captureFailed(orderId),
          because,
        );
        return payments.save(captured(decided.value), because.cause);
      }),

    endedEarly: (orderId: string, because: Because): Promise<void> =>
      untilDecided(async () => {
        const { cause } = because;
        const known = await payments.find(paymentIdOf(orderId));
        if (!known) return payments.save({ payment: tombstone(orderId), events: [] }, cause);
        const decided = toVoid(orderId, known);
        if (!decided.ok) return refused(orderId, decided.error, cause);
        if (!decided.value) return true;
        const { paymentId, providerReference } = decided.value;
        await asking(
          provider.void({ idempotencyKey: `${paymentId}/void`, providerReference }),
          voidFailed(orderId),
          because,
        );
        return payments.save(voided(decided.value), cause);
      }),
  };
};

export type TakePayment = ReturnType<typeof makeTakePayment>;

const untilDecided = async (decide: () => Promise<boolean>): Promise<void> => {
  for (let decisions = 1; decisions <= MAX_DECISIONS; decisions += 1) if (await decide()) return;
  throw new Error(`The payment moved under ${MAX_DECISIONS} decisions in a row.`);
};
