import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { IndexDefinition, TableDefinition } from '../../template/model.ts';
import { itemHasBytes } from './admit.ts';
import { validation } from './errors.ts';
import { attributeOf, setAttribute, typeOf, type Item } from './item.ts';
import { encodeKey, keyDefinitions, refuseLongKeys, type Key } from './keys.ts';
import { putRow, removeRow } from './rows.ts';
import { sizeOfItem } from './sizes.ts';
import type { Partitions, Row } from './state.ts';
import { compareValues, sameItem } from './values.ts';
import { writeUnits } from './capacity.ts';

/** Where an item stands in an index. */
export interface Entry {
  readonly hash: string;
  readonly row: Row;
}

/** What one write changes in one index: data, so that a driver may hold it back. */
export interface IndexChange {
  readonly index: string;
  readonly before: Entry | undefined;
  readonly after: Entry | undefined;
}

/** Attributes that the index holds, or undefined for all. */
export const projectedNames = (table: TableDefinition, index: IndexDefinition): ReadonlySet<string> | undefined =>
  index.projection === 'ALL'
    ? undefined
    : new Set([
        ...keyDefinitions(table).map(({ name }) => name),
        ...keyDefinitions(index).map(({ name }) => name),
        ...(index.projection === 'KEYS_ONLY' ? [] : index.projection.include),
      ]);

const projected = (item: Item, names: ReadonlySet<string>): Item => {
  const entry: Record<string, AttributeValue> = {};
  for (const name of names) {
    const value = attributeOf(item, name);
    if (value !== undefined) setAttribute(entry, name, value);
  }
  return Object.freeze(entry);
};

/** Undefined when the item lacks one of the index's keys: indexes are sparse. */
const entryOf = (
  index: IndexDefinition,
  names: ReadonlySet<string> | undefined,
  key: Key,
  row: Row | undefined,
): Entry | undefined => {
  const hash = row === undefined ? undefined : attributeOf(row.item, index.hashKey.name);
  if (row === undefined || hash === undefined) return undefined;
  const range = index.rangeKey === undefined ? undefined : attributeOf(row.item, index.rangeKey.name);
  if (index.rangeKey !== undefined && range === undefined) return undefined;
  if (names === undefined) return { hash: encodeKey(hash), row: { ...row, range, tie: key.id } };
  const item = projected(row.item, names);
  return {
    hash: encodeKey(hash),
    row: { item, size: sizeOfItem(item), binary: row.binary && itemHasBytes(item), range, tie: key.id },
  };
};

const samePlace = (a: Entry, b: Entry): boolean =>
  a.hash === b.hash &&
  (a.row.range === undefined || b.row.range === undefined || compareValues(a.row.range, b.row.range) === 0);

/** The indexes that a write from `before` to `after` touches. */
export const indexChanges = (
  table: TableDefinition,
  names: Readonly<Record<string, ReadonlySet<string> | undefined>>,
  key: Key,
  before: Row | undefined,
  after: Row | undefined,
): readonly IndexChange[] => {
  const changes: IndexChange[] = [];
  for (const index of table.indexes) {
    const old = entryOf(index, names[index.name], key, before);
    const fresh = entryOf(index, names[index.name], key, after);
    if (old === undefined && fresh === undefined) continue;
    if (old !== undefined && fresh !== undefined && sameItem(old.row.item, fresh.row.item)) continue;
    changes.push({ index: index.name, before: old, after: fresh });
  }
  return changes;
};

/** A changed index key is a delete and a put: two writes. */
export const indexWriteUnits = ({ before, after }: IndexChange): number => {
  if (before !== undefined && after !== undefined && samePlace(before, after))
    return writeUnits(Math.max(before.row.size, after.row.size));
  return (
    (before === undefined ? 0 : writeUnits(before.row.size)) + (after === undefined ? 0 : writeUnits(after.row.size))
  );
};

/**
 * Brings the change into the index. AWS does so a moment after the write was answered (index reads are eventual); here
 * it is done at once. A driver that wants the lag holds `IndexChange`s back in `commit` and applies them later, in order.
 */
export const applyIndexChange = (indexes: Readonly<Record<string, Partitions>>, change: IndexChange): void => {
  const partitions = indexes[change.index] as Partitions;
  if (change.before !== undefined) removeRow(partitions, change.before.hash, change.before.row);
  if (change.after !== undefined) putRow(partitions, change.after.hash, change.after.row);
};

/** An item may lack an index's keys, but may not hold them with another type, empty or too long. */
export const checkIndexKeys = (table: TableDefinition, item: Item): void => {
  for (const index of table.indexes) {
    for (const { name, type } of keyDefinitions(index)) {
      const value = attributeOf(item, name);
      if (value === undefined) continue;
      if (typeOf(value) !== type)
        throw validation(
          `One or more parameter values were invalid: Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${index.name}`,
        );
      if (value.S === '' || value.B?.byteLength === 0)
        throw validation(
          `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${type === 'S' ? 'string' : 'binary'} value. IndexName: ${index.name}, IndexKey: ${name}`,
        );
    }
    const { hashKey, rangeKey } = index;
    refuseLongKeys(attributeOf(item, hashKey.name), rangeKey && attributeOf(item, rangeKey.name));
  }
};
