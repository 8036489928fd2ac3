import type {
  AttributeValue,
  BatchGetItemInput,
  BatchGetItemOutput,
  BatchWriteItemInput,
  BatchWriteItemOutput,
  KeysAndAttributes,
  WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { admitItem } from '../admit.ts';
import { consumedCapacity, mergeUnits, type Units } from '../capacity.ts';
import type { Context, Table } from '../context.ts';
import { validation } from '../errors.ts';
import { projectionOf } from '../expressions/cache.ts';
import { openScope } from '../expressions/scope.ts';
import { checkReturnCapacity, refuseUnknown, required } from '../input.ts';
import { checkKey, keyAttributesOf, keyFromInput } from '../keys.ts';
import { commit, currentRow, unitsOf } from '../write.ts';
import { prepareDelete, preparePut, type Action } from './actions.ts';
import { kindOfRead, shown, unitsOfRead } from './get-item.ts';

const KNOWN = new Set(['RequestItems', 'ReturnConsumedCapacity', 'ReturnItemCollectionMetrics']);
const GET_PARAMETERS = new Set(['Keys', 'ConsistentRead', 'ProjectionExpression', 'ExpressionAttributeNames']);

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html and API_BatchGetItem.html */
const MAXIMUM_WRITES = 25;
const MAXIMUM_GETS = 100;
const MAXIMUM_RESPONSE_BYTES = 16 * 1024 * 1024;

const checkCount = (count: number, limit: number, operation: string): void => {
  if (count > limit) throw validation(`Too many items requested for the ${operation} call`);
  if (count === 0) throw tooShort('{}', 'requestItems');
};

const tooShort = (given: string, parameter: string) =>
  validation(
    `1 validation error detected: Value '${given}' at '${parameter}' failed to satisfy constraint: Member must have length greater than or equal to 1`,
  );

/** Each table's list is checked by itself. DynamoDB prints the lists in full; here the numbers are enough. */
const checkLists = (lists: Readonly<Record<string, readonly WriteRequest[]>>): void => {
  if (Object.values(lists).every(({ length }) => length > 0 && length <= MAXIMUM_WRITES)) return;
  const given = Object.entries(lists).map(
    ([name, { length }]) => `${name}=[${length === 0 ? '' : `${length} requests`}]`,
  );
  throw validation(
    `1 validation error detected: Value '{${given.join(', ')}}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to ${MAXIMUM_WRITES}, Member must have length greater than or equal to 1]`,
  );
};

const refuseSameItem = (ids: readonly string[]): void => {
  if (new Set(ids).size < ids.length) throw validation('Provided list of item keys contains duplicates');
};

const consumedBy = (all: readonly Units[], wanted: string | undefined) => {
  const ConsumedCapacity = mergeUnits(all).flatMap((units) => consumedCapacity(units, wanted) ?? []);
  return ConsumedCapacity.length === 0 ? {} : { ConsumedCapacity };
};

const actionOf = (context: Context, TableName: string, { PutRequest, DeleteRequest }: WriteRequest): Action => {
  if ((PutRequest === undefined) === (DeleteRequest === undefined))
    throw validation(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of PutRequest or DeleteRequest',
    );
  if (PutRequest === undefined) return prepareDelete(context, { TableName, Key: DeleteRequest?.Key }).locate();
  const prepared = preparePut(context, { TableName, Item: PutRequest.Item });
  const { definition } = context.tableOf(TableName);
  checkKey(definition, keyAttributesOf(definition, admitItem(required(PutRequest.Item, 'item'))));
  return prepared.locate();
};

/** Not atomic: each write stands alone. A held item comes back in `UnprocessedItems`, as a throttled one does on AWS. */
export const makeBatchWriteItem =
  (context: Context) =>
  (input: BatchWriteItemInput): BatchWriteItemOutput => {
    refuseUnknown('BatchWriteItem', input, KNOWN);
    checkReturnCapacity(input.ReturnConsumedCapacity);
    const lists = required(input.RequestItems, 'requestItems');
    checkLists(lists);
    const requests = Object.entries(lists).flatMap(([name, list]) => list.map((request) => ({ name, request })));
    checkCount(requests.length, MAXIMUM_WRITES, 'BatchWriteItem');
    const actions = requests.map(({ name, request }) => ({ name, request, action: actionOf(context, name, request) }));
    refuseSameItem(actions.map(({ action: { table, key } }) => `${table.definition.name}/${key.id}`));
    const unprocessed: Record<string, WriteRequest[]> = {};
    const units: Units[] = [];
    for (const { name, request, action } of actions) {
      if (context.isHeld(action.table, action.key.item)) {
        (unprocessed[name] ??= []).push(request);
        continue;
      }
      const write = action.plan();
      units.push(unitsOf(write));
      context.charge(action.table, unitsOf(write));
      commit(context, write);
    }
    return { UnprocessedItems: unprocessed, ...consumedBy(units, input.ReturnConsumedCapacity) };
  };

interface Wanted {
  readonly name: string;
  readonly table: Table;
  readonly request: KeysAndAttributes;
  readonly given: Record<string, AttributeValue>;
}

const wantedOf = (context: Context, requests: Record<string, KeysAndAttributes>): readonly Wanted[] =>
  Object.entries(requests).flatMap(([name, request]) => {
    refuseUnknown('BatchGetItem', request, GET_PARAMETERS);
    const table = context.tableOf(name);
    if (request.Keys?.length === 0) throw tooShort('[]', `requestItems.${name}.member.keys`);
    return required(request.Keys, `requestItems.${name}.member.keys`).map((given) => ({ name, table, request, given }));
  });

/** Answers as much as fits into 16 MB; the rest comes back in `UnprocessedKeys`. */
export const makeBatchGetItem =
  (context: Context) =>
  (input: BatchGetItemInput): BatchGetItemOutput => {
    refuseUnknown('BatchGetItem', input, KNOWN);
    checkReturnCapacity(input.ReturnConsumedCapacity);
    const wanted = wantedOf(context, required(input.RequestItems, 'requestItems'));
    checkCount(wanted.length, MAXIMUM_GETS, 'BatchGetItem');
    const reads = wanted.map((each) => {
      const projection = projectionOf(each.request.ProjectionExpression);
      const key = keyFromInput(each.table.definition, each.given);
      return { ...each, projection, scope: openScope(each.request, [projection]), key };
    });
    refuseSameItem(reads.map(({ table, key }) => `${table.definition.name}/${key.id}`));
    const responses: Record<string, Record<string, AttributeValue>[]> = {};
    const unprocessed: Record<string, KeysAndAttributes & { Keys: Record<string, AttributeValue>[] }> = {};
    const all: Units[] = [];
    let bytes = 0;
    for (const { name, table, request, given, projection, scope, key } of reads) {
      const row = currentRow(table, key);
      const items = (responses[name] ??= []);
      if (bytes + (row?.size ?? 0) > MAXIMUM_RESPONSE_BYTES) {
        (unprocessed[name] ??= { ...request, Keys: [] }).Keys.push(given);
        continue;
      }
      bytes += row?.size ?? 0;
      const units = unitsOfRead(table, row?.size ?? 0, kindOfRead(request.ConsistentRead));
      all.push(units);
      context.charge(table, units);
      if (row !== undefined) items.push(shown(row, projection, scope));
    }
    return {
      Responses: responses,
      UnprocessedKeys: unprocessed,
      ...consumedBy(all, input.ReturnConsumedCapacity),
    };
  };
