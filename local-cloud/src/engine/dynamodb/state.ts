import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { TableDefinition } from '../../template/model.ts';
import type { Item } from './item.ts';

/** One item of a table, or its projection in an index. Never changed, only replaced. */
export interface Row {
  readonly item: Item;
  /** By DynamoDB's rules, see sizes.ts. */
  readonly size: number;
  /** Whether it holds bytes, which cannot be frozen: see `release`. */
  readonly binary: boolean;
  readonly range: AttributeValue | undefined;
  /** Orders rows of an index that share their keys; empty in tables, where none do. */
  readonly tie: string;
}

/** Encoded hash key → rows in order of the range key. */
export type Partitions = Map<string, Row[]>;

/** When an item may be removed. */
export interface Expiry {
  /** Seconds since the epoch, as the attribute says. */
  readonly at: number;
  readonly id: string;
  readonly key: Item;
}

export interface TableState {
  readonly rows: Partitions;
  readonly indexes: Readonly<Record<string, Partitions>>;
  /** In order of `at`, then `id`. */
  readonly expiries: Expiry[];
  itemCount: number;
  sizeBytes: number;
}

/** A transaction that succeeded, for as long as its token counts. */
export interface UsedToken {
  /** Of the actions that it stood for. */
  readonly digest: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** What each action read or wrote, in bytes: a repetition is charged as a read of it. */
  readonly touched: readonly { readonly tableName: string; readonly bytes: number }[];
}

/**
 * All that DynamoDB remembers, as plain data: what a journal writes and a snapshot holds. Only `commit` (write.ts)
 * changes the tables, and only TransactWriteItems the tokens. Streams keep their own state.
 */
export interface DynamoDbState {
  readonly tables: Readonly<Record<string, TableState>>;
  /** `ClientRequestToken` → its first use, oldest first. */
  readonly tokens: Map<string, UsedToken>;
}

export const emptyState = (tables: readonly TableDefinition[]): DynamoDbState => ({
  tables: Object.fromEntries(
    tables.map((table) => [
      table.name,
      {
        rows: new Map(),
        indexes: Object.fromEntries(table.indexes.map((index) => [index.name, new Map()])),
        expiries: [],
        itemCount: 0,
        sizeBytes: 0,
      },
    ]),
  ),
  tokens: new Map(),
});
