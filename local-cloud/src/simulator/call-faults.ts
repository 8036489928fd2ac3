import { AwsError } from '../engine/contract.ts';
import type { ServiceName } from '../engine/contract.ts';
import type { Fault, FaultKind } from './faults.ts';

const READ: readonly FaultKind[] = ['crash-before', 'crash-after', 'throttle', 'unavailable', 'slow'];
const EFFECT: readonly FaultKind[] = [
  'crash-before',
  'crash-after',
  'throttle',
  'unavailable',
  'timeout-applied',
  'lost-answer',
  'slow',
];
const WRITE: readonly FaultKind[] = [...EFFECT, 'conflict'];

/** What can befall a call. */
export const kindsOf = (service: ServiceName, operation: string): readonly FaultKind[] => {
  if (service === 'secretsmanager') return ['secrets-down', ...READ];
  if (operation === 'PutEvents' || operation === 'SendMessageBatch') return [...EFFECT, 'partial-put'];
  if (operation === 'BatchWriteItem') return [...WRITE, 'partial-put'];
  if (/^(Get|Query|Scan|BatchGet|Describe|List|Head)/.test(operation)) return READ;
  return service === 'dynamodb' ? WRITE : EFFECT;
};

/** As each service says that it is asked too much. */
const THROTTLE: Readonly<Record<ServiceName, string>> = {
  dynamodb: 'ThrottlingException',
  events: 'ThrottlingException',
  sqs: 'RequestThrottled',
  lambda: 'TooManyRequestsException',
  secretsmanager: 'ThrottlingException',
  ses: 'Throttling',
  s3: 'SlowDown',
  'cognito-idp': 'TooManyRequestsException',
};

const UNAVAILABLE: Readonly<Record<ServiceName, string>> = {
  dynamodb: 'InternalServerError',
  events: 'InternalException',
  sqs: 'ServiceUnavailable',
  lambda: 'ServiceException',
  secretsmanager: 'InternalServiceError',
  ses: 'ServiceUnavailable',
  s3: 'InternalError',
  'cognito-idp': 'InternalErrorException',
};

export const throttled = (service: ServiceName): AwsError =>
  new AwsError(THROTTLE[service], 'Rate exceeded', service === 's3' ? 503 : 400);

export const unavailable = (service: ServiceName): AwsError =>
  new AwsError(UNAVAILABLE[service], 'We encountered an internal error. Please try again.', 500);

/** What the SDK throws when no answer came in time. */
export const timedOut = (): Error => Object.assign(new Error('socket timeout'), { name: 'TimeoutError' });

/** What the SDK waits at most before its first retry; before each further one twice as long. */
const PAUSE_MS = { throttle: 1_000, unavailable: 50 } as const;

/**
 * How the SDK's own tries end that a throttle, or a failure of the service, met: in milliseconds, and whether the last of
 * them passed. An answer of 5xx is repeated after 50 ms at most, a throttle after a second, then two, and so on, each
 * pause by chance. `@smithy/core` 3.41.0, submodules/retry: DynamoDB's client has four attempts, the others three, unless
 * the environment says otherwise.
 */
export const retried = (
  kind: keyof typeof PAUSE_MS,
  service: ServiceName,
  environment: Readonly<Record<string, string>>,
  { value }: Pick<Fault, 'value'>,
): { readonly afterMs: number; readonly passes: boolean } => {
  const attempts = Number(environment['AWS_MAX_ATTEMPTS'] ?? (service === 'dynamodb' ? 4 : 3));
  return {
    afterMs: Math.floor(value * PAUSE_MS[kind] * (2 ** (attempts - 1) - 1)),
    // Every third: which one depends on other digits than the pause does.
    passes: attempts > 1 && Math.floor(value * 3_000) % 3 === 0,
  };
};

/**
 * As DynamoDB says that a transaction of somebody else holds the item: plain writes throw, transactions are cancelled
 * with one reason per action.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export const conflict = (operation: string, input: unknown, { value }: Fault): AwsError => {
  const { TransactItems: actions } = input as { readonly TransactItems?: readonly unknown[] };
  if (operation !== 'TransactWriteItems' || actions === undefined)
    return new AwsError('TransactionConflictException', 'Transaction is ongoing for the item');
  const held = Math.floor(value * actions.length);
  return new AwsError(
    'TransactionCanceledException',
    'Transaction cancelled, please refer cancellation reasons for specific reasons',
    400,
    {
      CancellationReasons: actions.map((_, index) =>
        index === held
          ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' }
          : { Code: 'None' },
      ),
    },
  );
};

/** Which of so many entries are taken: the bits of the value say who is refused; at least one is. */
const takenOf = (count: number, value: number): readonly boolean[] => {
  const bits = Math.floor(value * 2 ** count);
  const first = Math.floor(value * count);
  return Array.from({ length: count }, (_, index) => index !== first && ((bits >> index) & 1) === 1);
};

interface PutEventsInput {
  readonly Entries?: readonly unknown[];
}
interface PutEventsOutput {
  readonly FailedEntryCount: number;
  readonly Entries: readonly unknown[];
}

/** The bus takes some entries and not others; `put` puts those that it takes. */
export const partialPut = (
  input: unknown,
  { value }: Fault,
  put: (input: PutEventsInput) => unknown,
): PutEventsOutput => {
  const { Entries: entries = [] } = input as PutEventsInput;
  const taken = takenOf(entries.length, value);
  const accepted = entries.filter((_, index) => taken[index]);
  const output = accepted.length === 0 ? undefined : (put({ Entries: accepted }) as PutEventsOutput);
  const results = [...(output?.Entries ?? [])];
  const failed = { ErrorCode: value < 0.5 ? 'InternalFailure' : 'ThrottlingException', ErrorMessage: 'Try again.' };
  return {
    FailedEntryCount: entries.length - accepted.length,
    Entries: taken.map((isTaken) => (isTaken ? results.shift() : failed)),
  };
};

interface SendBatchInput {
  readonly QueueUrl?: string;
  readonly Entries?: readonly { readonly Id: string }[];
}
interface SendBatchOutput {
  readonly Successful?: readonly unknown[];
  readonly Failed?: readonly { readonly Id: string; readonly Code: string; readonly SenderFault: boolean }[];
}

/** A queue does the same; it answers by the entries' ids. */
export const partialSend = (
  input: unknown,
  { value }: Fault,
  send: (input: SendBatchInput) => unknown,
): SendBatchOutput => {
  const { QueueUrl, Entries: entries } = input as Required<SendBatchInput>;
  const taken = takenOf(entries.length, value);
  const accepted = entries.filter((_, index) => taken[index]);
  const output = accepted.length === 0 ? undefined : (send({ QueueUrl, Entries: accepted }) as SendBatchOutput);
  const failed = entries.filter((_, index) => !taken[index]);
  return {
    ...(output?.Successful && { Successful: output.Successful }),
    Failed: failed.map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false })),
  };
};

interface BatchWriteInput {
  readonly RequestItems?: Readonly<Record<string, readonly unknown[]>>;
}
interface BatchWriteOutput {
  readonly UnprocessedItems: Readonly<Record<string, readonly unknown[]>>;
}

/** DynamoDB hands back what it has not written, table by table. */
export const partialWrite = (
  input: unknown,
  { value }: Fault,
  write: (input: BatchWriteInput) => unknown,
): BatchWriteOutput => {
  const { RequestItems: tables } = input as Required<BatchWriteInput>;
  const requests = Object.entries(tables).flatMap(([table, list]) => list.map((request) => ({ table, request })));
  const taken = takenOf(requests.length, value);
  const grouped = (wanted: boolean): Record<string, unknown[]> => {
    const groups: Record<string, unknown[]> = {};
    for (const [index, { table, request }] of requests.entries())
      if (taken[index] === wanted) (groups[table] ??= []).push(request);
    return groups;
  };
  if (taken.includes(true)) write({ RequestItems: grouped(true) });
  return { UnprocessedItems: grouped(false) };
};

/** As each operation says that it has done a part of what it was asked. */
export const PARTLY = {
  PutEvents: partialPut,
  SendMessageBatch: partialSend,
  BatchWriteItem: partialWrite,
} as const;
