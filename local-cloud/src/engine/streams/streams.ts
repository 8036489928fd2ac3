import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Environment } from '../contract.ts';
import { countWhile } from '../count-while.ts';
import { itemHasBytes } from '../dynamodb/admit.ts';
import { sizeOfItem } from '../dynamodb/sizes.ts';

/** An attribute value as an event carries it: JSON, so bytes are base64. */
export type StreamValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: boolean }
  | { readonly M: StreamImage }
  | { readonly L: readonly StreamValue[] }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] };
export type StreamImage = Readonly<Record<string, StreamValue>>;

export type StreamView = 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES' | 'KEYS_ONLY';

/** One element of `Records` as a function gets it: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: '1.1';
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly eventSourceARN: string;
  readonly dynamodb: {
    /** Seconds since the epoch. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: StreamImage;
    readonly NewImage?: StreamImage;
    readonly OldImage?: StreamImage;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: StreamView;
  };
  /** Only on what time to live removed. */
  readonly userIdentity?: { readonly type: 'Service'; readonly principalId: 'dynamodb.amazonaws.com' };
}

type Item = Readonly<Record<string, AttributeValue>>;
/** An item as its table holds it: the same object, so that an image costs nothing for as long as the table has it. */
interface Image {
  readonly item: Item;
  readonly size: number;
  readonly binary: boolean;
}

/** What happened to one item. `before` and `after` are never both absent, and never equal. */
export interface StreamChange {
  /** The encoded hash key: decides the shard. */
  readonly hash: string;
  readonly keys: Item;
  readonly before: Image | undefined;
  readonly after: Image | undefined;
  readonly expired: boolean;
}

/** What makes a record, without the envelope that can be made again at each reading: a log holds very many. */
export interface StoredRecord {
  /** Of the stream, over all its shards. */
  readonly sequence: number;
  /** Seconds since the epoch. */
  readonly at: number;
  readonly event: StreamRecord['eventName'];
  readonly expired: boolean;
  /** Only when no image is kept that holds them. */
  readonly keys: Item | undefined;
  /** The images that the stream's view shows. */
  readonly before: Image | undefined;
  readonly after: Image | undefined;
}

export interface ShardState {
  readonly id: string;
  /** Oldest first. The first may be past the trim horizon and wait to be dropped together. */
  readonly records: StoredRecord[];
}

export interface StreamState {
  readonly arn: string;
  readonly view: StreamView;
  /** The attributes that an item's key is made of. */
  readonly keyNames: readonly string[];
  readonly shards: readonly ShardState[];
  /** Of the stream, over all its shards. */
  lastSequence: number;
}

/** Stream ARN → its log, as plain data. */
export type StreamsState = Readonly<Record<string, StreamState>>;

/** A log of 24 hours for each table that has a stream. Only `append` and `release` change it. */
export interface Streams {
  readonly state: StreamsState;
  /** Throws for a stream that does not exist. */
  shardsOf(streamArn: string): readonly string[];
  /** Records after (exclusive) the sequence number, or from the trim horizon when undefined; at most `limit`, oldest first. */
  read(streamArn: string, shardId: string, after: string | undefined, limit: number): readonly StreamRecord[];
  /** How many there are from the trim horizon on. */
  count(streamArn: string, shardId: string): number;
  /** The newest sequence number in the shard, where `LATEST` begins; undefined when the shard is empty. */
  latest(streamArn: string, shardId: string): string | undefined;
  /** Called by DynamoDB for each write that changed something. */
  append(streamArn: string, change: StreamChange): void;
  /** Nobody will ask for the records up to this sequence number any more: of them only the newest are kept. */
  release(streamArn: string, shardId: string, upTo: string): void;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
const RETENTION_SECONDS = 24 * 60 * 60;
/** Fixed width, so that text compares as numbers do. AWS's have 21 digits or more. */
const SEQUENCE_DIGITS = 20;
/**
 * So many records of a shard are kept that every mapping has read, for a mapping that is added later: a limit of ours, as
 * memory is bounded. AWS keeps all of them for the 24 hours.
 */
const MOST_READ = 1000;
const TTL_IDENTITY = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const;

/** FNV-1a: spreads keys over shards the same way in every run. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
};

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const withoutBytes = (value: AttributeValue): StreamValue => {
  if (value.B !== undefined) return { B: base64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(base64) };
  if (value.L !== undefined) return { L: value.L.map(withoutBytes) };
  if (value.M !== undefined) return { M: mapWithoutBytes(value.M) };
  return value as StreamValue;
};

const mapWithoutBytes = (item: Item): StreamImage =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, withoutBytes(value)]));

/** Items are frozen, so that images share them; only bytes have to be written as base64. */
const imageOf = ({ item, binary }: Pick<Image, 'item' | 'binary'>): StreamImage =>
  binary ? mapWithoutBytes(item) : (item as StreamImage);

const eventNameOf = ({ before, after }: StreamChange): StreamRecord['eventName'] =>
  before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY';

export interface StreamDefinition {
  readonly arn: string;
  readonly view: StreamView;
  readonly keyNames: readonly string[];
}

const emptyStream = ({ arn, view, keyNames }: StreamDefinition, shards: number): StreamState => ({
  arn,
  view,
  keyNames,
  lastSequence: 0,
  shards: Array.from({ length: shards }, (_, at) => ({
    id: `shardId-${'0'.repeat(20)}-${hex(at, 8)}`,
    records: [],
  })),
});

const textOfSequence = (sequence: number): string => `1${String(sequence).padStart(SEQUENCE_DIGITS, '0')}`;
const sequenceOf = (text: string): number => Number(text.slice(1));

const storedRecord = (view: StreamView, sequence: number, at: number, change: StreamChange): StoredRecord => {
  const after = view === 'NEW_IMAGE' || view === 'NEW_AND_OLD_IMAGES' ? change.after : undefined;
  const before = view === 'OLD_IMAGE' || view === 'NEW_AND_OLD_IMAGES' ? change.before : undefined;
  const keys = after === undefined && before === undefined ? change.keys : undefined;
  return { sequence, at, event: eventNameOf(change), expired: change.expired, keys, before, after };
};

const keysIn = ({ item }: Image, names: readonly string[]): Item =>
  Object.freeze(Object.fromEntries(names.map((name) => [name, item[name] as AttributeValue])));

/** What all records of a stream have in common. */
interface Common {
  readonly idPrefix: string;
  readonly awsRegion: string;
}

/** The record as a function gets it. */
const recordOf = ({ arn, view, keyNames }: StreamState, common: Common, stored: StoredRecord): StreamRecord => {
  const { sequence, at, event, expired, before, after } = stored;
  const keys = stored.keys ?? keysIn((after ?? before) as Image, keyNames);
  const dynamodb: { -readonly [field in keyof StreamRecord['dynamodb']]: StreamRecord['dynamodb'][field] } = {
    ApproximateCreationDateTime: at,
    Keys: imageOf({ item: keys, binary: itemHasBytes(keys) }),
    SequenceNumber: textOfSequence(sequence),
    SizeBytes: sizeOfItem(keys) + (after?.size ?? 0) + (before?.size ?? 0),
    StreamViewType: view,
  };
  if (after !== undefined) dynamodb.NewImage = imageOf(after);
  if (before !== undefined) dynamodb.OldImage = imageOf(before);
  const record = {
    eventID: common.idPrefix + hex(sequence, 24),
    eventName: event,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: common.awsRegion,
    eventSourceARN: arn,
    dynamodb: Object.freeze(dynamodb),
  } as const;
  return Object.freeze(expired ? { ...record, userIdentity: TTL_IDENTITY } : record);
};

/** Empty logs. A stream keeps the number of shards that it began with. */
export const makeStreamsState = (streams: readonly StreamDefinition[], shardsPerStream: number): StreamsState =>
  Object.fromEntries(streams.map((stream) => [stream.arn, emptyStream(stream, shardsPerStream)]));

/**
 * Records of one item always stand in one shard, in the order of its writes; between shards there is no order.
 * `onRecord` is called after the record can be read.
 */
export const makeStreams = (deps: {
  environment: Environment;
  state: StreamsState;
  onRecord?: (streamArn: string, shardId: string) => void;
}): Streams => {
  const { state } = deps;
  const streamOf = (arn: string): StreamState => {
    const stream = state[arn];
    if (stream === undefined) throw new Error(`There is no stream ${arn}.`);
    return stream;
  };
  const shardOf = (arn: string, shardId: string): ShardState => {
    const shard = streamOf(arn).shards.find(({ id }) => id === shardId);
    if (shard === undefined) throw new Error(`There is no shard ${shardId} in ${arn}.`);
    return shard;
  };
  const seconds = () => Math.floor(deps.environment.now() / 1000);
  const countTrimmed = (records: readonly StoredRecord[]): number => {
    const horizon = seconds() - RETENTION_SECONDS;
    return countWhile(records, ({ at }) => at < horizon);
  };
  const countUpTo = (records: readonly StoredRecord[], position: string): number => {
    const last = sequenceOf(position);
    return countWhile(records, ({ sequence }) => sequence <= last);
  };

  /** Dropping moves the whole array, so it is done only when half of it is past the horizon. */
  const trim = (records: StoredRecord[]): void => {
    const oldest = records[0];
    if (oldest === undefined || oldest.at >= seconds() - RETENTION_SECONDS) return;
    const trimmed = countTrimmed(records);
    if (trimmed * 2 >= records.length) records.splice(0, trimmed);
  };

  const common = new Map(
    Object.keys(state).map((arn): [string, Common] => [
      arn,
      { idPrefix: hex(hashOf(arn), 8), awsRegion: arn.split(':')[3] ?? '' },
    ]),
  );

  return {
    state,
    shardsOf: (arn) => streamOf(arn).shards.map(({ id }) => id),
    read: (arn, shardId, after, limit) => {
      const { records } = shardOf(arn, shardId);
      const from = Math.max(after === undefined ? 0 : countUpTo(records, after), countTrimmed(records));
      const stream = streamOf(arn);
      return records.slice(from, from + limit).map((stored) => recordOf(stream, common.get(arn) as Common, stored));
    },
    count: (arn, shardId) => {
      const { records } = shardOf(arn, shardId);
      return records.length - countTrimmed(records);
    },
    latest: (arn, shardId) => {
      const newest = shardOf(arn, shardId).records.at(-1);
      return newest && textOfSequence(newest.sequence);
    },
    append: (arn, change) => {
      const stream = streamOf(arn);
      const shard = stream.shards[hashOf(change.hash) % stream.shards.length] as ShardState;
      stream.lastSequence += 1;
      trim(shard.records);
      shard.records.push(storedRecord(stream.view, stream.lastSequence, seconds(), change));
      deps.onRecord?.(arn, shard.id);
    },
    release: (arn, shardId, upTo) => {
      const { records } = shardOf(arn, shardId);
      if (records.length < 2 * MOST_READ) return;
      const read = countUpTo(records, upTo);
      if (read >= 2 * MOST_READ) records.splice(0, read - MOST_READ);
    },
  };
};
