import type { ConformanceCase } from '../case.ts';
import { refused, same } from '../check.ts';
import { casesOn, L, M, N, S } from './items.ts';
import type { Item } from './items.ts';
import { CONDITIONS, OPERATORS } from './sources.ts';

const define = casesOn('condition', OPERATORS);

/** What every condition here is asked of. */
const SUBJECT: Item = {
  name: S('orderwire'),
  count: N(10),
  price: N('9.99'),
  yes: { BOOL: true },
  nothing: { NULL: true },
  bytes: { B: Uint8Array.of(1, 2, 3) },
  tags: { SS: ['blue', 'green'] },
  numbers: { NS: ['1', '2', '3'] },
  blobs: { BS: [Uint8Array.of(1), Uint8Array.of(2, 3)] },
  list: L(S('a'), N(2), M({ deep: S('down') })),
  address: M({ city: S('Wien'), floor: N(3), doors: L(S('left'), S('right')) }),
  twin: S('orderwire'),
};

/** `#name` and `#count` always mean those attributes: both words are reserved. */
const NAMES: Readonly<Record<string, string>> = { '#name': 'name', '#count': 'count', '#list': 'list' };

interface Asked {
  readonly holds: readonly string[];
  readonly fails: readonly string[];
  readonly values?: Item;
}

const used = <T>(all: Readonly<Record<string, T>>, expression: string): Record<string, T> | undefined => {
  const entries = Object.entries(all).filter(([name]) => new RegExp(`${name}(?![A-Za-z0-9_])`).test(expression));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
};

/** Each expression is the condition of a write; that it was written, or not, is the answer. */
const asks = (name: string, rule: string, { holds, fails, values = {} }: Asked, source = OPERATORS): ConformanceCase =>
  define(
    name,
    rule,
    async (items) => {
      const key = items.fresh();
      await items.put({ ...key, ...SUBJECT });
      const attempt = (ConditionExpression: string) => {
        const names = used(NAMES, ConditionExpression);
        return items.update(
          key,
          'SET marked = :marked',
          { ':marked': S(ConditionExpression), ...used(values, ConditionExpression) },
          {
            ConditionExpression,
            ...(names !== undefined && { ExpressionAttributeNames: names }),
          },
        );
      };
      for (const expression of holds) {
        await attempt(expression);
        same((await items.get(key))?.['marked'], S(expression));
      }
      const before = await items.get(key);
      for (const expression of fails) {
        await refused(attempt(expression), 'ConditionalCheckFailedException', 'The conditional request failed');
        same(await items.get(key), before, expression);
      }
    },
    { source },
  );

export const condition: readonly ConformanceCase[] = [
  asks('equal', 'a = b holds when both have the same type and value.', {
    values: { ':ten': N(10), ':tenText': S('10'), ':eleven': N(11) },
    holds: ['#count = :ten', ':ten = #count'],
    fails: ['#count = :tenText', '#count = :eleven'],
  }),
  asks('equal-numbers-by-value', 'Numbers are compared by their value, not as they were written.', {
    values: { ':ten': N('10.00'), ':exponent': N('1e1') },
    holds: ['#count = :ten', '#count = :exponent'],
    fails: ['#count <> :ten'],
  }),
  asks(
    'equal-sets-and-documents',
    'Sets are equal whatever their order; lists and maps are when all their elements are.',
    {
      values: {
        ':tags': { SS: ['green', 'blue'] },
        ':fewer': { SS: ['green'] },
        ':list': L(S('a'), N(2), M({ deep: S('down') })),
        ':turned': L(N(2), S('a'), M({ deep: S('down') })),
        ':bytes': { B: Uint8Array.of(1, 2, 3) },
      },
      holds: ['tags = :tags', '#list = :list', 'bytes = :bytes'],
      fails: ['tags = :fewer', '#list = :turned'],
    },
  ),
  asks('not-equal', 'a <> b holds when type or value differ.', {
    values: { ':ten': N(10), ':eleven': N(11), ':tenText': S('10') },
    holds: ['#count <> :eleven', '#count <> :tenText'],
    fails: ['#count <> :ten'],
  }),
  asks('not-equal-absent', 'An attribute that is not there differs from every value.', {
    values: { ':one': N(1) },
    holds: ['absent <> :one', 'NOT absent = :one'],
    fails: ['NOT absent <> :one'],
  }),
  asks('less', 'a < b compares numbers by value.', {
    values: { ':nine': N(9), ':ten': N(10), ':hundred': N(100) },
    holds: ['#count < :hundred'],
    fails: ['#count < :ten', '#count < :nine'],
  }),
  asks('less-or-equal', 'a <= b holds at the bound too.', {
    values: { ':nine': N(9), ':ten': N(10) },
    holds: ['#count <= :ten'],
    fails: ['#count <= :nine'],
  }),
  asks('greater', 'a > b compares numbers by value.', {
    values: { ':nine': N(9), ':ten': N(10) },
    holds: ['#count > :nine'],
    fails: ['#count > :ten'],
  }),
  asks('greater-or-equal', 'a >= b holds at the bound too.', {
    values: { ':ten': N(10), ':eleven': N(11) },
    holds: ['#count >= :ten'],
    fails: ['#count >= :eleven'],
  }),
  asks('order-of-strings', 'Strings are ordered by their UTF-8 bytes: capitals come before small letters.', {
    values: { ':capital': S('Z'), ':later': S('p') },
    holds: ['#name > :capital', '#name < :later'],
    fails: ['#name < :capital'],
  }),
  asks('order-of-bytes', 'Binary values are ordered as unsigned bytes.', {
    values: { ':high': { B: Uint8Array.of(255) }, ':low': { B: Uint8Array.of(1, 2) } },
    holds: ['bytes < :high', 'bytes > :low'],
    fails: ['bytes > :high'],
  }),
  asks('no-order-between-types', 'Values of two types have no order: neither is the greater.', {
    values: { ':text': S('5') },
    holds: ['NOT #count < :text', 'NOT #count > :text'],
    fails: ['#count < :text', '#count >= :text'],
  }),
  asks('two-attributes', 'Both sides of a comparison may be attributes.', {
    holds: ['#name = twin', 'price < #count'],
    fails: ['#name <> twin', 'price > #count'],
  }),
  asks('between', 'a BETWEEN b AND c holds from b to c, both included.', {
    values: { ':nine': N(9), ':ten': N(10), ':eleven': N(11), ':twelve': N(12) },
    holds: ['#count BETWEEN :nine AND :eleven', '#count BETWEEN :ten AND :ten', '#count between :nine and :ten'],
    fails: ['#count BETWEEN :eleven AND :twelve'],
  }),
  asks('in', 'a IN (b, c) holds when a equals any of the list.', {
    values: { ':a': S('a'), ':b': N(10), ':c': S('10') },
    holds: ['#count IN (:a, :b)', '#count IN (:b)'],
    fails: ['#count IN (:a, :c)'],
  }),
  asks('attribute-exists', 'attribute_exists holds for an attribute whatever its value, NULL included.', {
    holds: ['attribute_exists(#name)', 'attribute_exists(nothing)', 'attribute_exists(address.city)'],
    fails: ['attribute_exists(absent)', 'attribute_exists(address.street)', 'attribute_exists(#list[3])'],
  }),
  asks('attribute-not-exists', 'attribute_not_exists holds for an attribute that the item lacks, at any depth.', {
    holds: [
      'attribute_not_exists(absent)',
      'attribute_not_exists(address.street)',
      'attribute_not_exists(absent.deep)',
    ],
    fails: ['attribute_not_exists(#name)', 'attribute_not_exists(nothing)'],
  }),
  asks('attribute-type', 'attribute_type holds for the one type that the attribute has.', {
    values: Object.fromEntries(
      ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'].map((type) => [`:${type}`, S(type)]),
    ),
    holds: [
      'attribute_type(#name, :S)',
      'attribute_type(#count, :N)',
      'attribute_type(bytes, :B)',
      'attribute_type(yes, :BOOL)',
      'attribute_type(nothing, :NULL)',
      'attribute_type(tags, :SS)',
      'attribute_type(numbers, :NS)',
      'attribute_type(blobs, :BS)',
      'attribute_type(#list, :L)',
      'attribute_type(address, :M)',
      'attribute_type(address.floor, :N)',
    ],
    fails: ['attribute_type(#name, :N)', 'attribute_type(absent, :S)'],
  }),
  asks('begins-with', 'begins_with holds for strings and binaries with that beginning.', {
    values: {
      ':order': S('order'),
      ':wire': S('wire'),
      ':whole': S('orderwire'),
      ':bytes': { B: Uint8Array.of(1, 2) },
    },
    holds: ['begins_with(#name, :order)', 'begins_with(#name, :whole)', 'begins_with(bytes, :bytes)'],
    fails: ['begins_with(#name, :wire)', 'begins_with(#count, :order)', 'begins_with(absent, :order)'],
  }),
  asks('contains-in-string', 'contains holds for a string that holds the other one.', {
    values: { ':part': S('derw'), ':other': S('derx') },
    holds: ['contains(#name, :part)'],
    fails: ['contains(#name, :other)', 'contains(absent, :part)'],
  }),
  asks('contains-in-set', 'contains holds for a set with that member.', {
    values: { ':blue': S('blue'), ':blu': S('blu'), ':two': N('2.0'), ':four': N(4), ':byte': { B: Uint8Array.of(1) } },
    holds: ['contains(tags, :blue)', 'contains(numbers, :two)', 'contains(blobs, :byte)'],
    fails: ['contains(tags, :blu)', 'contains(numbers, :four)', 'contains(tags, :two)'],
  }),
  asks('contains-in-list', 'contains holds for a list with an element that equals the operand, whatever its type.', {
    values: { ':a': S('a'), ':two': N(2), ':map': M({ deep: S('down') }), ':b': S('b') },
    holds: ['contains(#list, :a)', 'contains(#list, :two)', 'contains(#list, :map)'],
    fails: ['contains(#list, :b)'],
  }),
  asks('contains-a-path', 'The operand of contains may be a path.', {
    holds: ['contains(#name, twin)'],
    fails: ['contains(#name, address.city)'],
  }),
  asks('size-of-string', 'size of a string is its length, and may be compared like any number.', {
    values: { ':nine': N(9), ':eight': N(8), ':ten': N(10) },
    holds: ['size(#name) = :nine', 'size(#name) > :eight', 'size(#name) BETWEEN :eight AND :ten'],
    fails: ['size(#name) <> :nine', 'size(#name) < :nine'],
  }),
  asks('size-of-binary', 'size of a binary value is its number of bytes.', {
    values: { ':three': N(3) },
    holds: ['size(bytes) = :three'],
    fails: ['size(bytes) > :three'],
  }),
  asks('size-of-collections', 'size of a set, list or map is its number of elements.', {
    values: { ':two': N(2), ':three': N(3) },
    holds: ['size(tags) = :two', 'size(numbers) = :three', 'size(#list) = :three', 'size(address) = :three'],
    fails: ['size(tags) = :three'],
  }),
  asks('size-of-an-absent-attribute', 'A comparison with the size of what is not there does not hold.', {
    values: { ':zero': N(0) },
    holds: ['NOT size(absent) >= :zero'],
    fails: ['size(absent) >= :zero'],
  }),
  asks('nested-map', 'A path with points reaches into maps.', {
    values: { ':city': S('Wien'), ':floor': N(3) },
    holds: ['address.city = :city AND address.floor = :floor'],
    fails: ['address.city = :floor'],
  }),
  asks('nested-list', 'A path with an index, counted from zero, reaches into lists, and further.', {
    values: { ':left': S('left'), ':down': S('down') },
    holds: ['address.doors[0] = :left', '#list[2].deep = :down'],
    fails: ['address.doors[1] = :left', '#list[9] = :down'],
  }),
  asks('absent-attribute', 'A comparison with an absent attribute does not hold.', {
    values: { ':one': N(1) },
    holds: ['NOT absent = :one', 'NOT absent > :one'],
    fails: ['absent = :one', 'absent < :one', 'absent IN (:one)', 'absent BETWEEN :one AND :one'],
  }),
  asks('and', 'a AND b holds when both do.', {
    values: { ':ten': N(10), ':nine': N(9) },
    holds: ['#count = :ten AND #count > :nine', '#count = :ten and #count > :nine'],
    fails: ['#count = :ten AND #count = :nine'],
  }),
  asks('or', 'a OR b holds when one does.', {
    values: { ':ten': N(10), ':nine': N(9), ':eight': N(8) },
    holds: ['#count = :nine OR #count = :ten'],
    fails: ['#count = :nine OR #count = :eight'],
  }),
  asks('not', 'NOT a holds when a does not.', {
    values: { ':ten': N(10), ':nine': N(9) },
    holds: ['NOT #count = :nine', 'NOT NOT #count = :ten', 'not attribute_exists(absent)'],
    fails: ['NOT #count = :ten'],
  }),
  asks('precedence-and-before-or', 'AND binds closer than OR.', {
    values: { ':t': N(10), ':f': N(9) },
    holds: ['#count = :t OR #count = :f AND #count = :f'],
    fails: ['(#count = :t OR #count = :f) AND #count = :f'],
  }),
  asks('precedence-not-before-and', 'NOT binds closer than AND.', {
    values: { ':t': N(10), ':f': N(9) },
    holds: ['NOT (#count = :t AND #count = :f)'],
    fails: ['NOT #count = :t AND #count = :f'],
  }),
  asks(
    'precedence-comparison-before-not',
    'Comparisons bind closer than NOT, and BETWEEN takes the AND that follows it.',
    {
      values: { ':t': N(10), ':f': N(9) },
      holds: ['NOT #count BETWEEN :f AND :f AND #count = :t'],
      fails: ['NOT #count BETWEEN :f AND :t AND #count = :t'],
    },
  ),
  define(
    'on-an-absent-item',
    'A condition is asked of an item that is not there as of one without attributes.',
    async (items) => {
      const key = items.fresh();
      await refused(
        items.put({ ...key, a: N(1) }, { ConditionExpression: 'attribute_exists(pk)' }),
        'ConditionalCheckFailedException',
      );
      same(await items.get(key), undefined);
      await items.put({ ...key, a: N(1) }, { ConditionExpression: 'attribute_not_exists(pk)' });
      same(await items.get(key), { ...key, a: N(1) });
    },
    { source: CONDITIONS },
  ),
  define(
    'looks-at-the-old-item',
    'The condition of a put looks at the item that is there, not at the one that is put.',
    async (items) => {
      const key = items.fresh();
      await items.put({ ...key, version: N(1) });
      const next = { ...key, version: N(2) };
      const asking = (expected: number) => ({
        ConditionExpression: 'version = :v',
        ExpressionAttributeValues: { ':v': N(expected) },
      });
      await refused(items.put(next, asking(2)), 'ConditionalCheckFailedException');
      await items.put(next, asking(1));
      same(await items.get(key), next);
    },
    { source: CONDITIONS },
  ),
  define(
    'delete',
    'A delete whose condition fails leaves the item where it is.',
    async (items) => {
      const key = items.fresh();
      await items.put({ ...key, locked: { BOOL: true } });
      const unlocked = {
        ConditionExpression: 'locked = :no',
        ExpressionAttributeValues: { ':no': { BOOL: false } },
      };
      await refused(items.remove(key, unlocked), 'ConditionalCheckFailedException');
      same(await items.get(key), { ...key, locked: { BOOL: true } });
    },
    { source: CONDITIONS },
  ),
];
