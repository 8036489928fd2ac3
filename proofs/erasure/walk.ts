import type { EngineState } from '@orderwire/local-cloud/engine/state';
import type { CloudModel } from '@orderwire/local-cloud/template/model';

/** A part of the state that can be named: a table, a stream, a queue, a bucket … */
export interface Store {
  readonly name: string;
  readonly kind: 'table' | 'stream' | 'queue' | 'archive' | 'bucket' | 'mails' | 'user pool' | 'secrets' | 'rest';
  /** What is in it: each is looked at as a whole. */
  readonly things: readonly unknown[];
}

const bytesOf = (value: object): Uint8Array | undefined =>
  ArrayBuffer.isView(value) ? (value as Uint8Array) : undefined;

/** Every text in a value, however deep: keys, values, bytes read as Latin-1. */
export const textsIn = function* (value: unknown, seen = new Set<unknown>()): Generator<string> {
  if (typeof value === 'string') yield value;
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  const bytes = bytesOf(value);
  if (bytes) {
    yield Buffer.from(bytes).toString('latin1');
    return;
  }
  if (value instanceof Set) for (const member of value) yield* textsIn(member, seen);
  else
    for (const [name, member] of value instanceof Map ? value : Object.entries(value)) {
      yield* textsIn(name, seen);
      yield* textsIn(member, seen);
    }
};

const valuesIn = (value: unknown): readonly unknown[] => {
  if (value instanceof Map) return [...value.values()];
  return Array.isArray(value) ? value : Object.values(value as object);
};

/** The name in an ARN: of a stream, its table's. */
const nameIn = (arn: string): string => /:table\/([^/]+)\/stream\//.exec(arn)?.[1] ?? arn.split(/[:/]/).at(-1) ?? arn;

/** Rows of tables and of their indexes, which lie in partitions. */
const rowsIn = (table: EngineState['dynamodb']['tables'][string]): readonly unknown[] =>
  [table.rows, ...Object.values(table.indexes)].flatMap((partitions) =>
    [...partitions.values()].flatMap((partition) => [...partition].map(({ item }) => item)),
  );

/**
 * The whole state, in named stores. Nobody lists them: what the engine comes to remember besides is in the rest, and each
 * member of the state that is not taken apart here is walked there as it is.
 */
export const storesOf = (state: EngineState): readonly Store[] => {
  const { dynamodb, streams, choreography, blob, users, secrets, mail, ...others } = state;
  const { tables, ...moreOfTables } = dynamodb;
  const { queues, bus, ...moreOfChoreography } = choreography;
  const { archives, ...moreOfBus } = bus;
  const { queues: byArn, ...moreOfQueues } = queues;
  const named = (
    kind: Store['kind'],
    parts: Iterable<readonly [string, unknown]>,
    thingsIn: (part: never) => readonly unknown[] = valuesIn,
  ): readonly Store[] =>
    [...parts].map(([name, part]) => ({ name: `${kind} ${nameIn(name)}`, kind, things: thingsIn(part as never) }));
  const rest = { ...others, ...moreOfTables, ...moreOfChoreography, ...moreOfBus, ...moreOfQueues };
  return [
    ...named('table', Object.entries(tables), rowsIn),
    ...named('stream', Object.entries(streams)),
    ...named('queue', entriesOf(byArn)),
    ...named('archive', entriesOf(archives)),
    ...named('bucket', blob.buckets),
    ...named('user pool', users.pools),
    { name: 'secrets', kind: 'secrets', things: [secrets] },
    { name: 'mails', kind: 'mails', things: mail.mails },
    ...Object.entries(rest).map(([name, part]) => ({ name, kind: 'rest', things: [part] }) as const),
  ];
};

const entriesOf = (parts: object): readonly (readonly [string, unknown])[] =>
  parts instanceof Map ? [...(parts as Map<string, unknown>)] : Object.entries(parts);

/** What the templates say there is, and the walk has not come by: a store that holds nothing yet may not be there. */
export const missedBy = (stores: readonly Store[], model: CloudModel): readonly string[] => {
  const names = new Set(stores.map(({ name }) => name));
  return [
    ...model.tables.map(({ name }) => `table ${name}`),
    ...model.tables.flatMap(({ stream }) => (stream ? `stream ${nameIn(stream.arn)}` : [])),
    ...model.queues.map(({ arn }) => `queue ${nameIn(arn)}`),
    ...model.archives.map(({ name }) => `archive ${name}`),
    ...model.buckets.map(({ name }) => `bucket ${name}`),
    ...model.userPools.map(({ id }) => `user pool ${id}`),
  ].filter((name) => !names.has(name));
};
