import { BatchWriteItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { QueryCommandInput, QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Cloud } from '../case.ts';
import { refused, same } from '../check.ts';
import { casesOn, N, S, type Item, type Items } from './items.ts';
import { API_QUERY, CONSTRAINTS, INDEXES } from './sources.ts';

const ask = (
  { TableName }: Items,
  { dynamodb }: Cloud,
  more: Partial<QueryCommandInput>,
): Promise<QueryCommandOutput> =>
  dynamodb.send(new QueryCommand({ TableName, KeyConditionExpression: 'gpk = :g', ...more }));

/** Index reads are eventual: asked until the index holds as many. */
const settled = (
  items: Items,
  cloud: Cloud,
  count: number,
  more: Partial<QueryCommandInput>,
): Promise<QueryCommandOutput> =>
  cloud.eventually(
    async () => {
      const answer = await ask(items, cloud, more);
      return answer.Count === count ? answer : undefined;
    },
    { what: `An index with ${count} items` },
  );

/** Items of one index partition, each with a partition of its own in the table. */
const stock = async (items: Items, cloud: Cloud, numbers: readonly number[]) => {
  const gpk = S(cloud.unique('group'));
  const stored: Item[] = [];
  for (const [at, gsk] of numbers.entries()) {
    const item = { ...items.fresh(`s${at}`), gpk, gsk: N(gsk), colour: S('red'), size: N(at) };
    await items.put(item);
    stored.push(item);
  }
  return { gpk, stored, values: { ':g': gpk } };
};

const shownOf = (found: QueryCommandOutput): readonly string[] => Object.keys(found.Items?.[0] ?? {}).toSorted();

export const indexes = casesOn('index', INDEXES, [
  {
    name: 'order',
    rule: 'An index has its own order: by its sort key, numbers by their value.',
    run: async (items, cloud) => {
      const { values } = await stock(items, cloud, [10, 9, 100, -1]);
      const { Items: found } = await settled(items, cloud, 4, { IndexName: 'all', ExpressionAttributeValues: values });
      same(
        found?.map(({ gsk }) => gsk?.N),
        ['-1', '9', '10', '100'],
      );
    },
  },
  {
    name: 'sort-key-condition',
    rule: "A key condition on an index names the index's own keys.",
    run: async (items, cloud) => {
      const { values } = await stock(items, cloud, [1, 2, 3]);
      await settled(items, cloud, 3, { IndexName: 'all', ExpressionAttributeValues: values });
      const found = await ask(items, cloud, {
        IndexName: 'all',
        KeyConditionExpression: 'gpk = :g AND gsk BETWEEN :two AND :nine',
        ExpressionAttributeValues: { ...values, ':two': N(2), ':nine': N(9) },
      });
      same(
        found.Items?.map(({ gsk }) => gsk?.N),
        ['2', '3'],
      );
    },
  },
  {
    name: 'projection-all',
    rule: 'An index with projection ALL shows whole items.',
    run: async (items, cloud) => {
      const { values, stored } = await stock(items, cloud, [1]);
      const found = await settled(items, cloud, 1, { IndexName: 'all', ExpressionAttributeValues: values });
      same(found.Items, stored);
    },
  },
  {
    name: 'projection-keys-only',
    rule: 'An index with projection KEYS_ONLY shows the keys of the table and its own.',
    run: async (items, cloud) => {
      const { values } = await stock(items, cloud, [1]);
      same(shownOf(await settled(items, cloud, 1, { IndexName: 'keys', ExpressionAttributeValues: values })), [
        'gpk',
        'pk',
        'sk',
      ]);
    },
  },
  {
    name: 'projection-include',
    rule: 'An index with projection INCLUDE shows the named attributes beside the keys.',
    run: async (items, cloud) => {
      const { values } = await stock(items, cloud, [1]);
      const found = await settled(items, cloud, 1, { IndexName: 'some', ExpressionAttributeValues: values });
      same(shownOf(found), ['colour', 'gpk', 'pk', 'sk']);
    },
  },
  {
    name: 'sparse',
    rule: 'An item that lacks a key of an index is not in it.',
    run: async (items, cloud) => {
      const { gpk, values } = await stock(items, cloud, [1]);
      await items.put({ ...items.fresh(), gpk });
      await settled(items, cloud, 2, { IndexName: 'keys', ExpressionAttributeValues: values });
      await settled(items, cloud, 1, { IndexName: 'all', ExpressionAttributeValues: values });
    },
  },
  {
    name: 'follows-the-table',
    rule: 'An index follows changes of its keys and deletes of items.',
    run: async (items, cloud) => {
      const { values, stored } = await stock(items, cloud, [1, 2]);
      const [first = {}, second = {}] = stored;
      await items.update(first, 'SET gsk = :three', { ':three': N(3) });
      const order = async (expected: readonly string[]) =>
        cloud.eventually(async () => {
          const found = await ask(items, cloud, { IndexName: 'all', ExpressionAttributeValues: values });
          return found.Items?.map(({ gsk }) => gsk?.N).join() === expected.join() ? true : undefined;
        });
      await order(['2', '3']);
      await items.remove(second);
      await order(['3']);
      await items.update(first, 'REMOVE gpk');
      await order([]);
    },
  },
  {
    name: 'same-key-many-items',
    rule: 'Keys of an index need not be unique; pages walk through equal ones without loss.',
    run: async (items, cloud) => {
      const { values } = await stock(items, cloud, [7, 7, 7]);
      await settled(items, cloud, 3, { IndexName: 'all', ExpressionAttributeValues: values });
      const seen = new Set<string | undefined>();
      let ExclusiveStartKey: Item | undefined;
      do {
        const page = await ask(items, cloud, {
          IndexName: 'all',
          ExpressionAttributeValues: values,
          Limit: 1,
          ...(ExclusiveStartKey && { ExclusiveStartKey }),
        });
        for (const { pk } of page.Items ?? []) seen.add(pk?.S);
        ExclusiveStartKey = page.LastEvaluatedKey;
        if (ExclusiveStartKey) same(Object.keys(ExclusiveStartKey).toSorted(), ['gpk', 'gsk', 'pk', 'sk']);
      } while (ExclusiveStartKey !== undefined);
      same(seen.size, 3);
    },
  },
  {
    name: 'no-consistent-read',
    rule: 'A global index cannot be read consistently.',
    run: async (items, cloud) => {
      const asked = { IndexName: 'all', ExpressionAttributeValues: { ':g': S('x') }, ConsistentRead: true };
      await refused(ask(items, cloud, asked), 'ValidationException', /[Cc]onsistent read/);
    },
  },
  {
    name: 'not-projected',
    rule: 'A global index cannot show what it does not hold.',
    run: async (items, cloud) => {
      const asked = { IndexName: 'keys', ExpressionAttributeValues: { ':g': S('x') } };
      await refused(
        ask(items, cloud, { ...asked, ProjectionExpression: 'colour' }),
        'ValidationException',
        /does not project/,
      );
      await refused(ask(items, cloud, { ...asked, Select: 'ALL_ATTRIBUTES' }), 'ValidationException', /ALL_ATTRIBUTES/);
    },
  },
  {
    name: 'unknown',
    rule: 'An index that the table does not have is refused.',
    source: API_QUERY,
    run: async (items, cloud) => {
      const asked = { IndexName: 'nobody', ExpressionAttributeValues: { ':g': S('x') } };
      await refused(ask(items, cloud, asked), 'ValidationException', /does not have the specified index: nobody/);
    },
  },
  {
    name: 'key-of-another-type',
    rule: "An item whose attribute has not the type of an index's key is refused.",
    run: async (items) => {
      const item = { ...items.fresh(), gpk: S('x'), gsk: S('seven') };
      await refused(items.put(item), 'ValidationException', /Type mismatch for Index Key/);
    },
  },
  {
    name: 'length-of-keys',
    rule: "An item whose attribute is too long for an index's key is refused: 2,048 bytes, or 1,024 for a sort key.",
    source: CONSTRAINTS,
    run: async (items, cloud) => {
      const TableName = cloud.fixture.name('Items');
      const key = items.fresh();
      const longest = { ...key, gpk: S('x'.repeat(2048)) };
      await items.put(longest);
      const message = /limit of ?2048 bytes/;
      const gpk = S('x'.repeat(2049));
      await refused(items.put({ ...key, gpk }), 'ValidationException', message);
      await refused(items.update(key, 'SET gpk = :g', { ':g': gpk }), 'ValidationException', message);
      const batch = { RequestItems: { [TableName]: [{ PutRequest: { Item: { ...key, gpk } } }] } };
      await refused(cloud.dynamodb.send(new BatchWriteItemCommand(batch)), 'ValidationException', message);
      same(await items.get(key), longest);
      await items.remove(key);
    },
  },
  {
    name: 'empty-key',
    rule: "An item whose attribute for an index's key is empty is refused.",
    run: async (items) => {
      await refused(items.put({ ...items.fresh(), gpk: S('') }), 'ValidationException', /empty string value/);
    },
  },
]);
