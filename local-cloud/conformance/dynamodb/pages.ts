import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { ConformanceCase } from '../case.ts';
import { refused, same } from '../check.ts';
import { casesOn, N, S, type Item } from './items.ts';
import { ALL, b, SORT_KEYS, sortKeysOf, stock } from './partition.ts';
import { API_QUERY, FILTERS, PAGES } from './sources.ts';

export const queryPages: readonly ConformanceCase[] = [
  ...casesOn('filter', FILTERS, [
    {
      name: 'after-reading',
      rule: 'A filter drops items after they were read: Count is what passed, ScannedCount what was read.',
      run: async (items) => {
        const partition = await stock(items);
        const answer = await items.query(
          'pk = :pk',
          { ...partition, ':red': S('red') },
          { FilterExpression: 'colour = :red' },
        );
        same(sortKeysOf(answer.Items), ['ab', 'b', 'd']);
        same([answer.Count, answer.ScannedCount], [3, 6]);
      },
    },
    {
      name: 'after-the-limit',
      rule: 'Limit counts what is read, before the filter: a page may be empty and not the last.',
      run: async (items) => {
        const partition = await stock(items);
        const asked = { FilterExpression: 'colour = :red', Limit: 1 };
        const answer = await items.query('pk = :pk', { ...partition, ':red': S('red') }, asked);
        same([answer.Items, answer.Count, answer.ScannedCount], [[], 0, 1]);
        same(answer.LastEvaluatedKey?.['sk'], S('a'));
      },
    },
    {
      name: 'not-on-keys',
      rule: 'A filter may not look at the attributes of the key.',
      run: async (items) => {
        const { pk } = items.fresh();
        const asked = items.query('pk = :pk', { ':pk': pk, ':b': S('b') }, { FilterExpression: 'sk = :b' });
        await refused(asked, 'ValidationException', /Filter Expression can only contain non-primary key attributes/);
      },
    },
  ]),
  ...casesOn('page', PAGES, [
    {
      name: 'limit',
      rule: 'A page ends at its limit and says where, with the key of its last item.',
      run: async (items) => {
        const partition = await stock(items);
        const answer = await items.query('pk = :pk', partition, { Limit: 2 });
        same(sortKeysOf(answer.Items), ['a', 'ab']);
        same(answer.LastEvaluatedKey, { pk: partition[':pk'], sk: S('ab') });
      },
    },
    {
      name: 'walk',
      rule: 'Pages one after another hold every item once, in order, and the last has no LastEvaluatedKey.',
      run: async (items) => {
        const partition = await stock(items);
        for (const ScanIndexForward of [true, false]) {
          const seen: (string | undefined)[] = [];
          let ExclusiveStartKey: Item | undefined;
          do {
            const page = await items.query('pk = :pk', partition, {
              Limit: 4,
              ScanIndexForward,
              ...(ExclusiveStartKey && { ExclusiveStartKey }),
            });
            seen.push(...sortKeysOf(page.Items));
            ExclusiveStartKey = page.LastEvaluatedKey;
          } while (ExclusiveStartKey !== undefined);
          same(seen, ScanIndexForward ? ALL : ALL.toReversed());
        }
      },
    },
    {
      name: 'exactly-at-the-limit',
      rule: 'A page that ends by its limit with the last item still has a LastEvaluatedKey, and the next is empty.',
      run: async (items) => {
        const partition = await stock(items);
        const first = await items.query('pk = :pk', partition, { Limit: SORT_KEYS.length });
        same(first.LastEvaluatedKey?.['sk'], S('d'));
        const next = await items.query('pk = :pk', partition, { ExclusiveStartKey: first.LastEvaluatedKey });
        same([next.Items, next.LastEvaluatedKey], [[], undefined]);
      },
    },
    {
      name: 'start-is-exclusive',
      rule: 'A page begins after its start key, whether that item is still there or not.',
      run: async (items) => {
        const partition = await stock(items);
        const start = { pk: partition[':pk'] as Item[string], sk: S('ab') };
        await items.remove(start);
        same(sortKeysOf((await items.query('pk = :pk', partition, { ExclusiveStartKey: start })).Items), [
          'abc',
          'b',
          'c',
          'd',
        ]);
        const back = await items.query('pk = :pk', partition, { ExclusiveStartKey: start, ScanIndexForward: false });
        same(sortKeysOf(back.Items), ['a']);
      },
    },
    {
      name: 'one-megabyte',
      rule: 'A page ends with the item that reaches 1 MB, before any limit, and says where.',
      run: async (items) => {
        const { pk } = items.fresh();
        const text = 'x'.repeat(300 * 1024);
        for (const sk of ['a', 'b', 'c', 'd', 'e']) await items.put({ pk, sk: S(sk), text: S(text) });
        const first = await items.query('pk = :pk', { ':pk': pk }, { ProjectionExpression: 'sk' });
        same(sortKeysOf(first.Items), ['a', 'b', 'c', 'd']);
        same(first.LastEvaluatedKey, { pk, sk: S('d') });
        const next = await items.query(
          'pk = :pk',
          { ':pk': pk },
          { ExclusiveStartKey: first.LastEvaluatedKey, ProjectionExpression: 'sk' },
        );
        same([sortKeysOf(next.Items), next.LastEvaluatedKey], [['e'], undefined]);
      },
    },
    {
      name: 'count-alone',
      rule: 'Select COUNT answers numbers without items.',
      source: API_QUERY,
      run: async (items) => {
        const partition = await stock(items);
        const answer = await items.query('pk = :pk', partition, { Select: 'COUNT' });
        same([answer.Items, answer.Count, answer.ScannedCount], [undefined, 6, 6]);
      },
    },
    {
      name: 'limit-of-zero',
      rule: 'The least limit is 1.',
      source: API_QUERY,
      run: async (items) => {
        const { pk } = items.fresh();
        await refused(
          items.query('pk = :pk', { ':pk': pk }, { Limit: 0 }),
          'ValidationException',
          /greater than or equal to 1/,
        );
      },
    },
    {
      name: 'start-key-incomplete',
      rule: 'A start key has all attributes of the key and no other.',
      source: API_QUERY,
      run: async (items) => {
        const { pk } = items.fresh();
        for (const ExclusiveStartKey of [{ pk }, { pk, sk: S('a'), n: N(1) }, { pk, sk: N(1) }]) {
          await refused(items.query('pk = :pk', { ':pk': pk }, { ExclusiveStartKey }), 'ValidationException');
        }
      },
    },
    {
      name: 'start-key-without-sort-key',
      rule: 'A query of a table without a sort key takes no start key, because one partition holds one item.',
      source: API_QUERY,
      run: async (_, { dynamodb, fixture, unique }) => {
        const id = S(unique('single'));
        const asked = new QueryCommand({
          TableName: fixture.name('Singles'),
          KeyConditionExpression: 'id = :id',
          ExpressionAttributeValues: { ':id': id },
          ExclusiveStartKey: { id },
        });
        await refused(dynamodb.send(asked), 'ValidationException', /exclusive start key is invalid: ExclusiveStartKey/);
      },
    },
    {
      name: 'start-key-of-another-partition',
      rule: 'A start key of another partition is refused.',
      source: API_QUERY,
      run: async (items) => {
        const { pk } = items.fresh();
        const asked = items.query('pk = :pk', { ':pk': pk }, { ExclusiveStartKey: items.fresh() });
        await refused(asked, 'ValidationException', /starting key/);
      },
    },
    {
      name: 'start-key-outside-the-condition',
      rule: 'A start key outside the condition on the sort key is refused.',
      source: API_QUERY,
      run: async (items) => {
        const { pk } = items.fresh();
        const asked = items.query(
          'pk = :pk AND sk > :b',
          { ':pk': pk, ...b },
          { ExclusiveStartKey: { pk, sk: S('a') } },
        );
        await refused(asked, 'ValidationException', /starting key does not match the range key predicate/);
      },
    },
    {
      name: 'start-key-empty',
      rule: 'A start key that no item can have is refused.',
      source: API_QUERY,
      run: async (items) => {
        const { pk } = items.fresh();
        const asked = items.query('pk = :pk', { ':pk': pk }, { ExclusiveStartKey: { pk, sk: S('') } });
        await refused(asked, 'ValidationException', /empty string value/);
      },
    },
  ]),
];
