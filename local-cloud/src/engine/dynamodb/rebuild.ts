import type { IndexDefinition, TableDefinition } from '../../template/model.ts';
import { moveExpiry } from './expiries.ts';
import { applyIndexChange, checkIndexKeys, indexChanges, projectedNames } from './indexes.ts';
import { keyOfItem } from './keys.ts';
import { emptyState, type Row, type TableState } from './state.ts';

/** DynamoDB leaves items out of a new index whose keys have another type: they can only be older than the index. */
const fits = (table: TableDefinition, { item }: Row): boolean => {
  try {
    checkIndexKeys(table, item);
    return true;
  } catch {
    return false;
  }
};

/**
 * The same items under another definition of their table with the same keys: indexes and expiries are made anew, as
 * DynamoDB fills an index that is added later.
 */
export const rebuildTable = (definition: TableDefinition, { rows, itemCount, sizeBytes }: TableState): TableState => {
  const fresh = emptyState([definition]).tables[definition.name] as TableState;
  const alone = (index: IndexDefinition) => ({
    table: { ...definition, indexes: [index] },
    names: { [index.name]: projectedNames(definition, index) },
  });
  const indexes = definition.indexes.map(alone);
  for (const row of [...rows.values()].flat()) {
    const key = keyOfItem(definition, row.item);
    for (const { table, names } of indexes) {
      if (!fits(table, row)) continue;
      for (const change of indexChanges(table, names, key, undefined, row)) applyIndexChange(fresh.indexes, change);
    }
    if (definition.ttlAttribute !== undefined)
      moveExpiry(fresh.expiries, definition.ttlAttribute, key, undefined, row.item);
  }
  return { ...fresh, rows, itemCount, sizeBytes };
};
