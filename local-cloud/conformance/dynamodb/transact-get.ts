import { TransactGetItemsCommand } from '@aws-sdk/client-dynamodb';
import { refused, same } from '../check.ts';
import { casesOn, N, S } from './items.ts';
import { API_TRANSACT_GET } from './sources.ts';
import { LARGE } from './transacting.ts';

export const transactGet = casesOn('transact-get', API_TRANSACT_GET, [
  {
    name: 'in-request-order',
    rule: 'A transaction of reads answers in the order of the request, with nothing for what is not there.',
    run: async (items, cloud) => {
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
  },
  {
    name: 'projection',
    rule: 'Each read of a transaction has a projection of its own.',
    run: async (items, cloud) => {
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
    },
  },
  {
    name: 'a-hundred',
    rule: 'A transaction reads up to 100 items.',
    run: async (items, cloud) => {
      const { TableName } = items;
      const TransactItems = Array.from({ length: 101 }, () => ({ Get: { TableName, Key: items.fresh() } }));
      await cloud.dynamodb.send(new TransactGetItemsCommand({ TransactItems: TransactItems.slice(1) }));
      await refused(
        cloud.dynamodb.send(new TransactGetItemsCommand({ TransactItems })),
        'ValidationException',
        /less than or equal to 100/,
      );
    },
  },
  {
    name: 'four-megabytes',
    rule: 'The items of a transaction of reads have no more than 4 MB together.',
    run: async (items, cloud) => {
      const { TableName } = items;
      const keys = Array.from({ length: 11 }, () => items.fresh());
      for (const key of keys) await items.put({ ...key, LARGE });
      const TransactItems = keys.map((Key) => ({ Get: { TableName, Key } }));
      await refused(cloud.dynamodb.send(new TransactGetItemsCommand({ TransactItems })), 'ValidationException');
    },
  },
]);
