import { same } from '../check.ts';
import { changes, NO_ATTRIBUTE, refuses, SET_PATH, v } from './changing.ts';
import { L, M, N, S, casesOn } from './items.ts';
import { API_UPDATE, UPDATES } from './sources.ts';

export const updateSet = casesOn('update', UPDATES, [
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
  {
    name: 'without-expression',
    rule: 'An update without an expression makes the item when it is not there, and changes nothing else.',
    source: API_UPDATE,
    run: async (items) => {
      const key = items.fresh();
      await items.update(key, undefined);
      same(await items.get(key), key);
    },
  },
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
  refuses('list-append-within-list-append', 'list_append may hold if_not_exists, but not another list_append.', {
    from: { l: L() },
    expression: 'SET l = list_append(list_append(l, :v), :v)',
    values: v(L(N(1))),
    message: /The function is not allowed to be used this way in an expression; function: list_append/,
  }),
  refuses('list-index-too-large', 'An index of a list may be 4,294,967,294 and no larger.', {
    from: { l: L() },
    expression: 'SET l[4294967295] = :v',
    values: v(N(1)),
    message: /List index is not within the allowable range; index: \[4294967295\]/,
  }),
  changes('list-index-largest', 'The largest index of a list appends as any index beyond the end does.', {
    from: { l: L() },
    expression: 'SET l[4294967294] = :v',
    values: v(N(1)),
    to: { l: L(N(1)) },
  }),
  changes('reads-the-item-as-it-was', 'Every operand reads the item as it was before the update.', {
    from: { a: N(1), b: N(2) },
    expression: 'SET a = b, b = a',
    to: { a: N(2), b: N(1) },
  }),
  refuses('set-from-nothing', 'SET from an attribute that is not there is refused.', {
    expression: 'SET a = b',
    message: NO_ATTRIBUTE,
  }),
]);
