import { itemHasBytes } from './admit.ts';
import { writeUnits, type Units } from './capacity.ts';
import type { Context, Table } from './context.ts';
import { validation } from './errors.ts';
import { applyIndexChange, indexChanges, indexWriteUnits, type IndexChange } from './indexes.ts';
import type { Item } from './item.ts';
import type { Key } from './keys.ts';
import { findRow, putRow, removeRow } from './rows.ts';
import { sizeOfItem } from './sizes.ts';
import type { Row } from './state.ts';
import { moveExpiry } from './expiries.ts';
import { sameItem } from './values.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MAXIMUM_ITEM_BYTES = 400 * 1024;

/** A write decided but not done: what a transaction collects before it does all or nothing. */
export interface Write {
  readonly table: Table;
  readonly key: Key;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
  readonly indexes: readonly IndexChange[];
  /** False when the item stays as it was: charged, but no stream hears of it. */
  readonly changes: boolean;
}

export const currentRow = (table: Table, key: Key): Row | undefined =>
  findRow(table.state.rows, key.hash, { range: key.range, tie: '' });

const TOO_LARGE = {
  put: 'Item size has exceeded the maximum allowed size',
  update: 'Item size to update has exceeded the maximum allowed size',
} as const;

/** An item's size in bytes. Throws ValidationException for one that is too large. */
export const checkSize = (item: Item, by: keyof typeof TOO_LARGE): number => {
  const size = sizeOfItem(item);
  if (size > MAXIMUM_ITEM_BYTES) throw validation(TOO_LARGE[by]);
  return size;
};

/** An item to be written, admitted and checked, with its size in bytes. */
export interface Written {
  readonly item: Item;
  readonly size: number;
}

const rowOf = (key: Key, { item, size }: Written): Row => ({
  item,
  size,
  binary: itemHasBytes(item),
  range: key.range,
  tie: '',
});

/** `written` is undefined to delete. */
export const planWrite = (table: Table, key: Key, before: Row | undefined, written: Written | undefined): Write => {
  const same = before !== undefined && written !== undefined && sameItem(before.item, written.item);
  const after = written === undefined ? undefined : same ? before : rowOf(key, written);
  const changes = before !== after;
  return {
    table,
    key,
    before,
    after,
    changes,
    indexes: changes ? indexChanges(table.definition, table.projections, key, before, after) : [],
  };
};

/** A write that does nothing but be charged: a check, or one whose condition failed. */
export const planNothing = (table: Table, key: Key, row: Row | undefined): Write => ({
  table,
  key,
  before: row,
  after: row,
  changes: false,
  indexes: [],
});

const NO_INDEXES: Units['indexes'] = Object.freeze({});

/** The larger of the old and the new item counts, each index again. A transaction pays double for the table alone. */
export const unitsOf = ({ table, before, after, indexes }: Write, transactional = false): Units => {
  const factor = transactional ? 2 : 1;
  return {
    kind: 'write',
    tableName: table.definition.name,
    table: factor * writeUnits(Math.max(before?.size ?? 0, after?.size ?? 0)),
    indexes:
      indexes.length === 0
        ? NO_INDEXES
        : Object.fromEntries(indexes.map((change) => [change.index, indexWriteUnits(change)])),
  };
};

/** Does a planned write: item, indexes, expiry, stream. `before` must still be what the table holds. */
export const commit = (context: Context, write: Write, expired = false): void => {
  if (!write.changes) return;
  const { table, key, before, after } = write;
  const { state, definition } = table;
  if (after === undefined) removeRow(state.rows, key.hash, { range: key.range, tie: '' });
  else putRow(state.rows, key.hash, after);
  state.itemCount += (after === undefined ? 0 : 1) - (before === undefined ? 0 : 1);
  state.sizeBytes += (after?.size ?? 0) - (before?.size ?? 0);
  for (const change of write.indexes) applyIndexChange(state.indexes, change);
  if (definition.ttlAttribute !== undefined)
    moveExpiry(state.expiries, definition.ttlAttribute, key, before?.item, after?.item);
  if (definition.stream !== undefined)
    context.streams.append(definition.stream.arn, {
      hash: key.hash,
      keys: key.item,
      before,
      after,
      expired,
    });
  context.onItemChange(definition.name, before?.item, after?.item);
};
