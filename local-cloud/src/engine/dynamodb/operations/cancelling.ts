import { AwsError } from '../../contract.ts';
import { transactionCanceled, type CancellationReason } from '../errors.ts';

/** A value, or the reason why there is none. */
export type Attempt<T> = { readonly value: T } | { readonly reason: CancellationReason };

export const NO_REASON: CancellationReason = Object.freeze({ Code: 'None' });

/** Turns the fault of one action into its cancellation reason. */
export const attempt = <T>(step: () => T): Attempt<T> => {
  try {
    return { value: step() };
  } catch (error) {
    if (!(error instanceof AwsError) || error.name !== 'ValidationException') throw error;
    return { reason: { Code: 'ValidationError', Message: error.message } };
  }
};

/**
 * Checks each action against its table before any item is read. The first that does not fit cancels the transaction,
 * and only this one has a reason, even if others are wrong too.
 */
export const locateAll = <T>(steps: readonly (() => T)[]): readonly T[] =>
  steps.map((step, at) => {
    const located = attempt(step);
    if ('value' in located) return located.value;
    throw transactionCanceled(steps.map((_, other) => (other === at ? located.reason : NO_REASON)));
  });
