import type { Invocation, Outcome } from '../contract.ts';
import type { StreamMapping } from '../../template/model.ts';
import type { FunctionsDeps } from './deps.ts';
import { failedBatchRecord, sendToDestination } from './destinations.ts';
import type { FailedBatch } from './destinations.ts';
import { makeFilter } from './filter.ts';
import type { Invocations } from './invocations.ts';
import type { ShardState } from './state.ts';
import { afterOutcome, countExpired, sequenceNumberOf } from './stream-part.ts';
import type { StreamPart } from './stream-part.ts';

export interface StreamMappings {
  /** A record has been appended to this shard. */
  readonly onRecord: (streamArn: string, shardId: string) => void;
  readonly start: (workId: string) => Invocation | undefined;
  readonly finish: (mappingId: string, shardId: string, invocationId: string, outcome: Outcome) => void;
  /**
   * As if every mapping had been created again: everything that the streams still hold is delivered again, in order.
   */
  readonly rewind: () => void;
  /** As if the batch had never been delivered: it comes again at once. */
  readonly takeBack: (mappingId: string, shardId: string) => void;
}

/** One mapping on one shard. */
interface Reader {
  readonly mapping: StreamMapping;
  readonly passes: (record: unknown) => boolean;
  readonly shardId: string;
  readonly workId: string;
  readonly shard: ShardState;
}

const keyOf = (mappingId: string, shardId: string): string => `${mappingId}/${shardId}`;

const makeReaders = ({ streams, state }: FunctionsDeps, mappings: readonly StreamMapping[]): readonly Reader[] =>
  mappings.flatMap((mapping) => {
    if (mapping.parallelizationFactor !== 1)
      throw new Error(
        `The mapping ${mapping.id} asks for ParallelizationFactor ${mapping.parallelizationFactor}; the local cloud implements 1.`,
      );
    const passes = makeFilter(mapping.filters);
    return streams.shardsOf(mapping.sourceArn).map((shardId): Reader => {
      const key = keyOf(mapping.id, shardId);
      // A mapping may be newer than its stream: it begins with the oldest record.
      const shard = state.shards.get(key) ?? {
        parts: [],
        isInFlight: false,
        unread: streams.count(mapping.sourceArn, shardId),
        windowFrom: 0,
      };
      state.shards.set(key, shard);
      return { mapping, passes, shardId, workId: `stream-batch/${key}`, shard };
    });
  });

/**
 * Event source mappings on DynamoDB streams, from TRIM_HORIZON. Per shard one batch is in flight: what fails comes again
 * before anything newer does. https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export const makeStreamMappings = (
  deps: FunctionsDeps,
  invocations: Invocations,
  mappings: readonly StreamMapping[],
): StreamMappings => {
  const { environment, agenda, meter, streams } = deps;
  const readers = makeReaders(deps, mappings);
  const byWorkId = new Map(readers.map((reader) => [reader.workId, reader]));
  const byKey = new Map(readers.map((reader) => [keyOf(reader.mapping.id, reader.shardId), reader]));
  const byShard = new Map<string, Reader[]>();
  for (const reader of readers) {
    const key = keyOf(reader.mapping.sourceArn, reader.shardId);
    byShard.set(key, [...(byShard.get(key) ?? []), reader]);
  }

  const readyAt = ({ mapping, shard }: Reader): number | undefined => {
    if (shard.isInFlight) return undefined;
    const [part] = shard.parts;
    if (part !== undefined) return part.notBefore;
    if (shard.unread === 0) return undefined;
    const isFull = mapping.batchingWindowSeconds === 0 || shard.unread >= mapping.batchSize;
    return isFull ? shard.windowFrom : shard.windowFrom + mapping.batchingWindowSeconds * 1000;
  };

  const refresh = (reader: Reader): void => {
    const at = readyAt(reader);
    const { id, functionName } = reader.mapping;
    if (at === undefined) agenda.remove(reader.workId);
    else agenda.put({ id: reader.workId, kind: 'stream-batch', subject: keyOf(id, reader.shardId), at, functionName });
  };

  /** The stream may let go of what every mapping on the shard has read. */
  const release = (streamArn: string, shardId: string): void => {
    let least: string | undefined;
    for (const { shard } of byShard.get(keyOf(streamArn, shardId)) ?? []) {
      if (shard.position === undefined) return;
      if (least === undefined || shard.position < least) least = shard.position;
    }
    if (least !== undefined) streams.release(streamArn, shardId, least);
  };

  /** Reads on until a record passes the filter; records that do not pass are skipped for good. */
  const readPart = ({ mapping, passes, shardId, shard }: Reader): StreamPart | undefined => {
    for (;;) {
      const read = streams.read(mapping.sourceArn, shardId, shard.position, mapping.batchSize);
      if (read.length === 0) {
        shard.unread = 0;
        return undefined;
      }
      meter.count('stream-read', 1, invocations.find(mapping.functionName).service);
      shard.position = sequenceNumberOf(read.at(-1));
      shard.unread = Math.max(0, shard.unread - read.length);
      release(mapping.sourceArn, shardId);
      const records = read.filter(passes);
      if (records.length > 0) return { records, retries: 0, notBefore: environment.now() };
    }
  };

  const discard = ({ mapping }: Reader, failed: Omit<FailedBatch, 'now'>): void => {
    const definition = invocations.find(mapping.functionName);
    const record = failedBatchRecord(definition, mapping, { ...failed, now: environment.now() });
    sendToDestination(deps, mapping.functionName, mapping.onFailureArn, record, {
      what: 'stream-batch',
      subject: mapping.id,
    });
  };

  /** The next part without the records that have become too old; those go to the destination. */
  const nextPart = (reader: Reader): StreamPart | undefined => {
    const { shard, mapping, shardId } = reader;
    const part = shard.parts.shift() ?? readPart(reader);
    if (part === undefined) return undefined;
    const expired = countExpired(part, mapping, environment.now());
    if (expired > 0) {
      const records = part.records.slice(0, expired);
      discard(reader, {
        shardId,
        records,
        condition: 'RecordAgeExceeded',
        invokeCount: part.retries,
        outcome: undefined,
        requestId: reader.workId,
      });
    }
    const rest = part.records.slice(expired);
    return rest.length === 0 ? undefined : { ...part, records: rest };
  };

  for (const reader of readers) refresh(reader);

  const rewind = (reader: Reader): void => {
    const { shard, mapping, shardId } = reader;
    delete shard.position;
    // What is in flight ends normally, and is delivered once more after that.
    shard.parts = shard.isInFlight ? shard.parts.slice(0, 1) : [];
    shard.unread = streams.count(mapping.sourceArn, shardId);
    shard.windowFrom = environment.now();
    refresh(reader);
  };

  return {
    rewind: () => readers.forEach(rewind),
    onRecord: (streamArn, shardId) => {
      for (const reader of byShard.get(keyOf(streamArn, shardId)) ?? []) {
        const { shard } = reader;
        if (shard.unread === 0) shard.windowFrom = environment.now();
        shard.unread += 1;
        refresh(reader);
      }
    },
    start: (workId) => {
      const reader = byWorkId.get(workId);
      agenda.remove(workId);
      if (reader === undefined) return undefined;
      const { shard, mapping, shardId } = reader;
      const part = nextPart(reader);
      if (part === undefined) {
        refresh(reader);
        return undefined;
      }
      shard.parts.unshift(part);
      shard.isInFlight = true;
      const origin = { kind: 'stream', mappingId: mapping.id, shardId } as const;
      return invocations.begin(invocations.find(mapping.functionName), { Records: part.records }, origin);
    },
    finish: (mappingId, shardId, invocationId, outcome) => {
      const reader = byKey.get(keyOf(mappingId, shardId));
      const part = reader?.shard.parts.shift();
      if (reader === undefined || part === undefined) return;
      const { shard, mapping } = reader;
      const next = afterOutcome(part, mapping, outcome, environment.now());
      if (next.kind === 'continue') shard.parts.unshift(...next.parts);
      else
        discard(reader, {
          shardId,
          records: part.records,
          condition: 'RetryAttemptsExhausted',
          invokeCount: part.retries + 1,
          outcome,
          requestId: invocationId,
        });
      shard.isInFlight = false;
      shard.windowFrom = environment.now();
      refresh(reader);
    },
    takeBack: (mappingId, shardId) => {
      const reader = byKey.get(keyOf(mappingId, shardId));
      if (reader === undefined) return;
      reader.shard.isInFlight = false;
      refresh(reader);
    },
  };
};
