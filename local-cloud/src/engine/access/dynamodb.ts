import type {
  AttributeValue,
  BatchGetItemInput,
  BatchWriteItemInput,
  ConditionCheck,
  Delete,
  DeleteItemInput,
  Get,
  GetItemInput,
  Put,
  PutItemInput,
  QueryInput,
  ScanInput,
  TransactGetItemsInput,
  TransactWriteItemsInput,
  Update,
  UpdateItemInput,
} from '@aws-sdk/client-dynamodb';
import type { CloudModel, TableDefinition } from '../../template/model.ts';
import { arnIn, byName, contextOf, isArn, noContext, type Demand, type Demands } from './demand.ts';
import { attributesIn, placeholderFor } from './dynamodb-expressions.ts';

type Item = Readonly<Record<string, AttributeValue>>;

const textOf = (value: AttributeValue | undefined): string | undefined =>
  value?.S ?? value?.N ?? (value?.B === undefined ? undefined : Buffer.from(value.B).toString('base64'));

const unique = (values: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(values.filter((value) => value !== undefined)),
];

/** What any request may carry that names attributes. */
interface Expressions {
  readonly Item?: Item | undefined;
  readonly Key?: Item | undefined;
  readonly ConditionExpression?: string | undefined;
  readonly UpdateExpression?: string | undefined;
  readonly ProjectionExpression?: string | undefined;
  readonly FilterExpression?: string | undefined;
  readonly KeyConditionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
}

const attributesOf = (request: Expressions): readonly string[] => {
  const names = request.ExpressionAttributeNames;
  return unique([
    ...Object.keys(request.Item ?? {}),
    ...Object.keys(request.Key ?? {}),
    ...[
      request.ConditionExpression,
      request.UpdateExpression,
      request.ProjectionExpression,
      request.FilterExpression,
      request.KeyConditionExpression,
    ].flatMap((expression) => attributesIn(expression, names)),
  ]);
};

const selectOf = (input: QueryInput | ScanInput): string => {
  if (input.Select !== undefined) return input.Select;
  if (input.ProjectionExpression !== undefined) return 'SPECIFIC_ATTRIBUTES';
  return input.IndexName === undefined ? 'ALL_ATTRIBUTES' : 'ALL_PROJECTED_ATTRIBUTES';
};

/**
 * A read by key has no `Select`, but a role that is limited to `SPECIFIC_ATTRIBUTES` may not read all attributes.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html#FGAC_DDB.OverviewUseCase
 */
const selectByKey = ({ ProjectionExpression }: Expressions): string =>
  ProjectionExpression === undefined ? 'ALL_ATTRIBUTES' : 'SPECIFIC_ATTRIBUTES';

/**
 * What DynamoDB asks of IAM: the table, or the index that is read.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export const dynamodbDemands = (model: CloudModel): Demands => {
  const tables = byName(model.tables);
  const tableNamed = (nameOrArn: string | undefined): { arn: string; definition: TableDefinition | undefined } => {
    const given = nameOrArn ?? '';
    const name = isArn(given) ? given.slice(given.indexOf(':table/') + ':table/'.length) : given;
    const definition = tables.get(name);
    return { arn: definition?.arn ?? arnIn(model, 'dynamodb', `table/${name}`), definition };
  };

  /** A request about items whose keys it gives in full. */
  const onItems = (
    action: string,
    tableName: string | undefined,
    requests: readonly Expressions[],
    more: Readonly<Record<string, string | undefined>> = {},
  ): Demand => {
    const { arn, definition } = tableNamed(tableName);
    const hash = definition?.hashKey.name ?? '';
    return {
      action: `dynamodb:${action}`,
      resource: arn,
      context: () =>
        contextOf({
          'dynamodb:LeadingKeys': unique(requests.map((request) => textOf((request.Key ?? request.Item)?.[hash]))),
          'dynamodb:Attributes': unique(requests.flatMap(attributesOf)),
          ...more,
        }),
    };
  };

  const onRange = (action: 'Query' | 'Scan', input: QueryInput & ScanInput): Demand => {
    const { arn, definition } = tableNamed(input.TableName);
    const index = definition?.indexes.find(({ name }) => name === input.IndexName);
    const hash = (index ?? definition)?.hashKey.name ?? '';
    return {
      action: `dynamodb:${action}`,
      resource: input.IndexName === undefined ? arn : `${arn}/index/${input.IndexName}`,
      context: () => {
        const placeholder = placeholderFor(hash, input.KeyConditionExpression, input.ExpressionAttributeNames);
        return contextOf({
          'dynamodb:LeadingKeys': unique([textOf(input.ExpressionAttributeValues?.[placeholder ?? ''])]),
          'dynamodb:Attributes': attributesOf(input),
          'dynamodb:Select': selectOf(input),
          'dynamodb:ReturnConsumedCapacity': input.ReturnConsumedCapacity,
        });
      },
    };
  };

  const writing =
    (action: string) =>
    (input: PutItemInput | UpdateItemInput | DeleteItemInput): readonly Demand[] => [
      onItems(action, input.TableName, [input], {
        'dynamodb:ReturnValues': input.ReturnValues ?? 'NONE',
        'dynamodb:ReturnConsumedCapacity': input.ReturnConsumedCapacity,
      }),
    ];

  const inTransaction = (operation: string, action: string, part: (Put & Update) | Delete | Get | ConditionCheck) =>
    onItems(action, part.TableName, [part], { 'dynamodb:EnclosingOperation': operation });

  return {
    GetItem: (input: GetItemInput) => [
      onItems('GetItem', input.TableName, [input], {
        'dynamodb:Select': selectByKey(input),
        'dynamodb:ReturnConsumedCapacity': input.ReturnConsumedCapacity,
      }),
    ],
    PutItem: writing('PutItem'),
    UpdateItem: writing('UpdateItem'),
    DeleteItem: writing('DeleteItem'),
    Query: (input: QueryInput) => [onRange('Query', input)],
    Scan: (input: ScanInput) => [onRange('Scan', input)],
    BatchGetItem: (input: BatchGetItemInput) =>
      Object.entries(input.RequestItems ?? {}).map(([table, { Keys, ...rest }]) =>
        onItems('BatchGetItem', table, [rest, ...(Keys ?? []).map((Key) => ({ Key }))], {
          'dynamodb:Select': selectByKey(rest),
        }),
      ),
    BatchWriteItem: (input: BatchWriteItemInput) =>
      Object.entries(input.RequestItems ?? {}).map(([table, writes]) =>
        onItems(
          'BatchWriteItem',
          table,
          writes.map(({ PutRequest, DeleteRequest }) => ({ Item: PutRequest?.Item, Key: DeleteRequest?.Key })),
        ),
      ),
    TransactGetItems: (input: TransactGetItemsInput) =>
      (input.TransactItems ?? []).map(({ Get: get }) => inTransaction('TransactGetItems', 'GetItem', get ?? noPart)),
    TransactWriteItems: (input: TransactWriteItemsInput) =>
      (input.TransactItems ?? []).flatMap((part) => [
        ...(part.Put ? [inTransaction('TransactWriteItems', 'PutItem', part.Put as Put & Update)] : []),
        ...(part.Update ? [inTransaction('TransactWriteItems', 'UpdateItem', part.Update as Put & Update)] : []),
        ...(part.Delete ? [inTransaction('TransactWriteItems', 'DeleteItem', part.Delete)] : []),
        ...(part.ConditionCheck
          ? [inTransaction('TransactWriteItems', 'ConditionCheckItem', part.ConditionCheck)]
          : []),
      ]),
    DescribeTable: (input: { readonly TableName?: string }) => [
      { action: 'dynamodb:DescribeTable', resource: tableNamed(input.TableName).arn, context: noContext },
    ],
    DescribeTimeToLive: (input: { readonly TableName?: string }) => [
      { action: 'dynamodb:DescribeTimeToLive', resource: tableNamed(input.TableName).arn, context: noContext },
    ],
    ListTables: () => [{ action: 'dynamodb:ListTables', resource: '*', context: noContext }],
  };
};

/** A malformed entry of a transaction: it touches no table, and the operation itself refuses it. */
const noPart: Get = { TableName: undefined, Key: undefined };
