import type { AmountMinor } from '@orderwire/money/money';
import type { Cause } from '@orderwire/events-schema/cause';
import type { Authorization, Change, Payment } from '../domain/payment.ts';

/** The payments, wherever they are kept. */
export interface Payments {
  readonly find: (paymentId: string) => Promise<Payment | undefined>;
  /** False when the payment is no longer at the version before: read again and decide again. */
  readonly save: (change: Change, cause: Cause) => Promise<boolean>;
}

interface Movement {
  readonly idempotencyKey: string;
  readonly providerReference: string;
  readonly amount: AmountMinor;
  readonly currency: string;
}

/**
 * Whoever moves the money. The same call with the same idempotency key has one effect and always the same answer:
 * that is what makes it safe to ask again after a crash. What may pass (a time-out, the provider being down) throws
 * Error; what never will (a closed account, more than there is) throws TerminalError. Errors hold no token.
 */
export interface PaymentProvider {
  readonly authorize: (request: {
    readonly idempotencyKey: string;
    readonly amount: AmountMinor;
    readonly currency: string;
    /** Stands for the customer's means of payment. Secret: not to be logged or kept. */
    readonly token: string;
  }) => Promise<Authorization>;
  /**
   * Takes a part of what was authorised. After one that `isFinal` the rest is let go, and nothing more can be taken; one of 0
   * does only that.
   */
  readonly capture: (request: Movement & { readonly isFinal: boolean }) => Promise<void>;
  /** Lets go of all that was authorised, of which nothing was captured. */
  readonly void: (request: Pick<Movement, 'idempotencyKey' | 'providerReference'>) => Promise<void>;
  /** Gives back a part of what was captured, as often as there is something left to give. */
  readonly refund: (request: Movement) => Promise<void>;
}
