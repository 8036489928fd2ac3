import type { Environment, Meter } from '../contract.ts';
import type { TableDefinition } from '../../template/model.ts';
import type { Streams } from '../streams/streams.ts';
import { totalOf, type Units } from './capacity.ts';
import { resourceNotFound, validation } from './errors.ts';
import { projectedNames } from './indexes.ts';
import type { Item } from './item.ts';
import type { DynamoDbState, TableState } from './state.ts';

/** A table as the operations see it. */
export interface Table {
  readonly definition: TableDefinition;
  readonly state: TableState;
  /** Index name → attributes it holds; undefined for all. */
  readonly projections: Readonly<Record<string, ReadonlySet<string> | undefined>>;
}

/** What the operations share. */
export interface Context {
  readonly environment: Environment;
  readonly state: DynamoDbState;
  readonly streams: Streams;
  readonly tables: readonly Table[];
  /** By name or ARN. Throws ResourceNotFoundException. */
  tableOf(nameOrArn: string | undefined): Table;
  /** Bills the units to the table's owner. */
  charge(table: Table, units: Units): void;
  /**
   * Whether another transaction holds the item. The engine does one thing at a time, so this happens only when a driver
   * simulates it.
   */
  isHeld(table: Table, key: Item): boolean;
  /** Hears of every item that changed, at once. */
  onItemChange(tableName: string, before: Item | undefined, after: Item | undefined): void;
}

export const makeContext = (deps: {
  environment: Environment;
  tables: readonly TableDefinition[];
  meter: Meter;
  ownerOf: (tableArn: string) => string;
  state: DynamoDbState;
  streams: Streams;
  isHeld: (tableArn: string, key: Item) => boolean;
  onItemChange: Context['onItemChange'];
}): Context => {
  const tables = deps.tables.map((definition): Table => ({
    definition,
    state: deps.state.tables[definition.name] as TableState,
    projections: Object.fromEntries(definition.indexes.map((index) => [index.name, projectedNames(definition, index)])),
  }));
  const known = new Map(
    tables.flatMap((table) => [
      [table.definition.name, table],
      [table.definition.arn, table],
    ]),
  );
  return {
    environment: deps.environment,
    state: deps.state,
    streams: deps.streams,
    tables,
    tableOf: (nameOrArn) => {
      if (nameOrArn === undefined)
        throw validation(
          "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null",
        );
      const table = known.get(nameOrArn);
      if (table === undefined) throw resourceNotFound();
      return table;
    },
    charge: ({ definition }, units) => {
      deps.meter.count(units.kind === 'write' ? 'wru' : 'rru', totalOf(units), deps.ownerOf(definition.arn));
    },
    isHeld: ({ definition }, key) => deps.isHeld(definition.arn, key),
    onItemChange: deps.onItemChange,
  };
};
