import type {
  AttributeValue,
  ConsumedCapacity,
  DeleteItemInput,
  PutItemInput,
  UpdateItemInput,
  UpdateItemOutput,
} from '@aws-sdk/client-dynamodb';
import { release } from '../admit.ts';
import { consumedCapacity } from '../capacity.ts';
import type { Context } from '../context.ts';
import { conditionFailed, transactionConflict, validation } from '../errors.ts';
import { project } from '../expressions/projection.ts';
import type { ResolvedPath } from '../expressions/scope.ts';
import { checkEnum, checkReturnCapacity, refuseUnknown, RETURN_VALUES } from '../input.ts';
import type { Row } from '../state.ts';
import { commit, currentRow, planNothing, unitsOf, type Write } from '../write.ts';
import { isAllowed, prepareDelete, preparePut, prepareUpdate, type Action } from './actions.ts';

const COMMON = [
  'TableName',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValues',
  'ReturnConsumedCapacity',
  'ReturnItemCollectionMetrics',
  'ReturnValuesOnConditionCheckFailure',
];
const KNOWN_TO_PUT = new Set([...COMMON, 'Item']);
const KNOWN_TO_DELETE = new Set([...COMMON, 'Key']);
const KNOWN_TO_UPDATE = new Set([...COMMON, 'Key', 'UpdateExpression']);

interface WriteInput {
  readonly ReturnValues?: string | undefined;
  readonly ReturnConsumedCapacity?: string | undefined;
}

const checkOutputs = (input: WriteInput, allowed: readonly string[]): void => {
  checkEnum(input.ReturnValues, 'returnValues', RETURN_VALUES);
  checkReturnCapacity(input.ReturnConsumedCapacity);
  if (input.ReturnValues !== undefined && !allowed.includes(input.ReturnValues))
    throw validation('Return values set to invalid value');
};

/** A failed condition is charged by the size of the item that it met. */
const perform = (context: Context, action: Action): Write => {
  const { table, key } = action;
  if (context.isHeld(table, key.item)) throw transactionConflict();
  if (!isAllowed(action)) {
    const row = currentRow(table, key);
    context.charge(table, unitsOf(planNothing(table, key, row)));
    throw conditionFailed(action.showsItem && row !== undefined ? release(row.item, row.binary) : undefined);
  }
  const write = action.plan();
  context.charge(table, unitsOf(write));
  commit(context, write);
  return write;
};

const attributesOf = (
  wanted: string | undefined,
  { before, after }: Write,
  paths: readonly ResolvedPath[],
): Record<string, AttributeValue> | undefined => {
  const whole = (row: Row | undefined) => (row === undefined ? undefined : release(row.item, row.binary));
  const touched = (row: Row | undefined) => {
    const picked = row === undefined ? {} : project(row.item, paths);
    return Object.keys(picked).length === 0 ? undefined : release(picked, row?.binary);
  };
  switch (wanted) {
    case 'ALL_OLD':
      return whole(before);
    case 'ALL_NEW':
      return whole(after);
    case 'UPDATED_OLD':
      return touched(before);
    case 'UPDATED_NEW':
      return touched(after);
    default:
      return undefined;
  }
};

interface WriteOutput {
  readonly Attributes?: Record<string, AttributeValue>;
  readonly ConsumedCapacity?: ConsumedCapacity;
}

const outputOf = (input: WriteInput, write: Write, paths: readonly ResolvedPath[]): WriteOutput => {
  const Attributes = attributesOf(input.ReturnValues, write, paths);
  const wanted = input.ReturnConsumedCapacity;
  const ConsumedCapacity = wanted === undefined ? undefined : consumedCapacity(unitsOf(write), wanted);
  return {
    ...(Attributes !== undefined && { Attributes }),
    ...(ConsumedCapacity !== undefined && { ConsumedCapacity }),
  };
};

/** A write of a whole item: it can show the old one, and nothing else. */
const wholeItemWrite =
  <Input extends WriteInput>(
    name: string,
    known: ReadonlySet<string>,
    prepare: (context: Context, input: Input) => { readonly locate: () => Action },
  ) =>
  (context: Context) =>
  (input: Input): WriteOutput => {
    refuseUnknown(name, input, known);
    checkOutputs(input, ['ALL_OLD', 'NONE']);
    return outputOf(input, perform(context, prepare(context, input).locate()), []);
  };

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html */
export const makePutItem = wholeItemWrite<PutItemInput>('PutItem', KNOWN_TO_PUT, preparePut);

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html */
export const makeDeleteItem = wholeItemWrite<DeleteItemInput>('DeleteItem', KNOWN_TO_DELETE, prepareDelete);

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html */
export const makeUpdateItem =
  (context: Context) =>
  (input: UpdateItemInput): UpdateItemOutput => {
    refuseUnknown('UpdateItem', input, KNOWN_TO_UPDATE);
    checkOutputs(input, RETURN_VALUES);
    const action = prepareUpdate(context, input).locate();
    return outputOf(input, perform(context, action), action.paths);
  };
