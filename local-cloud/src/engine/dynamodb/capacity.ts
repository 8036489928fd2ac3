import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';

/**
 * Request units, which on demand are what is billed.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
const WRITE_UNIT_BYTES = 1024;
const READ_UNIT_BYTES = 4096;

/** Units per block read: half for eventual reads, double in a transaction. */
export type ReadKind = 'eventual' | 'strong' | 'transactional';
const READ_FACTOR: Readonly<Record<ReadKind, number>> = { eventual: 0.5, strong: 1, transactional: 2 };

/** Units of one plain write of an item of this size in bytes; a missing item counts as the smallest. */
export const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / WRITE_UNIT_BYTES));

/** Units of reading that many bytes at once; reading nothing also costs one block. */
export const readUnits = (bytes: number, kind: ReadKind): number =>
  Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES)) * READ_FACTOR[kind];

/** Units of one request on one table. */
export interface Units {
  readonly kind: 'read' | 'write';
  readonly tableName: string;
  readonly table: number;
  readonly indexes: Readonly<Record<string, number>>;
}

export const totalOf = ({ table, indexes }: Units): number => {
  let sum = table;
  for (const name of Object.keys(indexes)) sum += indexes[name] ?? 0;
  return sum;
};

/** One entry for each table, in order of appearance. */
export const mergeUnits = (all: readonly Units[]): readonly Units[] => {
  const byTable = new Map<string, Units>();
  for (const units of all) {
    const sum = byTable.get(units.tableName);
    const indexes = { ...sum?.indexes };
    for (const [name, amount] of Object.entries(units.indexes)) indexes[name] = (indexes[name] ?? 0) + amount;
    byTable.set(units.tableName, { ...units, table: (sum?.table ?? 0) + units.table, indexes });
  }
  return [...byTable.values()];
};

/** What `ReturnConsumedCapacity` asked for; undefined for NONE. Transactions also tell reads from writes. */
export const consumedCapacity = (
  units: Units,
  wanted: string | undefined,
  transactional = false,
): ConsumedCapacity | undefined => {
  if (wanted !== 'TOTAL' && wanted !== 'INDEXES') return undefined;
  const detail = (amount: number) => ({
    CapacityUnits: amount,
    ...(transactional && { [units.kind === 'read' ? 'ReadCapacityUnits' : 'WriteCapacityUnits']: amount }),
  });
  const indexes = Object.entries(units.indexes);
  return {
    TableName: units.tableName,
    ...detail(totalOf(units)),
    ...(wanted === 'INDEXES' && {
      Table: detail(units.table),
      ...(indexes.length > 0 && {
        GlobalSecondaryIndexes: Object.fromEntries(indexes.map(([name, amount]) => [name, detail(amount)])),
      }),
    }),
  };
};
