import { keyDefinitions } from '../../engine/dynamodb/keys.ts';
import { rebuildTable } from '../../engine/dynamodb/rebuild.ts';
import type { EngineState } from '../../engine/state.ts';
import type { StreamState } from '../../engine/streams/streams.ts';
import type { CloudModel, TableDefinition } from '../../template/model.ts';

/** What the new model has no place for, each as a sentence. */
type Dropped = string[];

const arnsOf = (definitions: readonly { readonly arn: string }[]): ReadonlySet<string> =>
  new Set(definitions.map(({ arn }) => arn));

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Removes from a map what `wanted` does not know, and reports what is lost. */
const sift = <Value>(
  map: Map<string, Value>,
  wanted: (key: string) => boolean,
  lossOf: (value: Value, key: string) => string | undefined,
  dropped: Dropped,
): void => {
  for (const [key, value] of map) {
    if (wanted(key)) continue;
    map.delete(key);
    const loss = lossOf(value, key);
    if (loss !== undefined) dropped.push(loss);
  }
};

/** The same loader made both, so their fields have the same order. */
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

export const sameModel = (one: CloudModel, other: CloudModel): boolean => same(one, other);

const sameKeys = (one: TableDefinition, other: TableDefinition): boolean =>
  same([one.hashKey, one.rangeKey], [other.hashKey, other.rangeKey]);

/** Records of a table with other keys are gone with its items; the numbers go on, as readers stand at one. */
const adoptStream = (stream: StreamState, table: TableDefinition, keepsItems: boolean): StreamState => ({
  ...stream,
  view: table.stream?.view ?? stream.view,
  keyNames: keyDefinitions(table).map(({ name }) => name),
  shards: keepsItems ? stream.shards : stream.shards.map((shard) => ({ ...shard, records: [] })),
});

/**
 * When a table's definition has changed, its indexes are built again. A table that is gone, or has other keys, is
 * emptied.
 */
const adoptTables = (state: EngineState, from: CloudModel, to: CloudModel, dropped: Dropped): void => {
  const tables = state.dynamodb.tables as Record<string, EngineState['dynamodb']['tables'][string]>;
  const streams = state.streams as Record<string, EngineState['streams'][string]>;
  for (const old of from.tables) {
    const table = tables[old.name];
    const now = to.tables.find(({ name }) => name === old.name);
    if (table === undefined || same(now, old)) continue;
    if (old.stream !== undefined && old.stream.arn !== now?.stream?.arn)
      Reflect.deleteProperty(streams, old.stream.arn);
    const stream = now?.stream && streams[now.stream.arn];
    const keepsItems = now !== undefined && sameKeys(now, old);
    if (now?.stream && stream) streams[now.stream.arn] = adoptStream(stream, now, keepsItems);
    if (keepsItems) {
      tables[old.name] = rebuildTable(now, table);
      continue;
    }
    Reflect.deleteProperty(tables, old.name);
    if (table.itemCount > 0) {
      const why = now === undefined ? 'it is gone' : 'its keys are others now';
      dropped.push(`${counted(table.itemCount, 'item')} of table ${old.name}: ${why}.`);
    }
  }
};

const adoptFunctions = (state: EngineState, from: CloudModel, to: CloudModel, dropped: Dropped): void => {
  const { functions } = state.choreography;
  const names = new Set(to.functions.map(({ name }) => name));
  const mappings = new Set(to.mappings.map(({ id }) => id));
  const ofKept = (mappingId: string): boolean => mappings.has(mappingId);
  sift(
    functions.running,
    (name) => names.has(name),
    () => undefined,
    dropped,
  );
  sift(functions.queueBatches, ofKept, () => undefined, dropped);
  sift(
    functions.events,
    (id) => names.has(functions.events.get(id)?.functionName ?? ''),
    ({ functionName }) => `an event for the function ${functionName}, which is gone.`,
    dropped,
  );
  // A shard's id holds no slash, and follows the mapping's.
  const streamArns = new Set(to.tables.flatMap(({ stream }) => (stream === undefined ? [] : [stream.arn])));
  const sourceIn = ({ mappings }: CloudModel, id: string): string =>
    mappings.find((mapping) => mapping.id === id)?.sourceArn ?? '';
  const readsOn = (id: string): boolean => sourceIn(from, id) === sourceIn(to, id) && streamArns.has(sourceIn(to, id));
  const mappingOf = (key: string): string => key.slice(0, key.lastIndexOf('/'));
  sift(
    functions.shards,
    (key) => readsOn(mappingOf(key)),
    ({ parts }, key) =>
      parts.length === 0
        ? undefined
        : `${counted(parts.flatMap(({ records }) => records).length, 'record')} on the way through the mapping ${mappingOf(key)}, which is gone.`,
    dropped,
  );
};

/** Mappings and schedules list their work themselves when they are made; the rest must not name what is gone. */
const adoptAgenda = ({ choreography }: EngineState, to: CloudModel): void => {
  const { agenda } = choreography;
  const names = new Set(to.functions.map(({ name }) => name));
  const listed = new Set(['stream-batch', 'queue-batch', 'schedule']);
  const kept = agenda.entries
    .slice(agenda.head)
    .filter(({ kind, functionName }) => !listed.has(kind) && (functionName === undefined || names.has(functionName)));
  agenda.entries.splice(0, agenda.entries.length, ...kept);
  agenda.head = 0;
};

const adoptSchedules = ({ choreography }: EngineState, from: CloudModel, to: CloudModel): void => {
  const expressionOf = ({ schedules }: CloudModel, arn: string): string | undefined =>
    schedules.find((schedule) => schedule.arn === arn && schedule.enabled)?.expression;
  for (const arn of choreography.schedules.keys())
    if (expressionOf(from, arn) !== expressionOf(to, arn)) choreography.schedules.delete(arn);
};

const adoptStores = (state: EngineState, to: CloudModel, dropped: Dropped): void => {
  const queues = arnsOf(to.queues);
  const archives = arnsOf(to.archives);
  const buckets = new Set(to.buckets.map(({ name }) => name));
  const pools = new Set(to.userPools.map(({ id }) => id));
  const loss = (count: number, noun: string, where: string): string | undefined =>
    count === 0 ? undefined : `${counted(count, noun)} of ${where}, which is gone.`;
  sift(
    state.choreography.queues.queues,
    (arn) => queues.has(arn),
    ({ messages }, arn) => loss(messages.size, 'message', `queue ${arn}`),
    dropped,
  );
  sift(
    state.choreography.bus.archives,
    (arn) => archives.has(arn),
    ({ events }, arn) => loss(events.length, 'event', `archive ${arn}`),
    dropped,
  );
  sift(
    state.blob.buckets,
    (name) => buckets.has(name),
    (objects, name) => loss(objects.size, 'object', `bucket ${name}`),
    dropped,
  );
  sift(
    state.users.pools,
    (id) => pools.has(id),
    ({ users }, id) => loss(users.size, 'user', `user pool ${id}`),
    dropped,
  );
  for (const name of Object.keys(state.secrets.secrets)) {
    if (to.secrets.some((secret) => secret.name === name)) continue;
    Reflect.deleteProperty(state.secrets.secrets, name);
    dropped.push(`the secret ${name}, which is gone.`);
  }
};

/**
 * Moves a state from the model that it was left with to today's, in place; nothing may be in flight. What is new begins
 * empty when the engine is made. @returns what today's model has no place for, in sentences
 */
export const adopt = (state: EngineState, from: CloudModel, to: CloudModel): readonly string[] => {
  const dropped: Dropped = [];
  if (sameModel(from, to)) return dropped;
  adoptTables(state, from, to, dropped);
  adoptStores(state, to, dropped);
  adoptFunctions(state, from, to, dropped);
  adoptSchedules(state, from, to);
  adoptAgenda(state, to);
  return dropped;
};
