import type {
  DescribeTableInput,
  DescribeTableOutput,
  GlobalSecondaryIndexDescription,
  KeySchemaElement,
  ListTablesInput,
  ListTablesOutput,
  Projection,
} from '@aws-sdk/client-dynamodb';
import type { IndexDefinition, KeyDefinition } from '../../../template/model.ts';
import type { Context, Table } from '../context.ts';
import { AwsError } from '../../contract.ts';
import { resourceNotFound } from '../errors.ts';
import { refuseUnknown } from '../input.ts';
import { keyDefinitions } from '../keys.ts';
import type { Partitions } from '../state.ts';
import { compareText } from '../values.ts';

const MAXIMUM_NAMES = 100;

type Schema = Pick<IndexDefinition, 'hashKey' | 'rangeKey'>;

const keySchemaOf = ({ hashKey, rangeKey }: Schema): KeySchemaElement[] => [
  { AttributeName: hashKey.name, KeyType: 'HASH' },
  ...(rangeKey === undefined ? [] : [{ AttributeName: rangeKey.name, KeyType: 'RANGE' as const }]),
];

const projectionOf = ({ projection }: IndexDefinition): Projection =>
  typeof projection === 'string'
    ? { ProjectionType: projection }
    : { ProjectionType: 'INCLUDE', NonKeyAttributes: [...projection.include] };

const countRows = (partitions: Partitions | undefined): number =>
  [...(partitions?.values() ?? [])].reduce((sum, rows) => sum + rows.length, 0);

const describeIndex = ({ definition, state }: Table, index: IndexDefinition): GlobalSecondaryIndexDescription => ({
  IndexName: index.name,
  IndexArn: `${definition.arn}/index/${index.name}`,
  IndexStatus: 'ACTIVE',
  KeySchema: keySchemaOf(index),
  Projection: projectionOf(index),
  ItemCount: countRows(state.indexes[index.name]),
});

const describe = (table: Table): DescribeTableOutput => {
  const { definition, state } = table;
  const keys = new Map<string, KeyDefinition>(
    [definition, ...definition.indexes].flatMap(keyDefinitions).map((key) => [key.name, key]),
  );
  return {
    Table: {
      TableName: definition.name,
      TableArn: definition.arn,
      TableStatus: 'ACTIVE',
      KeySchema: keySchemaOf(definition),
      AttributeDefinitions: [...keys.values()].map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      ItemCount: state.itemCount,
      TableSizeBytes: state.sizeBytes,
      ...(definition.indexes.length > 0 && {
        GlobalSecondaryIndexes: definition.indexes.map((index) => describeIndex(table, index)),
      }),
      ...(definition.stream !== undefined && {
        LatestStreamArn: definition.stream.arn,
        StreamSpecification: { StreamEnabled: true, StreamViewType: definition.stream.view },
      }),
    },
  };
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html */
export const makeDescribeTable =
  (context: Context) =>
  (input: DescribeTableInput): DescribeTableOutput => {
    refuseUnknown('DescribeTable', input, new Set(['TableName']));
    try {
      return describe(context.tableOf(input.TableName));
    } catch (error) {
      if (!(error instanceof AwsError) || error.name !== 'ResourceNotFoundException') throw error;
      throw resourceNotFound(`Requested resource not found: Table: ${input.TableName ?? ''} not found`);
    }
  };

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html */
export const makeListTables =
  (context: Context) =>
  (input: ListTablesInput): ListTablesOutput => {
    refuseUnknown('ListTables', input, new Set(['ExclusiveStartTableName', 'Limit']));
    const after = input.ExclusiveStartTableName;
    const names = context.tables
      .map(({ definition }) => definition.name)
      .sort(compareText)
      .filter((name) => after === undefined || compareText(name, after) > 0);
    const shownNames = names.slice(0, input.Limit ?? MAXIMUM_NAMES);
    const last = shownNames.at(-1);
    return {
      TableNames: shownNames,
      ...(shownNames.length < names.length && last !== undefined && { LastEvaluatedTableName: last }),
    };
  };
