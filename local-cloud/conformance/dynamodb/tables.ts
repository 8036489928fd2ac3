import { DescribeTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { ConformanceCase } from '../case.ts';
import { holds, refused, same } from '../check.ts';
import { casesOn } from './items.ts';
import { API_DESCRIBE, API_LIST } from './sources.ts';

export const tables: readonly ConformanceCase[] = [
  ...casesOn('describe-table', API_DESCRIBE, [
    {
      name: 'keys-and-indexes',
      rule: 'A table tells its keys, their types, its indexes and that it is active.',
      run: async ({ TableName }, { dynamodb }) => {
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
            Table?.AttributeDefinitions?.map(({ AttributeName = '', AttributeType }) => [
              AttributeName,
              AttributeType,
            ]) ?? [],
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
    },
    {
      name: 'stream',
      rule: 'A table with a stream tells its view and its ARN.',
      run: async (_, { dynamodb, fixture }) => {
        const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: fixture.name('StreamedKeys') }));
        same(Table?.StreamSpecification, { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' });
        holds(
          Table?.LatestStreamArn?.startsWith(`${Table.TableArn ?? '?'}/stream/`) === true,
          Table?.LatestStreamArn ?? 'no stream',
        );
      },
    },
    {
      name: 'unknown',
      rule: 'A table that does not exist is ResourceNotFoundException.',
      run: async (_, { dynamodb, fixture }) => {
        const TableName = fixture.name('Nowhere');
        await refused(dynamodb.send(new DescribeTableCommand({ TableName })), 'ResourceNotFoundException');
      },
    },
  ]),
  ...casesOn('list-tables', API_LIST, [
    {
      name: 'in-order',
      rule: 'The names of all tables come in order, page by page, after the one that is given.',
      run: async ({ TableName }, { dynamodb, fixture }) => {
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
    },
  ]),
];
