import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { nameOf } from '@orderwire/kernel/errors';

interface Reason {
  readonly Code?: string | undefined;
  readonly Item?: unknown;
}

/** A plain write whose condition did not hold: an answer, not a failure. */
export const isConditionFailed = (error: unknown): boolean => nameOf(error) === 'ConditionalCheckFailedException';

/**
 * The row that a plain write with `ReturnValuesOnConditionCheckFailure: 'ALL_OLD'` met instead of what it asked for;
 * undefined when there is none.
 * @throws the error itself when it says something else
 */
export const itemInTheWay = (error: unknown): Record<string, AttributeValue> | undefined => {
  if (!isConditionFailed(error)) throw error;
  return (error as { readonly Item?: Record<string, AttributeValue> }).Item;
};

/** The reasons of a cancelled transaction in the order of its actions, or undefined when it is another error. */
export const cancellationReasons = (error: unknown): readonly Reason[] | undefined =>
  nameOf(error) === 'TransactionCanceledException'
    ? ((error as { readonly CancellationReasons?: readonly Reason[] }).CancellationReasons ?? [])
    : undefined;

/** Whether the action at this index is the one whose condition failed. Conflicts and throttles are not: they may pass. */
export const conditionFailedAt = (error: unknown, index: number): boolean =>
  cancellationReasons(error)?.[index]?.Code === 'ConditionalCheckFailed';

/**
 * Whether the same call may succeed when made again at once: another transaction had hold of the item.
 * Plain writes can meet this too.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
export const isConflict = (error: unknown): boolean =>
  nameOf(error) === 'TransactionConflictException' ||
  nameOf(error) === 'TransactionInProgressException' ||
  (cancellationReasons(error)?.some(({ Code }) => Code === 'TransactionConflict') ?? false);
