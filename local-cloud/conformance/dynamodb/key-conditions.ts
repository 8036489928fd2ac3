import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { refused, same } from '../check.ts';
import { casesOn, N, S, type Item, type ItemCase } from './items.ts';
import { ALL, b, sortKeysOf, stock } from './partition.ts';
import { API_QUERY, KEY_CONDITIONS } from './sources.ts';

type More = Partial<QueryCommandInput> & { readonly values?: Item };

const finds = (
  name: string,
  rule: string,
  condition: string,
  { values, ...more }: More,
  expected: readonly string[],
): ItemCase => ({
  name,
  rule,
  run: async (items) => {
    const partition = await stock(items);
    await stock(items);
    const answer = await items.query(condition, { ...partition, ...values }, more);
    same(sortKeysOf(answer.Items), expected);
    same({ Count: answer.Count, more: answer.LastEvaluatedKey }, { Count: expected.length, more: undefined });
  },
});

const refuses = (name: string, rule: string, condition: string, values: Item, message: RegExp): ItemCase => ({
  name,
  rule,
  run: async (items) => {
    const { pk } = items.fresh();
    await refused(
      items.query(condition, { ...(condition.includes(':pk') && { ':pk': pk }), ...values }),
      'ValidationException',
      message,
    );
  },
});

export const keyConditions = casesOn('key-condition', KEY_CONDITIONS, [
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
  {
    name: 'order-of-bytes',
    rule: 'Sort keys are in the order of their UTF-8 bytes.',
    run: async (items) => {
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
    },
  },
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
  {
    name: 'no-condition',
    rule: 'A query without a key condition is refused.',
    source: API_QUERY,
    run: async (items, { dynamodb }) => {
      await refused(
        dynamodb.send(new QueryCommand({ TableName: items.TableName })),
        'ValidationException',
        /KeyConditionExpression/,
      );
    },
  },
]);
