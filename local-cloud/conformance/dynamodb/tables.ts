import { DescribeTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { ConformanceCase } from '../case.ts';
import { holds, refused, same } from '../check.ts';
import { casesOn } from './items.ts';
import { API_DESCRIBE, API_LIST } from './sources.ts';

const describes = casesOn('describe-table', API_DESCRIBE);
const lists = casesOn('list-tables', API_LIST);

export const tables: readonly ConformanceCase[] = [
  describes(
    'keys-and-indexes',
    'A table tells its keys, their types, its indexes and that it is active.',
    async ({ TableName }, { dynamodb }) => {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
      same(
        [Table?.TableName, Table?.TableStatus, Table?.BillingModeSummary?.BillingMode],
        [TableName, 'ACTIVE', 'PAY_PER_REQUEST'],
      );
      same(Table?.KeySchema, [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ]);
      same(
        Object.fromEntries(
          Table?.AttributeDefinitions?.map(({ AttributeName = '', AttributeType }) => [AttributeName, AttributeType]) ??
            [],
        ),
        { pk: 'S', sk: 'S', gpk: 'S', gsk: 'N' },
      );
      const indexes = Table?.GlobalSecondaryIndexes?.map(({ IndexName, Projection }) => [
        IndexName,
        Projection?.ProjectionType,
      ]);
      same(indexes?.toSorted(), [
        ['all', 'ALL'],
        ['keys', 'KEYS_ONLY'],
        ['some', 'INCLUDE'],
      ]);
      same(Table?.LatestStreamArn, undefined);
    },
  ),
  describes('stream', 'A table with a stream tells its view and its ARN.', async (_, { dynamodb, fixture }) => {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: fixture.name('StreamedKeys') }));
    same(Table?.StreamSpecification, { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' });
    holds(
      Table?.LatestStreamArn?.startsWith(`${Table.TableArn ?? '?'}/stream/`) === true,
      Table?.LatestStreamArn ?? 'no stream',
    );
  }),
  describes(
    'unknown',
    'A table that does not exist is ResourceNotFoundException.',
    async (_, { dynamodb, fixture }) => {
      const TableName = fixture.name('Nowhere');
      await refused(dynamodb.send(new DescribeTableCommand({ TableName })), 'ResourceNotFoundException');
    },
  ),
  lists(
    'in-order',
    'The names of all tables come in order, page by page, after the one that is given.',
    async ({ TableName }, { dynamodb, fixture }) => {
      const names: string[] = [];
      let ExclusiveStartTableName: string | undefined = fixture.name('A');
      do {
        const page: { TableNames?: string[] | undefined; LastEvaluatedTableName?: string | undefined } =
          await dynamodb.send(new ListTablesCommand({ Limit: 2, ExclusiveStartTableName }));
        holds((page.TableNames?.length ?? 0) <= 2, 'no more than the limit');
        names.push(...(page.TableNames ?? []));
        ExclusiveStartTableName = page.LastEvaluatedTableName;
      } while (ExclusiveStartTableName !== undefined && names.length < 200);
      same(names, names.toSorted());
      for (const name of [TableName, fixture.name('Deliveries'), fixture.name('StreamedOld')]) {
        holds(names.includes(name), `${name} is among them`);
      }
    },
  ),
];
