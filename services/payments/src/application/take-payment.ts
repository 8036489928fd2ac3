import type { AmountMinor } from '@orderwire/kernel/money';
import type { Result } from '@orderwire/kernel/result';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import type { Cause } from '@orderwire/messaging/outbox';
import {
  answered,
  type Authorized,
  begin,
  captured,
  paymentIdOf,
  type Refusal,
  toCapture,
  tombstone,
  toVoid,
  voided,
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

/**
 * What becomes of an order's payment. Each may be called twice, late and in any order: the payment's row is met by
 * whoever comes second, and the provider by the same idempotency key.
 *
 * The provider and our table are two systems. It is asked first and the answer is written second; a crash between the
 * two leaves our row as it was, the event comes again, and the provider gives the same answer to the same key.
 * @throws TerminalError when the events contradict each other; Error when it may pass
 */
export const makeTakePayment = (deps: { readonly payments: Payments; readonly provider: PaymentProvider }) => {
  const { payments, provider } = deps;

  return {
    placed: ({ orderId, amount, currency, token }: PlacedOrder, cause: Cause): Promise<void> =>
      untilDecided(async () => {
        const intent = begin(orderId, { amount, currency });
        const isNew = await payments.save({ payment: intent, events: [] }, cause);
        const payment = isNew ? intent : await payments.find(intent.paymentId);
        // Settled, or ended before it began. Only an intent without an answer is asked about (again).
        if (payment?.status !== 'authorizing') return payment !== undefined;
        const answer = await provider.authorize({
          idempotencyKey: `${payment.paymentId}/authorize`,
          amount: payment.amount,
          currency: payment.currency,
          token,
        });
        return payments.save(answered(payment, answer), cause);
      }),

    shipped: (orderId: string, cause: Cause): Promise<void> =>
      untilDecided(async () => {
        const payment = orThrow(toCapture(orderId, await payments.find(paymentIdOf(orderId))));
        if (!payment) return true;
        const { paymentId, providerReference, amount, currency } = payment;
        await provider.capture({ idempotencyKey: `${paymentId}/capture`, providerReference, amount, currency });
        return payments.save(captured(payment), cause);
      }),

    endedEarly: (orderId: string, cause: Cause): Promise<void> =>
      untilDecided(async () => {
        const known = await payments.find(paymentIdOf(orderId));
        if (!known) return payments.save({ payment: tombstone(orderId), events: [] }, cause);
        const payment = orThrow(toVoid(orderId, known));
        if (!payment) return true;
        const { paymentId, providerReference } = payment;
        await provider.void({ idempotencyKey: `${paymentId}/void`, providerReference });
        return payments.save(voided(payment), cause);
      }),
  };
};

export type TakePayment = ReturnType<typeof makeTakePayment>;

const untilDecided = async (decide: () => Promise<boolean>): Promise<void> => {
  for (let decisions = 1; decisions <= MAX_DECISIONS; decisions += 1) if (await decide()) return;
  throw new Error(`The payment moved under ${MAX_DECISIONS} decisions in a row.`);
};

/** What has not arrived or settled yet is waited for; a contradiction never passes and is parked. */
const orThrow = (decision: Result<Authorized | undefined, Refusal>): Authorized | undefined => {
  if (decision.ok) return decision.value;
  const { code, detail } = decision.error;
  throw code === 'PAYMENT_NOT_FOUND' || code === 'PAYMENT_UNDER_WAY'
    ? new Error(detail)
    : new TerminalError(code, detail);
};
