import type { GetItemInput, GetItemOutput } from '@aws-sdk/client-dynamodb';
import { release } from '../admit.ts';
import { consumedCapacity, readUnits, type ReadKind, type Units } from '../capacity.ts';
import type { Context, Table } from '../context.ts';
import { projectionOf } from '../expressions/cache.ts';
import { project, type Projection } from '../expressions/projection.ts';
import { openScope, resolvePath, type Parsed, type Scope } from '../expressions/scope.ts';
import { checkReturnCapacity, refuseUnknown } from '../input.ts';
import { keyFromInput } from '../keys.ts';
import type { Row } from '../state.ts';
import { currentRow } from '../write.ts';

const KNOWN = new Set([
  'TableName',
  'Key',
  'ConsistentRead',
  'ProjectionExpression',
  'ExpressionAttributeNames',
  'ReturnConsumedCapacity',
]);

/** What is handed out of a row: all of it, or the projection. */
export const shown = (row: Row, projection: Parsed<Projection> | undefined, scope: Scope) =>
  projection === undefined
    ? release(row.item, row.binary)
    : release(
        project(
          row.item,
          projection.ast.map((path) => resolvePath(scope, path)),
        ),
        row.binary,
      );

const NO_INDEXES: Units['indexes'] = Object.freeze({});

/** Of reading these rows of one table in one go. */
export const unitsOfRead = (table: Table, bytes: number, kind: ReadKind): Units => ({
  kind: 'read',
  tableName: table.definition.name,
  table: readUnits(bytes, kind),
  indexes: NO_INDEXES,
});

export const kindOfRead = (consistent: boolean | undefined): ReadKind => (consistent === true ? 'strong' : 'eventual');

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html */
export const makeGetItem =
  (context: Context) =>
  (input: GetItemInput): GetItemOutput => {
    refuseUnknown('GetItem', input, KNOWN);
    checkReturnCapacity(input.ReturnConsumedCapacity);
    const projection = projectionOf(input.ProjectionExpression);
    const scope = openScope(input, [projection]);
    const table = context.tableOf(input.TableName);
    const row = currentRow(table, keyFromInput(table.definition, input.Key));
    const units = unitsOfRead(table, row?.size ?? 0, kindOfRead(input.ConsistentRead));
    context.charge(table, units);
    const ConsumedCapacity = consumedCapacity(units, input.ReturnConsumedCapacity);
    return {
      ...(row !== undefined && { Item: shown(row, projection, scope) }),
      ...(ConsumedCapacity !== undefined && { ConsumedCapacity }),
    };
  };
