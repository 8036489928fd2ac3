import { refused, same } from '../check.ts';
import { L, M, N, S, casesOn } from './items.ts';
import { refusedAs } from './refusing.ts';
import { CONSTRAINTS, OPERATORS, VALUES, PATHS } from './sources.ts';

export const expressions = casesOn('expression', PATHS, [
  {
    name: 'empty',
    rule: 'An empty expression is refused.',
    source: OPERATORS,
    run: (items) => refusedAs(items, '', /The expression can not be empty/),
  },
  {
    name: 'syntax-error',
    rule: 'What does not follow the grammar is refused as a syntax error that names the token.',
    source: OPERATORS,
    run: async (items) => {
      await refusedAs(items, 'a = = :v', /Syntax error; token: "="/, { values: { ':v': N(1) } });
      await refusedAs(items, 'a = :v AND', /Syntax error/, { values: { ':v': N(1) } });
      await refusedAs(items, '(a = :v', /Syntax error/, { values: { ':v': N(1) } });
    },
  },
  {
    name: 'unknown-function',
    rule: 'A function that does not exist is refused; names of functions are told apart by case.',
    source: OPERATORS,
    run: async (items) => {
      await refusedAs(items, 'exists(a)', /Invalid function name; function: exists/);
      await refusedAs(items, 'Attribute_Exists(a)', /Invalid function name; function: Attribute_Exists/);
    },
  },
  {
    name: 'number-of-operands',
    rule: 'A function with the wrong number of operands is refused.',
    source: OPERATORS,
    run: (items) =>
      refusedAs(items, 'begins_with(a)', /Incorrect number of operands .*begins_with, number of operands: 1/),
  },
  {
    name: 'type-of-operands',
    rule: 'An operand of a type that the operator does not take is refused before the item is looked at.',
    source: OPERATORS,
    run: async (items) => {
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
  },
  {
    name: 'between-bounds',
    rule: 'BETWEEN with its bounds the wrong way round is refused.',
    source: OPERATORS,
    run: (items) =>
      refusedAs(
        items,
        'a BETWEEN :high AND :low',
        /BETWEEN operator requires upper bound to be greater than or equal/,
        {
          values: { ':high': N(2), ':low': N(1) },
        },
      ),
  },
  {
    name: 'operand-with-itself',
    rule: 'An attribute held against itself is refused, whatever the operator.',
    source: OPERATORS,
    run: async (items) => {
      const message = /The first operand must be distinct from the remaining operands/;
      for (const expression of ['a = a', 'a IN (b, a)', 'a BETWEEN b AND a', 'contains(a, a)']) {
        await refusedAs(items, expression, message);
      }
    },
  },
  {
    name: 'in-takes-a-hundred',
    rule: 'IN takes up to 100 operands, and no more.',
    source: OPERATORS,
    run: async (items) => {
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
  },
  {
    name: 'size-is-no-condition',
    rule: 'size alone is a number and no condition.',
    source: OPERATORS,
    run: (items) => refusedAs(items, 'size(a)', /function is not allowed to be used this way.*function: size/),
  },
  {
    name: 'list-index',
    rule: 'List elements are counted from 0, and may be reached at any depth.',
    run: async (items) => {
      const key = items.fresh();
      await items.put({ ...key, a: L(L(N(1), N(2)), M({ b: L(N(3)) })) });
      const { Item } = await items.read(key, { ProjectionExpression: 'a[0][1], a[1].b[0]' });
      same(Item, { a: L(L(N(2)), M({ b: L(N(3)) })) });
    },
  },
  {
    name: 'path-of-33-levels',
    rule: 'A path has up to 32 levels, its attribute and elements of lists among them, in every expression.',
    source: CONSTRAINTS,
    run: async (items) => {
      const path = (levels: number) => `a${'.b'.repeat(levels - 2)}[0]`;
      const message = /document path has too many nesting levels; nesting levels: 33/;
      const key = items.fresh();
      await items.put(key);
      same(await items.get(key, { ProjectionExpression: path(32) }), {});
      await items.put(key, { ConditionExpression: `attribute_not_exists(${path(32)})` });
      await refused(items.get(key, { ProjectionExpression: path(33) }), 'ValidationException', message);
      await refusedAs(items, `attribute_not_exists(${path(33)})`, message);
      await refused(items.update(key, `REMOVE ${path(33)}`), 'ValidationException', message);
    },
  },
  {
    name: 'invalid-value',
    rule: "A value placeholder that is no attribute value is refused with the placeholder's name.",
    source: VALUES,
    run: (items) =>
      refusedAs(items, 'a = :v', /ExpressionAttributeValues contains invalid value: .* for key :v/, {
        values: { ':v': { SS: [] } },
      }),
  },
]);
