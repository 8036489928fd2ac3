import { refused, same } from '../check.ts';
import { changes, refuses, v } from './changing.ts';
import { L, M, N, S, casesOn } from './items.ts';
import { ATTRIBUTE_UPDATES, UPDATES } from './sources.ts';
import { transactionsOf } from './transacting.ts';

export const update = casesOn('update', UPDATES, [
  changes('remove', 'REMOVE takes attributes away, nested ones too; what is not there is no fault.', {
    from: { a: N(1), b: N(2), m: M({ c: N(3), d: N(4) }) },
    expression: 'REMOVE a, m.c, nobody',
    to: { b: N(2), m: M({ d: N(4) }) },
  }),
  changes('remove-list-elements', 'REMOVE of list elements moves the later ones up, counted as they were before.', {
    from: { l: L(N(0), N(1), N(2), N(3)) },
    expression: 'REMOVE l[0], l[2], l[9]',
    to: { l: L(N(1), N(3)) },
  }),
  changes(
    'add-number',
    'ADD adds to a number, and begins at 0 where there is none; the item is made when it is not there.',
    { from: { a: N(5) }, expression: 'ADD a :v', values: v(N(-7)), to: { a: N(-2) } },
    { expression: 'ADD a :v', values: v(N(3)), to: { a: N(3) } },
  ),
  changes(
    'add-set',
    'ADD puts members into a set that are not in it yet, and makes the set where there is none.',
    {
      from: { s: { SS: ['a', 'b'] } },
      expression: 'ADD s :v',
      values: v({ SS: ['b', 'c'] }),
      to: { s: { SS: ['a', 'b', 'c'] } },
    },
    { expression: 'ADD s :v', values: v({ NS: ['1', '2'] }), to: { s: { NS: ['1', '2'] } } },
  ),
  refuses(
    'add-other-types',
    'ADD is for numbers and sets; the types of attribute and value must be the same.',
    { from: { s: { SS: ['a'] } }, expression: 'ADD s :v', values: v({ NS: ['1'] }), message: /incorrect data type/ },
    { from: { s: S('a') }, expression: 'ADD s :v', values: v(N(1)), message: /incorrect data type/ },
    {
      expression: 'ADD s :v',
      values: v(S('a')),
      message: /Incorrect operand type.*operator: ADD, operand type: STRING/,
    },
  ),
  changes(
    'delete-from-set',
    'DELETE takes members out of a set; with the last one the attribute goes, and what is not in it is no fault.',
    {
      from: { s: { SS: ['a', 'b', 'c'] } },
      expression: 'DELETE s :v',
      values: v({ SS: ['a', 'x'] }),
      to: { s: { SS: ['b', 'c'] } },
    },
    { from: { s: { SS: ['a'] }, b: N(1) }, expression: 'DELETE s :v', values: v({ SS: ['a'] }), to: { b: N(1) } },
    { expression: 'DELETE s :v', values: v({ SS: ['a'] }), to: {} },
  ),
  refuses(
    'delete-other-types',
    'DELETE is for sets alone.',
    {
      from: { a: N(1) },
      expression: 'DELETE a :v',
      values: v(N(1)),
      message: /operator: DELETE, operand type: NUMBER/,
    },
    { from: { a: N(1) }, expression: 'DELETE a :v', values: v({ SS: ['a'] }), message: /incorrect data type/ },
  ),
  changes('all-clauses', 'All four clauses may stand in one expression, in any order, each once.', {
    from: { a: N(1), b: N(2), c: N(3), d: { SS: ['x', 'y'] } },
    expression: 'DELETE d :x REMOVE b ADD c :one SET a = :v',
    values: { ':x': { SS: ['x'] }, ':one': N(1), ...v(S('new')) },
    to: { a: S('new'), c: N(4), d: { SS: ['y'] } },
  }),
  refuses('clause-twice', 'A clause that stands twice is refused.', {
    expression: 'SET a = :v SET b = :v',
    values: v(N(1)),
    message: /"SET" section can only be used once in an update expression/,
  }),
  refuses(
    'overlapping-paths',
    'Two paths of which one is, or holds, the other are refused.',
    { from: { a: M({}) }, expression: 'SET a = :v, a.b = :v', values: v(N(1)), message: /Two document paths overlap/ },
    { from: { a: N(1) }, expression: 'SET a = :v REMOVE a', values: v(N(1)), message: /Two document paths overlap/ },
  ),
  refuses('conflicting-paths', 'Two paths that take one attribute for a map and for a list are refused.', {
    from: { a: M({}) },
    expression: 'SET a.b = :v, a[0] = :v',
    values: v(N(1)),
    message: /Two document paths conflict/,
  }),
  refuses('key-attribute', 'An update may not touch an attribute of the key.', {
    expression: 'SET sk = :v',
    values: v(S('b')),
    message: /Cannot update attribute sk. This attribute is part of the key/,
  }),
  refuses('not-understood', 'An update that is no clause is refused.', {
    expression: 'a = :v',
    values: v(N(1)),
    message: /Syntax error/,
  }),
  {
    name: 'remove-from-nothing',
    rule: 'An update that only removes makes no item where there is none, has nothing to return, and checks no path.',
    source: ATTRIBUTE_UPDATES,
    run: async (items, cloud) => {
      const { update, write } = transactionsOf(cloud);
      for (const expression of ['REMOVE a', 'REMOVE x.y', 'REMOVE x[0], b']) {
        const key = items.fresh();
        const { Attributes } = await items.update(key, expression, undefined, { ReturnValues: 'ALL_NEW' });
        same(Attributes, undefined);
        await write([update(key, expression)]);
        same(await items.get(key), undefined, expression);
      }
    },
  },
  {
    name: 'nothing-to-do',
    rule: 'An update without an expression makes the item, of its key alone.',
    run: async (items) => {
      const key = items.fresh();
      await items.update(key, undefined);
      same(await items.get(key), key);
    },
  },
  {
    name: 'all-or-nothing',
    rule: 'An update whose later action cannot be done does none of its actions.',
    run: async (items) => {
      const key = items.fresh();
      await items.put({ ...key, a: N(1) });
      await refused(items.update(key, 'SET a = :v, b.c = :v', v(N(2))), 'ValidationException');
      same(await items.get(key), { ...key, a: N(1) });
    },
  },
]);
