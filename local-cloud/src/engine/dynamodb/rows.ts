import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { countWhile } from '../count-while.ts';
import type { Partitions, Row } from './state.ts';
import { compareValues } from './values.ts';

/** Where a row stands in its partition. */
export type Place = Pick<Row, 'range' | 'tie'>;

const compareRanges = (a: AttributeValue | undefined, b: AttributeValue | undefined): number =>
  a === undefined || b === undefined ? 0 : (compareValues(a, b) ?? 0);

const comparePlaces = (a: Place, b: Place): number =>
  compareRanges(a.range, b.range) || (a.tie === b.tie ? 0 : a.tie < b.tie ? -1 : 1);

/** Rows strictly before the place. */
export const countBefore = (rows: readonly Row[], place: Place): number =>
  countWhile(rows, (row) => comparePlaces(row, place) < 0);

/** Rows before the place or at it. */
export const countUpTo = (rows: readonly Row[], place: Place): number =>
  countWhile(rows, (row) => comparePlaces(row, place) <= 0);

export const findRow = (partitions: Partitions, hash: string, place: Place): Row | undefined => {
  const rows = partitions.get(hash);
  if (rows === undefined) return undefined;
  const row = rows[countBefore(rows, place)];
  return row !== undefined && comparePlaces(row, place) === 0 ? row : undefined;
};

/** Inserts the row, or replaces the one at its place. */
export const putRow = (partitions: Partitions, hash: string, row: Row): void => {
  const rows = partitions.get(hash);
  if (rows === undefined) {
    partitions.set(hash, [row]);
    return;
  }
  const at = countBefore(rows, row);
  const found = rows[at];
  rows.splice(at, found !== undefined && comparePlaces(found, row) === 0 ? 1 : 0, row);
};

/** Removes the row at the place; nothing when there is none. */
export const removeRow = (partitions: Partitions, hash: string, place: Place): void => {
  const rows = partitions.get(hash);
  if (rows === undefined) return;
  const at = countBefore(rows, place);
  const found = rows[at];
  if (found !== undefined && comparePlaces(found, place) === 0) rows.splice(at, 1);
  if (rows.length === 0) partitions.delete(hash);
};
