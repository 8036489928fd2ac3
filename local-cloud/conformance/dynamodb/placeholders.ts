import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { ConformanceCase } from '../case.ts';
import { refused, same } from '../check.ts';
import { M, N, S } from './items.ts';
import { define, refusedAs } from './refusing.ts';
import { NAMES, RESERVED, VALUES } from './sources.ts';

export const placeholders: readonly ConformanceCase[] = [
  define(
    'reserved-word',
    'A reserved word may not stand for an attribute as it is, in whatever case.',
    async (items) => {
      await refusedAs(items, 'attribute_exists(name)', /reserved keyword: name$/);
      await refusedAs(items, 'attribute_exists(NAME)', /reserved keyword: NAME$/);
      await refusedAs(items, 'attribute_exists(a.status)', /reserved keyword: status$/);
    },
    { source: RESERVED },
  ),
  define(
    'name-placeholder',
    'A name placeholder stands for a reserved word, or a name with a point or a hyphen, as one attribute.',
    async (items) => {
      const key = items.fresh();
      await items.put({ ...key, status: S('new'), 'a.b': N(1), 'c-d': N(2) });
      const ExpressionAttributeNames = { '#s': 'status', '#p': 'a.b', '#h': 'c-d' };
      await items.update(key, 'SET #s = :s, #p = #p + #h', { ':s': S('old') }, { ExpressionAttributeNames });
      same(await items.get(key), { ...key, status: S('old'), 'a.b': N(3), 'c-d': N(2) });
    },
    { source: NAMES },
  ),
  define(
    'name-placeholder-in-a-path',
    'A nested attribute needs one placeholder for each step of its path.',
    async (items) => {
      const key = items.fresh();
      await items.put({ ...key, data: M({ name: M({ first: S('Ada') }) }) });
      const names = { '#d': 'data', '#n': 'name' };
      await items.update(
        key,
        'SET #d.#n.#first = :f',
        { ':f': S('Bea') },
        {
          ExpressionAttributeNames: { ...names, '#first': 'first' },
        },
      );
      same(await items.get(key), { ...key, data: M({ name: M({ first: S('Bea') }) }) });
      await items.update(
        key,
        'SET #whole = :f',
        { ':f': S('x') },
        { ExpressionAttributeNames: { '#whole': 'data.name' } },
      );
      same((await items.get(key))?.['data.name'], S('x'));
    },
    { source: NAMES },
  ),
  define(
    'name-placeholder-undefined',
    'A name placeholder that is not defined is refused.',
    (items) => refusedAs(items, 'attribute_exists(#nobody)', /attribute name used .* is not defined.*#nobody/),
    { source: NAMES },
  ),
  define(
    'name-placeholder-unused',
    'A name placeholder that no expression uses is refused.',
    (items) =>
      refusedAs(items, 'attribute_exists(pk)', /ExpressionAttributeNames unused in expressions: keys: \{#n\}/, {
        names: { '#n': 'name' },
      }),
    { source: NAMES },
  ),
  define(
    'name-placeholder-without-hash',
    'A name placeholder begins with #.',
    (items) =>
      refusedAs(items, 'attribute_exists(pk)', /ExpressionAttributeNames contains invalid key/, {
        names: { n: 'name' },
      }),
    { source: NAMES },
  ),
  define(
    'value-placeholder-undefined',
    'A value placeholder that is not defined is refused.',
    (items) => refusedAs(items, 'a = :nobody', /attribute value used .* is not defined.*:nobody/),
    { source: VALUES },
  ),
  define(
    'value-placeholder-unused',
    'A value placeholder that no expression uses is refused.',
    (items) =>
      refusedAs(items, 'a = :v', /ExpressionAttributeValues unused in expressions: keys: \{:w\}/, {
        values: { ':v': N(1), ':w': N(2) },
      }),
    { source: VALUES },
  ),
  define(
    'value-placeholder-without-colon',
    'A value placeholder begins with a colon.',
    (items) => refusedAs(items, 'a = :v', /ExpressionAttributeValues contains invalid key/, { values: { v: N(1) } }),
    { source: VALUES },
  ),
  define(
    'placeholders-without-expression',
    'Placeholders without any expression are refused.',
    async (items, { dynamodb }) => {
      const put = { TableName: items.TableName, Item: items.fresh() };
      await refused(
        dynamodb.send(new PutItemCommand({ ...put, ExpressionAttributeNames: { '#n': 'n' } })),
        'ValidationException',
        'ExpressionAttributeNames can only be specified when using expressions',
      );
    },
    { source: NAMES },
  ),
];
