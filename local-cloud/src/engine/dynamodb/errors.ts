import { AwsError } from '../contract.ts';
import type { Item } from './item.ts';

/** The request itself is wrong; the message is DynamoDB's. */
export const validation = (message: string): AwsError => new AwsError('ValidationException', message);

/** `item` only when `ReturnValuesOnConditionCheckFailure` asked for it and there is one. */
export const conditionFailed = (item: Item | undefined): AwsError =>
  new AwsError(
    'ConditionalCheckFailedException',
    CONDITION_FAILED_MESSAGE,
    400,
    item === undefined ? {} : { Item: item },
  );

export const resourceNotFound = (message = 'Requested resource not found'): AwsError =>
  new AwsError('ResourceNotFoundException', message);

/** What a plain write gets while a transaction holds its item. */
export const transactionConflict = (): AwsError => new AwsError('TransactionConflictException', CONFLICT_MESSAGE);

export const CONDITION_FAILED_MESSAGE = 'The conditional request failed';
export const CONFLICT_MESSAGE = 'Transaction is ongoing for the item';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CancellationReason.html */
export interface CancellationReason {
  readonly Code: 'None' | 'ConditionalCheckFailed' | 'TransactionConflict' | 'ValidationError';
  readonly Message?: string;
  readonly Item?: Item;
}

/** `reasons` holds one entry per action, in the order of the request. */
export const transactionCanceled = (reasons: readonly CancellationReason[]): AwsError =>
  new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
    400,
    { CancellationReasons: reasons },
  );

export const idempotentParameterMismatch = (): AwsError =>
  new AwsError(
    'IdempotentParameterMismatchException',
    'The client request token was used with other parameters within the last 10 minutes.',
  );
