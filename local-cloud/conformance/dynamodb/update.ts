import type { ConformanceCase } from '../case.ts';
import { refused, same } from '../check.ts';
import { casesOn, L, M, N, S } from './items.ts';
import type { Item, Items } from './items.ts';
import { API_UPDATE, UPDATES } from './sources.ts';

const define = casesOn('update', UPDATES);

interface Change {
  readonly from?: Item;
  readonly expression: string;
  readonly values?: Item;
  readonly to: Item;
}

const changed = async (items: Items, { from, expression, values, to }: Change): Promise<void> => {
  const key = items.fresh();
  if (from) await items.put({ ...key, ...from });
  await items.update(key, expression, values);
  same(await items.get(key), { ...key, ...to }, expression);
};

/** Each change is done to an item of its own. */
const changes = (name: string, rule: string, ...all: readonly Change[]): ConformanceCase =>
  define(name, rule, async (items) => {
    for (const change of all) await changed(items, change);
  });

interface Refused {
  readonly from?: Item;
  readonly expression: string;
  readonly values?: Item;
  readonly message: RegExp;
}

const refuses = (name: string, rule: string, ...all: readonly Refused[]): ConformanceCase =>
  define(name, rule, async (items) => {
    for (const { from = {}, expression, values, message } of all) {
      const key = items.fresh();
      await items.put({ ...key, ...from });
      await refused(items.update(key, expression, values), 'ValidationException', message);
      same(await items.get(key), { ...key, ...from }, 'the item is as it was');
    }
  });

const v = (value: Item[string]): Item => ({ ':v': value });
const SET_PATH = /The document path provided in the update expression is invalid for update/;
const NO_ATTRIBUTE = /provided expression refers to an attribute that does not exist in the item/;

export const update: readonly ConformanceCase[] = [
  changes(
    'set',
    'SET adds attributes and replaces those that are there.',
    {
      from: { a: N(1) },
      expression: 'SET a = :v, b = :w',
      values: { ':v': S('x'), ':w': N(2) },
      to: { a: S('x'), b: N(2) },
    },
    { from: { a: N(1) }, expression: 'set b = a', to: { a: N(1), b: N(1) } },
  ),
  changes('upsert', 'An update of an item that is not there makes it, with its key.', {
    expression: 'SET a = :v',
    values: v(N(1)),
    to: { a: N(1) },
  }),
  define(
    'without-expression',
    'An update without an expression makes the item when it is not there, and changes nothing else.',
    async (items) => {
      const key = items.fresh();
      await items.update(key, undefined);
      same(await items.get(key), key);
    },
    { source: API_UPDATE },
  ),
  changes('set-nested', 'SET reaches into maps and lists, and leaves what is beside.', {
    from: { m: M({ a: N(1), b: N(2) }), l: L(N(1), N(2)) },
    expression: 'SET m.a = :v, m.c = :v, l[1] = :v',
    values: v(N(9)),
    to: { m: M({ a: N(9), b: N(2), c: N(9) }), l: L(N(1), N(9)) },
  }),
  refuses(
    'set-nested-without-parent',
    'SET of a nested attribute whose parent is not there, or is no map or list, is refused.',
    { expression: 'SET m.a = :v', values: v(N(1)), message: SET_PATH },
    { from: { m: N(1) }, expression: 'SET m.a = :v', values: v(N(1)), message: SET_PATH },
    { from: { m: M({}) }, expression: 'SET m[0] = :v', values: v(N(1)), message: SET_PATH },
  ),
  changes(
    'set-beyond-the-list',
    "SET of an element beyond a list's end appends it, several in the order of their numbers.",
    {
      from: { l: L(N(1)) },
      expression: 'SET l[9] = :nine, l[5] = :five',
      values: { ':nine': N(9), ':five': N(5) },
      to: { l: L(N(1), N(5), N(9)) },
    },
  ),
  changes(
    'set-plus-minus',
    'SET adds and subtracts numbers exactly, attributes and values on either side.',
    { from: { a: N(10) }, expression: 'SET a = a + :v', values: v(N('0.1')), to: { a: N('10.1') } },
    { from: { a: N(10), b: N(3) }, expression: 'SET a = a - b', to: { a: N(7), b: N(3) } },
    { from: { a: N(10) }, expression: 'SET a = :v - a', values: v(N(1)), to: { a: N(-9) } },
    {
      from: { a: N('99999999999999999999999999999999999998') },
      expression: 'SET a = a + :v',
      values: v(N(1)),
      to: { a: N('99999999999999999999999999999999999999') },
    },
  ),
  refuses(
    'set-plus-other-types',
    'Adding to what is no number, or is not there, is refused.',
    { from: { a: S('1') }, expression: 'SET a = a + :v', values: v(N(1)), message: /incorrect data type/ },
    { expression: 'SET a = a + :v', values: v(N(1)), message: NO_ATTRIBUTE },
    {
      from: { a: N(1) },
      expression: 'SET a = a + :v',
      values: v(S('1')),
      message: /Incorrect operand type.*\+, operand type: S/,
    },
  ),
  changes(
    'if-not-exists',
    'if_not_exists takes the attribute when it is there and the other operand when not.',
    { expression: 'SET a = if_not_exists(a, :v)', values: v(N(1)), to: { a: N(1) } },
    { from: { a: N(5) }, expression: 'SET a = if_not_exists(a, :v)', values: v(N(1)), to: { a: N(5) } },
    {
      from: { spare: N(7) },
      expression: 'SET a = if_not_exists(a, spare)',
      to: { spare: N(7), a: N(7) },
    },
  ),
  changes('counter', 'if_not_exists within a sum counts from a beginning.', {
    expression: 'SET a = if_not_exists(a, :zero) + :one',
    values: { ':zero': N(0), ':one': N(1) },
    to: { a: N(1) },
  }),
  changes(
    'list-append',
    'list_append joins two lists in the order of its operands.',
    {
      from: { l: L(N(1)) },
      expression: 'SET l = list_append(l, :v)',
      values: v(L(N(2), N(3))),
      to: { l: L(N(1), N(2), N(3)) },
    },
    { from: { l: L(N(1)) }, expression: 'SET l = list_append(:v, l)', values: v(L(N(0))), to: { l: L(N(0), N(1)) } },
    {
      expression: 'SET l = list_append(if_not_exists(l, :empty), :v)',
      values: { ':empty': L(), ...v(L(N(1))) },
      to: { l: L(N(1)) },
    },
  ),
  refuses(
    'list-append-other-types',
    'list_append of what is no list is refused.',
    {
      from: { l: S('x') },
      expression: 'SET l = list_append(l, :v)',
      values: v(L(N(1))),
      message: /incorrect data type/,
    },
    {
      from: { l: L() },
      expression: 'SET l = list_append(l, :v)',
      values: v(N(1)),
      message: /list_append, operand type: N/,
    },
  ),
  changes('reads-the-item-as-it-was', 'Every operand reads the item as it was before the update.', {
    from: { a: N(1), b: N(2) },
    expression: 'SET a = b, b = a',
    to: { a: N(2), b: N(1) },
  }),
  refuses('set-from-nothing', 'SET from an attribute that is not there is refused.', {
    expression: 'SET a = b',
    message: NO_ATTRIBUTE,
  }),
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
  define('all-or-nothing', 'An update whose later action cannot be done does none of its actions.', async (items) => {
    const key = items.fresh();
    await items.put({ ...key, a: N(1) });
    await refused(items.update(key, 'SET a = :v, b.c = :v', v(N(2))), 'ValidationException');
    same(await items.get(key), { ...key, a: N(1) });
  }),
];

const returns = casesOn('return-values', API_UPDATE);

const BEFORE: Item = { a: N(1), b: N(2), m: M({ x: N(1), y: N(2) }) };

const returned = (
  name: string,
  rule: string,
  ReturnValues: 'NONE' | 'ALL_OLD' | 'UPDATED_OLD' | 'ALL_NEW' | 'UPDATED_NEW',
  expected: (key: Item) => Item | undefined,
): ConformanceCase =>
  returns(name, rule, async (items) => {
    const key = items.fresh();
    await items.put({ ...key, ...BEFORE });
    const { Attributes } = await items.update(key, 'SET a = :v, m = :v, c = :v', v(N(9)), { ReturnValues });
    same(Attributes, expected(key));
  });

export const returnValues: readonly ConformanceCase[] = [
  returned('update-none', 'NONE, the default, returns nothing.', 'NONE', () => undefined),
  returned('update-all-old', 'ALL_OLD returns the whole item as it was.', 'ALL_OLD', (key) => ({ ...key, ...BEFORE })),
  returned('update-updated-old', 'UPDATED_OLD returns what was updated as it was.', 'UPDATED_OLD', () => ({
    a: N(1),
    m: M({ x: N(1), y: N(2) }),
  })),
  returned('update-all-new', 'ALL_NEW returns the whole item as it is.', 'ALL_NEW', (key) => ({
    ...key,
    a: N(9),
    b: N(2),
    c: N(9),
    m: N(9),
  })),
  returned('update-updated-new', 'UPDATED_NEW returns what was updated as it is.', 'UPDATED_NEW', () => ({
    a: N(9),
    c: N(9),
    m: N(9),
  })),
  returns('update-old-of-a-new-item', 'ALL_OLD of an update that made the item returns nothing.', async (items) => {
    const { Attributes } = await items.update(items.fresh(), 'SET a = :v', v(N(1)), { ReturnValues: 'ALL_OLD' });
    same(Attributes, undefined);
  }),
];
