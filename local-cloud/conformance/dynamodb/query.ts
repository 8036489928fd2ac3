import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { ConformanceCase } from '../case.ts';
import { refused, same } from '../check.ts';
import { casesOn, N, S } from './items.ts';
import type { Item, Items } from './items.ts';
import { API_QUERY, FILTERS, KEY_CONDITIONS, PAGES } from './sources.ts';

const keys = casesOn('key-condition', KEY_CONDITIONS);
const pages = casesOn('page', PAGES);
const filters = casesOn('filter', FILTERS);

const SORT_KEYS = ['a', 'ab', 'abc', 'b', 'c', 'd'] as const;

/** One partition with an item for each sort key; `n` counts them from 0. */
const stock = async (items: Items, sortKeys: readonly string[] = SORT_KEYS): Promise<Item> => {
  const { pk } = items.fresh();
  for (const [n, sk] of sortKeys.entries())
    await items.put({ pk, sk: S(sk), n: N(n), colour: S(n % 2 ? 'red' : 'blue') });
  return { ':pk': pk };
};

const sortKeysOf = (found: readonly Item[] | undefined): readonly (string | undefined)[] =>
  (found ?? []).map(({ sk }) => sk?.S);

type More = Partial<QueryCommandInput> & { readonly values?: Item };

const finds = (
  name: string,
  rule: string,
  condition: string,
  { values, ...more }: More,
  expected: readonly string[],
): ConformanceCase =>
  keys(name, rule, async (items) => {
    const partition = await stock(items);
    await stock(items);
    const answer = await items.query(condition, { ...partition, ...values }, more);
    same(sortKeysOf(answer.Items), expected);
    same({ Count: answer.Count, more: answer.LastEvaluatedKey }, { Count: expected.length, more: undefined });
  });

const refuses = (name: string, rule: string, condition: string, values: Item, message: RegExp): ConformanceCase =>
  keys(name, rule, async (items) => {
    const { pk } = items.fresh();
    await refused(
      items.query(condition, { ...(condition.includes(':pk') && { ':pk': pk }), ...values }),
      'ValidationException',
      message,
    );
  });

const b: Item = { ':b': S('b') };
const ALL = [...SORT_KEYS];

export const query: readonly ConformanceCase[] = [
  finds(
    'partition',
    'A query finds all items of one partition, by their sort keys, and none of another.',
    'pk = :pk',
    {},
    ALL,
  ),
  finds(
    'backwards',
    'ScanIndexForward false turns the order round.',
    'pk = :pk',
    { ScanIndexForward: false },
    ALL.toReversed(),
  ),
  finds('equal', 'A sort key may be asked for as it is.', 'pk = :pk AND sk = :b', { values: b }, ['b']),
  finds('less', 'sk < :b finds what comes before.', 'pk = :pk AND sk < :b', { values: b }, ['a', 'ab', 'abc']),
  finds('less-or-equal', 'sk <= :b finds what comes before, and b.', 'pk = :pk AND sk <= :b', { values: b }, [
    'a',
    'ab',
    'abc',
    'b',
  ]),
  finds('greater', 'sk > :b finds what comes after.', 'pk = :pk AND sk > :b', { values: b }, ['c', 'd']),
  finds('greater-or-equal', 'sk >= :b finds b, and what comes after.', 'pk = :pk AND sk >= :b', { values: b }, [
    'b',
    'c',
    'd',
  ]),
  finds(
    'between',
    'BETWEEN finds both its bounds and what lies between.',
    'pk = :pk AND sk BETWEEN :ab AND :c',
    { values: { ':ab': S('ab'), ':c': S('c') } },
    ['ab', 'abc', 'b', 'c'],
  ),
  finds(
    'begins-with',
    'begins_with finds what begins so, the prefix itself included.',
    'pk = :pk AND begins_with(sk, :ab)',
    { values: { ':ab': S('ab') } },
    ['ab', 'abc'],
  ),
  finds('either-order', 'The two conditions may stand in either order.', 'sk > :b AND pk = :pk', { values: b }, [
    'c',
    'd',
  ]),
  finds(
    'placeholders',
    'Key attributes may be named by placeholders.',
    '#p = :pk AND #s > :b',
    { values: b, ExpressionAttributeNames: { '#p': 'pk', '#s': 'sk' } },
    ['c', 'd'],
  ),
  finds(
    'nothing',
    'A query that finds nothing answers an empty list.',
    'pk = :pk AND sk > :z',
    { values: { ':z': S('z') } },
    [],
  ),
  keys('order-of-bytes', 'Sort keys are in the order of their UTF-8 bytes.', async (items) => {
    const partition = await stock(items, ['é', 'z', 'Z', '\u{1F680}', '\uFF5E', '10', '9']);
    same(sortKeysOf((await items.query('pk = :pk', partition)).Items), [
      '10',
      '9',
      'Z',
      'z',
      'é',
      '\uFF5E',
      '\u{1F680}',
    ]);
  }),
  refuses('without-partition', 'A query must name the partition key.', 'sk = :b', b, /missed key schema element/),
  refuses('partition-range', 'The partition key takes = alone.', 'pk > :pk', {}, /Query key condition not supported/),
  refuses(
    'other-attribute',
    'An attribute that is no key has no place in a key condition.',
    'pk = :pk AND n = :b',
    b,
    /missed key schema element/,
  ),
  refuses(
    'or',
    'Key conditions are joined by AND alone.',
    'pk = :pk OR sk = :b',
    b,
    /Invalid operator used in KeyConditionExpression: OR/,
  ),
  refuses(
    'not-equal',
    '<> is no operator of key conditions.',
    'pk = :pk AND sk <> :b',
    b,
    /Invalid operator used in KeyConditionExpression: <>/,
  ),
  refuses(
    'in',
    'IN is no operator of key conditions.',
    'pk = :pk AND sk IN (:b)',
    b,
    /Invalid operator used in KeyConditionExpression: IN/,
  ),
  refuses(
    'contains',
    'contains is no function of key conditions.',
    'pk = :pk AND contains(sk, :b)',
    b,
    /Invalid operator used in KeyConditionExpression: contains/,
  ),
  refuses(
    'twice',
    'Each key may stand in one condition.',
    'pk = :pk AND pk = :pk',
    {},
    /must only contain one condition per key/,
  ),
  refuses(
    'another-type',
    "Values must be of the key's type.",
    'pk = :pk AND sk = :n',
    { ':n': N(1) },
    /Condition parameter type does not match schema type/,
  ),
  keys(
    'no-condition',
    'A query without a key condition is refused.',
    async (items, { dynamodb }) => {
      await refused(
        dynamodb.send(new QueryCommand({ TableName: items.TableName })),
        'ValidationException',
        /KeyConditionExpression/,
      );
    },
    { source: API_QUERY },
  ),

  filters(
    'after-reading',
    'A filter drops items after they were read: Count is what passed, ScannedCount what was read.',
    async (items) => {
      const partition = await stock(items);
      const answer = await items.query(
        'pk = :pk',
        { ...partition, ':red': S('red') },
        { FilterExpression: 'colour = :red' },
      );
      same(sortKeysOf(answer.Items), ['ab', 'b', 'd']);
      same([answer.Count, answer.ScannedCount], [3, 6]);
    },
  ),
  filters(
    'after-the-limit',
    'Limit counts what is read, before the filter: a page may be empty and not the last.',
    async (items) => {
      const partition = await stock(items);
      const asked = { FilterExpression: 'colour = :red', Limit: 1 };
      const answer = await items.query('pk = :pk', { ...partition, ':red': S('red') }, asked);
      same([answer.Items, answer.Count, answer.ScannedCount], [[], 0, 1]);
      same(answer.LastEvaluatedKey?.['sk'], S('a'));
    },
  ),
  filters('not-on-keys', 'A filter may not look at the attributes of the key.', async (items) => {
    const { pk } = items.fresh();
    const asked = items.query('pk = :pk', { ':pk': pk, ':b': S('b') }, { FilterExpression: 'sk = :b' });
    await refused(asked, 'ValidationException', /Filter Expression can only contain non-primary key attributes/);
  }),

  pages('limit', 'A page ends at its limit and says where, with the key of its last item.', async (items) => {
    const partition = await stock(items);
    const answer = await items.query('pk = :pk', partition, { Limit: 2 });
    same(sortKeysOf(answer.Items), ['a', 'ab']);
    same(answer.LastEvaluatedKey, { pk: partition[':pk'], sk: S('ab') });
  }),
  pages(
    'walk',
    'Pages one after another hold every item once, in order, and the last has no LastEvaluatedKey.',
    async (items) => {
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
  ),
  pages(
    'exactly-at-the-limit',
    'A page that ends by its limit with the last item still has a LastEvaluatedKey, and the next is empty.',
    async (items) => {
      const partition = await stock(items);
      const first = await items.query('pk = :pk', partition, { Limit: SORT_KEYS.length });
      same(first.LastEvaluatedKey?.['sk'], S('d'));
      const next = await items.query('pk = :pk', partition, { ExclusiveStartKey: first.LastEvaluatedKey });
      same([next.Items, next.LastEvaluatedKey], [[], undefined]);
    },
  ),
  pages(
    'start-is-exclusive',
    'A page begins after its start key, whether that item is still there or not.',
    async (items) => {
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
  ),
  pages(
    'one-megabyte',
    'A page ends with the item that reaches 1 MB, before any limit, and says where.',
    async (items) => {
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
  ),
  pages(
    'count-alone',
    'Select COUNT answers numbers without items.',
    async (items) => {
      const partition = await stock(items);
      const answer = await items.query('pk = :pk', partition, { Select: 'COUNT' });
      same([answer.Items, answer.Count, answer.ScannedCount], [undefined, 6, 6]);
    },
    { source: API_QUERY },
  ),
  pages(
    'limit-of-zero',
    'The least limit is 1.',
    async (items) => {
      const { pk } = items.fresh();
      await refused(
        items.query('pk = :pk', { ':pk': pk }, { Limit: 0 }),
        'ValidationException',
        /greater than or equal to 1/,
      );
    },
    { source: API_QUERY },
  ),
  pages(
    'start-key-incomplete',
    'A start key has all attributes of the key and no other.',
    async (items) => {
      const { pk } = items.fresh();
      for (const ExclusiveStartKey of [{ pk }, { pk, sk: S('a'), n: N(1) }, { pk, sk: N(1) }]) {
        await refused(items.query('pk = :pk', { ':pk': pk }, { ExclusiveStartKey }), 'ValidationException');
      }
    },
    { source: API_QUERY },
  ),
  pages(
    'start-key-of-another-partition',
    'A start key of another partition is refused.',
    async (items) => {
      const { pk } = items.fresh();
      const asked = items.query('pk = :pk', { ':pk': pk }, { ExclusiveStartKey: items.fresh() });
      await refused(asked, 'ValidationException', /starting key/);
    },
    { source: API_QUERY },
  ),
  pages(
    'start-key-outside-the-condition',
    'A start key outside the condition on the sort key is refused.',
    async (items) => {
      const { pk } = items.fresh();
      const asked = items.query('pk = :pk AND sk > :b', { ':pk': pk, ...b }, { ExclusiveStartKey: { pk, sk: S('a') } });
      await refused(asked, 'ValidationException', /starting key does not match the range key predicate/);
    },
    { source: API_QUERY },
  ),
  pages(
    'start-key-empty',
    'A start key that no item can have is refused.',
    async (items) => {
      const { pk } = items.fresh();
      const asked = items.query('pk = :pk', { ':pk': pk }, { ExclusiveStartKey: { pk, sk: S('') } });
      await refused(asked, 'ValidationException', /empty string value/);
    },
    { source: API_QUERY },
  ),
];
