import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { IndexDefinition } from '../../../template/model.ts';
import { AwsError } from '../../contract.ts';
import { admitItem, release } from '../admit.ts';
import type { Context, Table } from '../context.ts';
import { validation } from '../errors.ts';
import { filterOf, projectionOf } from '../expressions/cache.ts';
import type { Condition } from '../expressions/condition-ast.ts';
import { holds } from '../expressions/evaluate.ts';
import type { Projection } from '../expressions/projection.ts';
import { openScope, resolvePath, type Parsed, type Placeholders, type Scope } from '../expressions/scope.ts';
import { consumedCapacity, readUnits, type ReadKind, type Units } from '../capacity.ts';
import { checkEnum, checkReturnCapacity } from '../input.ts';
import { attributeOf, typeOf, type Item } from '../item.ts';
import { checkKey, encodeKey, keyAttributesOf, keyDefinitions, SCHEMA_MISMATCH, type Key } from '../keys.ts';
import type { Place } from '../rows.ts';
import type { Partitions, Row } from '../state.ts';
import { kindOfRead, shown } from './get-item.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html */
const MAXIMUM_PAGE_BYTES = 1024 * 1024;

/** What Query and Scan have in common. */
export interface PageInput extends Placeholders {
  readonly TableName?: string | undefined;
  readonly IndexName?: string | undefined;
  readonly FilterExpression?: string | undefined;
  readonly ProjectionExpression?: string | undefined;
  readonly Select?: string | undefined;
  readonly Limit?: number | undefined;
  readonly ConsistentRead?: boolean | undefined;
  readonly ExclusiveStartKey?: Record<string, AttributeValue> | undefined;
  readonly ReturnConsumedCapacity?: string | undefined;
}

/** The parameters of both, by name. */
export const PAGE_PARAMETERS = [
  'TableName',
  'IndexName',
  'FilterExpression',
  'ProjectionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'Select',
  'Limit',
  'ConsistentRead',
  'ExclusiveStartKey',
  'ReturnConsumedCapacity',
] as const satisfies readonly (keyof PageInput)[];

/** Where to go on after: everything needed to find the place, though the row itself may be gone. */
export interface Start extends Place {
  readonly hash: string;
}

/** A table or one of its indexes, and what is asked of it. */
export interface Reading {
  readonly table: Table;
  readonly index: IndexDefinition | undefined;
  readonly partitions: Partitions;
  readonly schema: Pick<IndexDefinition, 'hashKey' | 'rangeKey'>;
  readonly filter: Parsed<Condition> | undefined;
  readonly projection: Parsed<Projection> | undefined;
  readonly scope: Scope;
  readonly start: Start | undefined;
  readonly kind: ReadKind;
}

const indexOf = (table: Table, name: string | undefined): IndexDefinition | undefined => {
  if (name === undefined) return undefined;
  const index = table.definition.indexes.find((each) => each.name === name);
  if (index === undefined) throw validation(`The table does not have the specified index: ${name}`);
  return index;
};

const checkSelect = ({ Select, ProjectionExpression }: PageInput, index: IndexDefinition | undefined): void => {
  checkEnum(Select, 'select', ['SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES']);
  if (ProjectionExpression !== undefined && Select !== undefined && Select !== 'SPECIFIC_ATTRIBUTES')
    throw validation(
      `Cannot specify the ProjectionExpression when choosing to get ${Select === 'COUNT' ? 'only the Count' : Select}`,
    );
  if (Select === 'SPECIFIC_ATTRIBUTES' && ProjectionExpression === undefined)
    throw validation(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && index === undefined)
    throw validation('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  if (Select === 'ALL_ATTRIBUTES' && index !== undefined && index.projection !== 'ALL')
    throw validation(
      `One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    );
};

/** A global index cannot fetch what it does not hold. */
const checkProjected = (reading: Omit<Reading, 'start'>): void => {
  const { index, table, projection, scope } = reading;
  const names = index === undefined ? undefined : table.projections[index.name];
  if (names === undefined || projection === undefined) return;
  const heads = projection.ast.map((path) => String(resolvePath(scope, path)[0]));
  const missing = heads.filter((name) => !names.has(name));
  if (missing.length > 0)
    throw validation(
      `One or more parameter values were invalid: Global secondary index ${index?.name ?? ''} does not project [${missing.join(', ')}]`,
    );
};

/** A page cannot start at a key that no item can have. */
const startKeyOf = ({ definition }: Table, item: Item): Key => {
  try {
    return checkKey(definition, keyAttributesOf(definition, item));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw validation(`The provided starting key is invalid: ${error.message}`);
  }
};

const startOf = (given: Item | undefined, reading: Omit<Reading, 'start'>): Start | undefined => {
  if (given === undefined) return undefined;
  const item = admitItem(given);
  const { table, schema, index } = reading;
  const definitions = new Map(
    [...keyDefinitions(table.definition), ...keyDefinitions(schema)].map(({ name, type }) => [name, type]),
  );
  const fits =
    Object.keys(item).length === definitions.size &&
    [...definitions].every(([name, type]) => {
      const value = attributeOf(item, name);
      return value !== undefined && typeOf(value) === type;
    });
  if (!fits) throw validation(`The provided starting key is invalid: ${SCHEMA_MISMATCH}`);
  const key = startKeyOf(table, item);
  return {
    hash: encodeKey(item[schema.hashKey.name] as AttributeValue),
    range: schema.rangeKey === undefined ? undefined : attributeOf(item, schema.rangeKey.name),
    tie: index === undefined ? '' : key.id,
  };
};

const checkLimit = (limit: number | undefined): void => {
  if (limit !== undefined && limit < 1)
    throw validation(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
    );
};

/** Checks all that Query and Scan share. `others` are the operation's own expressions. */
export const openReading = (context: Context, input: PageInput, others: readonly Parsed<unknown>[]): Reading => {
  checkLimit(input.Limit);
  checkReturnCapacity(input.ReturnConsumedCapacity);
  const filter = filterOf(input.FilterExpression);
  const projection = projectionOf(input.ProjectionExpression);
  const scope = openScope(input, [...others, filter, projection]);
  const table = context.tableOf(input.TableName);
  const index = indexOf(table, input.IndexName);
  checkSelect(input, index);
  if (index !== undefined && input.ConsistentRead === true)
    throw validation('Consistent reads are not supported on global secondary indexes');
  const reading: Omit<Reading, 'start'> = {
    table,
    index,
    partitions: index === undefined ? table.state.rows : (table.state.indexes[index.name] ?? new Map<string, Row[]>()),
    schema: index ?? table.definition,
    filter,
    projection,
    scope,
    kind: kindOfRead(input.ConsistentRead),
  };
  checkProjected(reading);
  return { ...reading, start: startOf(input.ExclusiveStartKey, reading) };
};

interface Page {
  readonly rows: readonly Row[];
  readonly scanned: number;
  readonly bytes: number;
  /** The last row looked at, when the page ended before the rows did. */
  readonly last: Row | undefined;
}

/**
 * As on AWS, a page that ends by its limit says that there may be more, even if nothing follows. The item that reaches
 * 1 MB is the last one of its page.
 */
const readPage = (reading: Reading, rows: Iterable<Row>, limit = Infinity): Page => {
  const found: Row[] = [];
  let scanned = 0;
  let bytes = 0;
  for (const row of rows) {
    scanned += 1;
    bytes += row.size;
    if (reading.filter === undefined || holds(reading.filter.ast, row.item, reading.scope)) found.push(row);
    if (scanned >= limit || bytes >= MAXIMUM_PAGE_BYTES) return { rows: found, scanned, bytes, last: row };
  }
  return { rows: found, scanned, bytes, last: undefined };
};

const lastKeyOf = ({ table, schema }: Reading, { item }: Row): Record<string, AttributeValue> =>
  Object.fromEntries(
    [...keyDefinitions(table.definition), ...keyDefinitions(schema)].map(({ name }) => [
      name,
      item[name] as AttributeValue,
    ]),
  );

export interface PageOutput {
  Items?: Record<string, AttributeValue>[];
  Count: number;
  ScannedCount: number;
  LastEvaluatedKey?: Record<string, AttributeValue>;
  ConsumedCapacity?: NonNullable<ReturnType<typeof consumedCapacity>>;
}

/** Reads one page of `rows` (already in order, after the start), charges for all that was looked at, and answers it. */
export const answerPage = (context: Context, input: PageInput, reading: Reading, rows: Iterable<Row>): PageOutput => {
  const page = readPage(reading, rows, input.Limit);
  const amount = readUnits(page.bytes, reading.kind);
  const units: Units = {
    kind: 'read',
    tableName: reading.table.definition.name,
    table: reading.index === undefined ? amount : 0,
    indexes: reading.index === undefined ? {} : { [reading.index.name]: amount },
  };
  context.charge(reading.table, units);
  const ConsumedCapacity = consumedCapacity(units, input.ReturnConsumedCapacity);
  return {
    ...(input.Select !== 'COUNT' && {
      Items: page.rows.map((row) => shown(row, reading.projection, reading.scope)),
    }),
    Count: page.rows.length,
    ScannedCount: page.scanned,
    ...(page.last !== undefined && { LastEvaluatedKey: release(lastKeyOf(reading, page.last)) }),
    ...(ConsumedCapacity !== undefined && { ConsumedCapacity }),
  };
};
