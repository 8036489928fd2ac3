import { TransactGetItemsCommand } from '@aws-sdk/client-dynamodb';
import type { ConformanceCase } from '../case.ts';
import { refused, same } from '../check.ts';
import { casesOn, N, S } from './items.ts';
import { API_TRANSACT_GET } from './sources.ts';
import { LARGE } from './transacting.ts';

const gets = casesOn('transact-get', API_TRANSACT_GET);

export const transactGet: readonly ConformanceCase[] = [
  gets(
    'in-request-order',
    'A transaction of reads answers in the order of the request, with nothing for what is not there.',
    async (items, cloud) => {
      const { TableName } = items;
      const [one, two] = [
        { ...items.fresh(), v: N(1) },
        { ...items.fresh(), v: N(2) },
      ];
      await items.put(one);
      await items.put(two);
      const TransactItems = [two, items.fresh(), one].map(({ pk, sk }) => ({ Get: { TableName, Key: { pk, sk } } }));
      const { Responses } = await cloud.dynamodb.send(new TransactGetItemsCommand({ TransactItems }));
      same(
        Responses?.map(({ Item: found }) => found),
        [two, undefined, one],
      );
    },
  ),
  gets('projection', 'Each read of a transaction has a projection of its own.', async (items, cloud) => {
    const { TableName } = items;
    const { pk, sk } = items.fresh();
    await items.put({ pk, sk, a: N(1), name: S('x') });
    const Key = { pk, sk };
    const second = items.fresh();
    await items.put({ ...second, a: N(2) });
    const TransactItems = [
      { Get: { TableName, Key, ProjectionExpression: '#n', ExpressionAttributeNames: { '#n': 'name' } } },
      { Get: { TableName, Key: second, ProjectionExpression: 'a' } },
    ];
    const { Responses } = await cloud.dynamodb.send(new TransactGetItemsCommand({ TransactItems }));
    same(
      Responses?.map(({ Item: found }) => found),
      [{ name: S('x') }, { a: N(2) }],
    );
  }),
  gets('a-hundred', 'A transaction reads up to 100 items.', async (items, cloud) => {
    const { TableName } = items;
    const TransactItems = Array.from({ length: 101 }, () => ({ Get: { TableName, Key: items.fresh() } }));
    await cloud.dynamodb.send(new TransactGetItemsCommand({ TransactItems: TransactItems.slice(1) }));
    await refused(
      cloud.dynamodb.send(new TransactGetItemsCommand({ TransactItems })),
      'ValidationException',
      /less than or equal to 100/,
    );
  }),
  gets(
    'four-megabytes',
    'The items of a transaction of reads have no more than 4 MB together.',
    async (items, cloud) => {
      const { TableName } = items;
      const keys = Array.from({ length: 11 }, () => items.fresh());
      for (const key of keys) await items.put({ ...key, LARGE });
      const TransactItems = keys.map((Key) => ({ Get: { TableName, Key } }));
      await refused(cloud.dynamodb.send(new TransactGetItemsCommand({ TransactItems })), 'ValidationException');
    },
  ),
];
