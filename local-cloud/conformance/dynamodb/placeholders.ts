import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { refused, same } from '../check.ts';
import { M, N, S, casesOn } from './items.ts';
import { refusedAs } from './refusing.ts';
import { NAMES, RESERVED, VALUES, PATHS } from './sources.ts';

export const placeholders = casesOn('expression', PATHS, [
  {
    name: 'reserved-word',
    rule: 'A reserved word may not stand for an attribute as it is, in whatever case.',
    source: RESERVED,
    run: async (items) => {
      await refusedAs(items, 'attribute_exists(name)', /reserved keyword: name$/);
      await refusedAs(items, 'attribute_exists(NAME)', /reserved keyword: NAME$/);
      await refusedAs(items, 'attribute_exists(a.status)', /reserved keyword: status$/);
    },
  },
  {
    name: 'name-placeholder',
    rule: 'A name placeholder stands for a reserved word, or a name with a point or a hyphen, as one attribute.',
    source: NAMES,
    run: async (items) => {
      const key = items.fresh();
      await items.put({ ...key, status: S('new'), 'a.b': N(1), 'c-d': N(2) });
      const ExpressionAttributeNames = { '#s': 'status', '#p': 'a.b', '#h': 'c-d' };
      await items.update(key, 'SET #s = :s, #p = #p + #h', { ':s': S('old') }, { ExpressionAttributeNames });
      same(await items.get(key), { ...key, status: S('old'), 'a.b': N(3), 'c-d': N(2) });
    },
  },
  {
    name: 'name-placeholder-in-a-path',
    rule: 'A nested attribute needs one placeholder for each step of its path.',
    source: NAMES,
    run: async (items) => {
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
  },
  {
    name: 'name-placeholder-undefined',
    rule: 'A name placeholder that is not defined is refused.',
    source: NAMES,
    run: (items) => refusedAs(items, 'attribute_exists(#nobody)', /attribute name used .* is not defined.*#nobody/),
  },
  {
    name: 'name-placeholder-unused',
    rule: 'A name placeholder that no expression uses is refused.',
    source: NAMES,
    run: (items) =>
      refusedAs(items, 'attribute_exists(pk)', /ExpressionAttributeNames unused in expressions: keys: \{#n\}/, {
        names: { '#n': 'name' },
      }),
  },
  {
    name: 'name-placeholder-without-hash',
    rule: 'A name placeholder begins with #.',
    source: NAMES,
    run: (items) =>
      refusedAs(items, 'attribute_exists(pk)', /ExpressionAttributeNames contains invalid key/, {
        names: { n: 'name' },
      }),
  },
  {
    name: 'value-placeholder-undefined',
    rule: 'A value placeholder that is not defined is refused.',
    source: VALUES,
    run: (items) => refusedAs(items, 'a = :nobody', /attribute value used .* is not defined.*:nobody/),
  },
  {
    name: 'value-placeholder-unused',
    rule: 'A value placeholder that no expression uses is refused.',
    source: VALUES,
    run: (items) =>
      refusedAs(items, 'a = :v', /ExpressionAttributeValues unused in expressions: keys: \{:w\}/, {
        values: { ':v': N(1), ':w': N(2) },
      }),
  },
  {
    name: 'value-placeholder-without-colon',
    rule: 'A value placeholder begins with a colon.',
    source: VALUES,
    run: (items) =>
      refusedAs(items, 'a = :v', /ExpressionAttributeValues contains invalid key/, { values: { v: N(1) } }),
  },
  {
    name: 'placeholders-without-expression',
    rule: 'Placeholders without any expression are refused.',
    source: NAMES,
    run: async (items, { dynamodb }) => {
      const put = { TableName: items.TableName, Item: items.fresh() };
      await refused(
        dynamodb.send(new PutItemCommand({ ...put, ExpressionAttributeNames: { '#n': 'n' } })),
        'ValidationException',
        'ExpressionAttributeNames can only be specified when using expressions',
      );
    },
  },
]);
