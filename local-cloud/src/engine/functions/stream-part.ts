import type { StreamMapping } from '../../template/model.ts';
import { parseBatchResponse } from './batch-response.ts';
import type { Outcome } from '../contract.ts';
import type { StreamRecord } from './stream-reader.ts';

/** Records of one shard that are handed to the function together, in order. */
export interface StreamPart {
  readonly records: readonly StreamRecord[];
  /** Retries used up by these very records. */
  readonly retries: number;
  readonly notBefore: number;
}

/** What happens to a part: other parts replace it, or it ends in the on-failure destination. */
export type NextParts =
  { readonly kind: 'continue'; readonly parts: readonly StreamPart[] } | { readonly kind: 'discard' };

const INFINITE = -1;
/** DynamoDB keeps stream records for a day: no retry can find them later. */
const RETENTION_SECONDS = 86_400;
const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 60_000;

export const sequenceNumberOf = (record: StreamRecord | undefined): string => record?.dynamodb?.SequenceNumber ?? '';

/** Milliseconds since the epoch; DynamoDB gives seconds. */
export const createdAt = (record: StreamRecord | undefined): number =>
  (record?.dynamodb?.ApproximateCreationDateTime ?? 0) * 1000;

const DONE: NextParts = { kind: 'continue', parts: [] };

const again = (part: StreamPart, mapping: StreamMapping, now: number): NextParts => {
  if (mapping.maximumRetryAttempts !== INFINITE && part.retries >= mapping.maximumRetryAttempts)
    return { kind: 'discard' };
  const wait = Math.min(FIRST_BACKOFF_MS * 2 ** Math.min(part.retries, 20), LONGEST_BACKOFF_MS);
  return { kind: 'continue', parts: [{ ...part, retries: part.retries + 1, notBefore: now + wait }] };
};

/**
 * Splitting does not count as a retry: each half begins with the retries that the whole batch has used. The halves run
 * in order.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
const failed = (part: StreamPart, mapping: StreamMapping, now: number): NextParts => {
  const { records } = part;
  if (!mapping.bisectOnError || records.length < 2) return again(part, mapping, now);
  const middle = Math.ceil(records.length / 2);
  const halves = [records.slice(0, middle), records.slice(middle)];
  return { kind: 'continue', parts: halves.map((half) => ({ ...part, records: half, notBefore: now })) };
};

/**
 * The lowest sequence number that the function names is the checkpoint: everything from there comes again, successes
 * too. Records that come again behind a new checkpoint are a new batch, with all its retries; a function that stops at
 * the first record has made no progress and uses one up.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
const fromCheckpoint = (part: StreamPart, mapping: StreamMapping, ids: readonly string[], now: number): NextParts => {
  const named = new Set(ids);
  const index = part.records.findIndex((record) => named.has(sequenceNumberOf(record)));
  if (index <= 0) return again(part, mapping, now);
  return { kind: 'continue', parts: [{ records: part.records.slice(index), retries: 0, notBefore: now }] };
};

export const afterOutcome = (part: StreamPart, mapping: StreamMapping, outcome: Outcome, now: number): NextParts => {
  if (!outcome.ok) return failed(part, mapping, now);
  if (!mapping.reportBatchItemFailures) return DONE;
  const ids = new Set(part.records.map(sequenceNumberOf));
  const response = parseBatchResponse(outcome.payload, (id) => ids.has(id));
  switch (response.kind) {
    case 'success':
      return DONE;
    case 'failure':
      return failed(part, mapping, now);
    case 'partial':
      return fromCheckpoint(part, mapping, response.failed, now);
  }
};

/** How many records at the front are too old to be handed out (again). */
export const countExpired = (
  { records }: StreamPart,
  { maximumRecordAgeSeconds }: StreamMapping,
  now: number,
): number => {
  const seconds =
    maximumRecordAgeSeconds === INFINITE ? RETENTION_SECONDS : Math.min(maximumRecordAgeSeconds, RETENTION_SECONDS);
  const firstYoung = records.findIndex((record) => createdAt(record) + seconds * 1000 > now);
  return firstYoung < 0 ? records.length : firstYoung;
};
