import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { ConformanceCase } from '../case.ts';
import { refused, same } from '../check.ts';
import { casesOn, L, M, N, S } from './items.ts';
import type { Item, Items } from './items.ts';
import { NAMES, OPERATORS, PATHS, RESERVED, VALUES } from './sources.ts';

const define = casesOn('expression', PATHS);

const refusedAs = async (
  items: Items,
  ConditionExpression: string,
  message: RegExp,
  more: { readonly values?: Item; readonly names?: Record<string, string> } = {},
): Promise<void> => {
  const key = items.fresh();
  await refused(
    items.put(key, {
      ConditionExpression,
      ...(more.values && { ExpressionAttributeValues: more.values }),
      ...(more.names && { ExpressionAttributeNames: more.names }),
    }),
    'ValidationException',
    message,
  );
  same(await items.get(key), undefined, 'nothing is written');
};

export const expressions: readonly ConformanceCase[] = [
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
  define(
    'empty',
    'An empty expression is refused.',
    (items) => refusedAs(items, '', /The expression can not be empty/),
    {
      source: OPERATORS,
    },
  ),
  define(
    'syntax-error',
    'What does not follow the grammar is refused as a syntax error that names the token.',
    async (items) => {
      await refusedAs(items, 'a = = :v', /Syntax error; token: "="/, { values: { ':v': N(1) } });
      await refusedAs(items, 'a = :v AND', /Syntax error/, { values: { ':v': N(1) } });
      await refusedAs(items, '(a = :v', /Syntax error/, { values: { ':v': N(1) } });
    },
    { source: OPERATORS },
  ),
  define(
    'unknown-function',
    'A function that does not exist is refused; names of functions are told apart by case.',
    async (items) => {
      await refusedAs(items, 'exists(a)', /Invalid function name; function: exists/);
      await refusedAs(items, 'Attribute_Exists(a)', /Invalid function name; function: Attribute_Exists/);
    },
    { source: OPERATORS },
  ),
  define(
    'number-of-operands',
    'A function with the wrong number of operands is refused.',
    (items) => refusedAs(items, 'begins_with(a)', /Incorrect number of operands .*begins_with, number of operands: 1/),
    { source: OPERATORS },
  ),
  define(
    'type-of-operands',
    'An operand of a type that the operator does not take is refused before the item is looked at.',
    async (items) => {
      await refusedAs(items, 'begins_with(a, :n)', /Incorrect operand type.*begins_with, operand type: N/, {
        values: { ':n': N(1) },
      });
      await refusedAs(items, 'a < :yes', /Incorrect operand type.*<, operand type: BOOL/, {
        values: { ':yes': { BOOL: true } },
      });
      await refusedAs(items, 'attribute_type(a, :t)', /Invalid attribute type name found; type: STRING/, {
        values: { ':t': S('STRING') },
      });
    },
    { source: OPERATORS },
  ),
  define(
    'between-bounds',
    'BETWEEN with its bounds the wrong way round is refused.',
    (items) =>
      refusedAs(
        items,
        'a BETWEEN :high AND :low',
        /BETWEEN operator requires upper bound to be greater than or equal/,
        {
          values: { ':high': N(2), ':low': N(1) },
        },
      ),
    { source: OPERATORS },
  ),
  define(
    'operand-with-itself',
    'An attribute held against itself is refused, whatever the operator.',
    async (items) => {
      const message = /The first operand must be distinct from the remaining operands/;
      for (const expression of ['a = a', 'a IN (b, a)', 'a BETWEEN b AND a', 'contains(a, a)']) {
        await refusedAs(items, expression, message);
      }
    },
    { source: OPERATORS },
  ),
  define(
    'in-takes-a-hundred',
    'IN takes up to 100 operands, and no more.',
    async (items) => {
      const asking = (count: number) => {
        const values = Object.fromEntries(Array.from({ length: count }, (_, at) => [`:v${at}`, N(at)]));
        return {
          ConditionExpression: `NOT a IN (${Object.keys(values).join(', ')})`,
          ExpressionAttributeValues: values,
        };
      };
      await items.put(items.fresh(), asking(100));
      await refused(items.put(items.fresh(), asking(101)), 'ValidationException', /number of operands/);
    },
    { source: OPERATORS },
  ),
  define(
    'size-is-no-condition',
    'size alone is a number and no condition.',
    (items) => refusedAs(items, 'size(a)', /function is not allowed to be used this way.*function: size/),
    { source: OPERATORS },
  ),
  define('list-index', 'List elements are counted from 0, and may be reached at any depth.', async (items) => {
    const key = items.fresh();
    await items.put({ ...key, a: L(L(N(1), N(2)), M({ b: L(N(3)) })) });
    const { Item } = await items.read(key, { ProjectionExpression: 'a[0][1], a[1].b[0]' });
    same(Item, { a: L(L(N(2)), M({ b: L(N(3)) })) });
  }),
  define(
    'invalid-value',
    "A value placeholder that is no attribute value is refused with the placeholder's name.",
    (items) =>
      refusedAs(items, 'a = :v', /ExpressionAttributeValues contains invalid value: .* for key :v/, {
        values: { ':v': { SS: [] } },
      }),
    { source: VALUES },
  ),
];
