import type { StreamPart } from './stream-part.ts';

/** Why an invocation was made: what its end is reported to. */
export type Origin =
  | { readonly kind: 'direct' }
  | { readonly kind: 'asynchronous'; readonly eventId: string }
  | { readonly kind: 'queue'; readonly mappingId: string; readonly messages: readonly BatchMessage[] }
  | { readonly kind: 'stream'; readonly mappingId: string; readonly shardId: string };

export interface BatchMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
}

export interface InFlight {
  readonly id: string;
  readonly functionName: string;
  readonly origin: Origin;
  readonly startedAt: number;
  readonly deadlineAt: number;
}

/** An event in a function's asynchronous queue. */
export interface AsyncEvent {
  readonly id: string;
  readonly functionName: string;
  readonly payload: unknown;
  readonly acceptedAt: number;
  attempts: number;
}

/** How far one mapping has come in one shard. */
export interface ShardState {
  /** The last record read; undefined at the start of the shard (TRIM_HORIZON). */
  position?: string;
  /** What was read and is not done yet, in order; the first is in flight or next. */
  parts: StreamPart[];
  isInFlight: boolean;
  unread: number;
  /** From when the batching window counts. */
  windowFrom: number;
}

/** Everything the functions part knows; plain data, changed only by the functions of this folder. */
export interface FunctionsState {
  readonly inFlight: Map<string, InFlight>;
  /** Function name → executions in flight. */
  readonly running: Map<string, number>;
  readonly events: Map<string, AsyncEvent>;
  nextEvent: number;
  /** Mapping id → batches in flight. */
  readonly queueBatches: Map<string, number>;
  /** `mapping id/shard id` → progress. */
  readonly shards: Map<string, ShardState>;
}

export const makeFunctionsState = (): FunctionsState => ({
  inFlight: new Map(),
  running: new Map(),
  events: new Map(),
  nextEvent: 0,
  queueBatches: new Map(),
  shards: new Map(),
});
