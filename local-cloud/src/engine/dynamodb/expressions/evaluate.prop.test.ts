import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { admitItem } from '../admit.ts';
import { parseCondition } from './condition.ts';
import { holds } from './evaluate.ts';
import { openScope } from './scope.ts';

/**
 * Conditions as data, printed for the parser and judged by a reference that knows plain JavaScript values only: numbers
 * up to 99 and ASCII strings, where JavaScript's own comparison is right.
 */
type Plain = number | string | boolean;
type Names = 'a' | 'b' | 'absent';
type Tree =
  | { is: 'compare'; left: Names; operator: '=' | '<>' | '<' | '<=' | '>' | '>='; right: number | string }
  | { is: 'between'; left: Names; low: number; high: number }
  | { is: 'in'; left: Names; options: Plain[] }
  | { is: 'exists'; name: Names; expected: boolean }
  | { is: 'begins'; name: Names; prefix: string }
  | { is: 'not'; of: Tree }
  | { is: 'and' | 'or'; left: Tree; right: Tree };

const scalar = fc.oneof(fc.integer({ min: -99, max: 99 }), fc.stringMatching(/^[a-c]{1,3}$/));
const plain = fc.oneof(scalar, fc.boolean());
const name = fc.constantFrom<Names>('a', 'b', 'absent');
const operator = fc.constantFrom('=' as const, '<>' as const, '<' as const, '<=' as const, '>' as const, '>=' as const);
const small = fc.integer({ min: -99, max: 99 });

const { tree } = fc.letrec<{ tree: Tree; leaf: Tree }>((tie) => ({
  leaf: fc.oneof(
    fc.record({ is: fc.constant('compare' as const), left: name, operator, right: scalar }),
    fc
      .tuple(name, small, small)
      .map(([left, x, y]) => ({ is: 'between' as const, left, low: Math.min(x, y), high: Math.max(x, y) })),
    fc.record({ is: fc.constant('in' as const), left: name, options: fc.array(plain, { minLength: 1, maxLength: 4 }) }),
    fc.record({ is: fc.constant('exists' as const), name, expected: fc.boolean() }),
    fc.record({ is: fc.constant('begins' as const), name, prefix: fc.stringMatching(/^[a-c]{1,2}$/) }),
  ),
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.record({ is: fc.constant('not' as const), of: tie('tree') }),
    fc.record({ is: fc.constantFrom('and' as const, 'or' as const), left: tie('tree'), right: tie('tree') }),
  ),
}));

type Given = Partial<Record<'a' | 'b', Plain>>;
const item = fc.record({ a: plain, b: plain }, { requiredKeys: [] });

const valueOf = (given: Plain): AttributeValue =>
  typeof given === 'number' ? { N: String(given) } : typeof given === 'string' ? { S: given } : { BOOL: given };

const print = (of: Tree, values: Record<string, AttributeValue>): string => {
  const value = (given: Plain): string => {
    const placeholder = `:v${Object.keys(values).length}`;
    values[placeholder] = valueOf(given);
    return placeholder;
  };
  switch (of.is) {
    case 'compare':
      return `${of.left} ${of.operator} ${value(of.right)}`;
    case 'between':
      return `${of.left} BETWEEN ${value(of.low)} AND ${value(of.high)}`;
    case 'in':
      return `${of.left} IN (${of.options.map(value).join(', ')})`;
    case 'exists':
      return `attribute_${of.expected ? '' : 'not_'}exists(${of.name})`;
    case 'begins':
      return `begins_with(${of.name}, ${value(of.prefix)})`;
    case 'not':
      return `NOT ${wrap(of.of, values)}`;
    case 'and':
    case 'or':
      return `${wrap(of.left, values)} ${of.is.toUpperCase()} ${wrap(of.right, values)}`;
  }
};
const wrap = (of: Tree, values: Record<string, AttributeValue>) => `(${print(of, values)})`;

const judge = (of: Tree, given: Given): boolean => {
  const read = (from: Names): Plain | undefined => (from === 'absent' ? undefined : given[from]);
  switch (of.is) {
    case 'compare': {
      const left = read(of.left);
      if (of.operator === '=') return left === of.right;
      if (of.operator === '<>') return left !== of.right;
      if (typeof left !== typeof of.right || left === undefined) return false;
      return { '<': left < of.right, '<=': left <= of.right, '>': left > of.right, '>=': left >= of.right }[
        of.operator
      ];
    }
    case 'between': {
      const left = read(of.left);
      return typeof left === 'number' && left >= of.low && left <= of.high;
    }
    case 'in':
      return of.options.some((option) => option === read(of.left));
    case 'exists':
      return (read(of.name) !== undefined) === of.expected;
    case 'begins': {
      const left = read(of.name);
      return typeof left === 'string' && left.startsWith(of.prefix);
    }
    case 'not':
      return !judge(of.of, given);
    case 'and':
      return judge(of.left, given) && judge(of.right, given);
    case 'or':
      return judge(of.left, given) || judge(of.right, given);
  }
};

describe('any condition on any item', () => {
  it('holds exactly where a naive reading of it does', () => {
    fc.assert(
      fc.property(tree, item, (of, given) => {
        const values: Record<string, AttributeValue> = {};
        const parsed = parseCondition('ConditionExpression', print(of, values));
        const scope = openScope(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }, [
          parsed,
        ]);
        const admitted = admitItem(Object.fromEntries(Object.entries(given).map(([each, v]) => [each, valueOf(v)])));
        expect(holds(parsed.ast, admitted, scope)).toBe(judge(of, given));
      }),
      { numRuns: 500 },
    );
  });
});
