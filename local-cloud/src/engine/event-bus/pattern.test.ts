import { describe, expect, it } from '@jest/globals';
import { errorNameOf } from './choreography.fixture.ts';
import { compilePattern } from './pattern.ts';

const matches = (pattern: unknown, event: unknown): boolean => compilePattern(pattern)(event);

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
describe('an event pattern', () => {
  it.each<[string, unknown, readonly unknown[], readonly unknown[]]>([
    [
      'a value',
      ['a', 1, true, null],
      ['a', 1, true, null, ['x', 'a']],
      ['b', 2, false, '1', 'null', undefined, { a: 'a' }],
    ],
    ['an empty string', [''], [''], ['a', null, undefined]],
    ['prefix', [{ prefix: 'ab' }], ['ab', 'abc'], ['b', 'xab', 1]],
    ['prefix without case', [{ prefix: { 'equals-ignore-case': 'Ab' } }], ['abc', 'ABC'], ['ba']],
    ['suffix', [{ suffix: '.pdf' }], ['x.pdf'], ['x.png', 1]],
    ['suffix without case', [{ suffix: { 'equals-ignore-case': '.PDF' } }], ['x.pdf'], ['x.png']],
    ['equals-ignore-case', [{ 'equals-ignore-case': 'alice' }], ['ALICE'], ['bob', 1]],
    ['wildcard', [{ wildcard: 'dir/*/x*.png' }], ['dir/a/b/xy.png', 'dir//x.png'], ['dir/x.png', 'dir/a/x.pn']],
    ['wildcard with a star', [{ wildcard: '\\*a\\\\*' }], ['*a\\z'], ['xa\\z']],
    ['wildcard without a star', [{ wildcard: 'abc' }], ['abc'], ['abcd']],
    ['wildcard that would overlap', [{ wildcard: 'ab*ba' }], ['abba', 'abxba'], ['aba']],
    ['wildcards as complex as may be', [{ wildcard: '*:*:*:*:*:x' }], ['1:2:3:4:5:x'], ['1:2:3:4:x']],
    [
      'a long wildcard',
      [{ wildcard: '/Users/*/dir/dir/dir/dir/doc.txt' }],
      ['/Users/a/dir/dir/dir/dir/doc.txt'],
      ['/Users'],
    ],
    ['numeric', [{ numeric: ['>', 0, '<=', 5] }], [1, 5], [0, 6, '3', null]],
    ['numeric equality', [{ numeric: ['=', 3.5] }], [3.5], [3]],
    ['numeric beyond its limit', [{ numeric: ['>', 0] }], [5e9], [5_000_000_001]],
    ['cidr 4', [{ cidr: '10.0.0.0/24' }], ['10.0.0.255'], ['10.0.1.0', 'ten', 10]],
    ['cidr 6', [{ cidr: '2001:db8::/32' }], ['2001:db8::1'], ['2001:db9::1', '10.0.0.1']],
    ['exists', [{ exists: true }], ['x', null, 0, ['x']], [undefined, { a: 1 }, [], {}]],
    ['absence', [{ exists: false }], [undefined, { a: 1 }, []], ['x', null]],
    ['anything-but', [{ 'anything-but': 'a' }], ['b', 1, null, ['a', 'b']], ['a', undefined, ['a']]],
    ['anything-but a list', [{ 'anything-but': ['a', 'b'] }], ['c'], ['a', 'b']],
    ['anything-but numbers', [{ 'anything-but': [1, 2] }], [3, 'a'], [1]],
    ['anything-but a prefix', [{ 'anything-but': { prefix: 'in' } }], ['out', 5], ['init', undefined]],
    ['anything-but prefixes', [{ 'anything-but': { prefix: ['in', 'out'] } }], ['x'], ['init', 'outer']],
    ['anything-but a suffix', [{ 'anything-but': { suffix: '.png' } }], ['a.pdf'], ['a.png']],
    ['anything-but without case', [{ 'anything-but': { 'equals-ignore-case': ['a'] } }], ['b'], ['A']],
    ['anything-but a wildcard', [{ 'anything-but': { wildcard: '*/lib/*' } }], ['a/bin/b'], ['a/lib/b']],
    ['alternatives', ['a', { prefix: 'x' }], ['a', 'xy'], ['b']],
  ])('with %s matches what it should and nothing else', (_name, alternatives, accepted, refused) => {
    const pattern = { detail: { field: alternatives } };
    for (const field of accepted) expect([field, matches(pattern, { detail: { field } })]).toEqual([field, true]);
    for (const field of refused) expect([field, matches(pattern, { detail: { field } })]).toEqual([field, false]);
  });

  it('asks for every field that it names', () => {
    const pattern = { source: ['orders'], detail: { total: [{ numeric: ['>', 10] }] } };
    expect(matches(pattern, { source: 'orders', detail: { total: 11 } })).toBe(true);
    expect(matches(pattern, { source: 'orders', detail: { total: 9 } })).toBe(false);
    expect(matches(pattern, { source: 'stock', detail: { total: 11 } })).toBe(false);
    expect(matches(pattern, { source: 'orders' })).toBe(false);
  });

  it('takes $or as one of several, beside fields that must match too', () => {
    const pattern = { source: ['orders'], $or: [{ detail: { a: [1] } }, { detail: { b: [2] } }] };
    expect(matches(pattern, { source: 'orders', detail: { b: 2 } })).toBe(true);
    expect(matches(pattern, { source: 'orders', detail: { a: 2 } })).toBe(false);
    expect(matches(pattern, { source: 'stock', detail: { a: 1 } })).toBe(false);
  });

  it('sees a missing parent as missing leaves', () => {
    expect(matches({ detail: { a: { b: [{ exists: false }] } } }, { detail: {} })).toBe(true);
    expect(matches({ detail: { a: { b: [{ exists: true }] } } }, { detail: {} })).toBe(false);
  });

  it('wants one object of an array to match as a whole', () => {
    const pattern = { lines: { sku: ['a'], count: [1] } };
    const other = { sku: 'b', count: 1 };
    expect(matches(pattern, { lines: [other, { sku: 'a', count: 1 }] })).toBe(true);
    expect(matches(pattern, { lines: [{ sku: 'a', count: 2 }, other] })).toBe(false);
  });

  it('wants a field beside $or and one of its alternatives in the same object of an array', () => {
    const pattern = { lines: { sku: ['a'] }, $or: [{ lines: { count: [1] } }, { lines: { count: [2] } }] };
    const [one, other] = [
      { sku: 'a', count: 9 },
      { sku: 'b', count: 1 },
    ];
    expect(matches(pattern, { lines: [one, other] })).toBe(false);
    expect(matches(pattern, { lines: [other, { sku: 'a', count: 2 }] })).toBe(true);
  });

  it('finds absence in an array only where no object has the field, or where another field chose the object', () => {
    const absent = { lines: { gift: [{ exists: false }] } };
    expect(matches(absent, { lines: [{ sku: 'a' }, { sku: 'b' }] })).toBe(true);
    expect(matches(absent, { lines: [{ sku: 'a' }, { sku: 'b', gift: true }] })).toBe(false);
    const chosen = { lines: { ...absent.lines, sku: ['a'] } };
    expect(matches(chosen, { lines: [{ sku: 'a' }, { sku: 'b', gift: true }] })).toBe(true);
    expect(matches(chosen, { lines: [{ sku: 'a', gift: true }, { sku: 'b' }] })).toBe(false);
  });

  it('does not find what every object inherits', () => {
    expect(matches({ constructor: { name: [{ exists: true }] } }, {})).toBe(false);
    expect(matches({ detail: { toString: [{ exists: true }] } }, { detail: {} })).toBe(false);
  });

  it.each([
    [{}],
    [[]],
    ['text'],
    [{ source: 'orders' }],
    [{ source: [] }],
    [{ detail: {} }],
    [{ source: [['a']] }],
    [{ source: [{ prefix: 'a', suffix: 'b' }] }],
    [{ source: [{ unknown: 'a' }] }],
    [{ source: [{ toString: 'a' }] }],
    [{ source: [{ prefix: 1 }] }],
    [{ source: [{ exists: 'yes' }] }],
    [{ source: [{ numeric: ['>', 'a'] }] }],
    [{ source: [{ numeric: ['!', 1] }] }],
    [{ source: [{ numeric: ['>', 6e9] }] }],
    [{ source: [{ numeric: ['toString', 1] }] }],
    [{ source: [{ numeric: ['<', 5, '>', 1] }] }],
    [{ source: [{ numeric: ['=', 1, '<', 5] }] }],
    [{ source: [{ numeric: ['>', 5, '<', 1] }] }],
    [{ source: [{ prefix: { 'equals-ignore-case': 'a', suffix: 'b' } }] }],
    [{ source: [{ 'anything-but': ['a', 1] }] }],
    [{ source: [{ cidr: '10.0.0.0/33' }] }],
    [{ source: [{ cidr: '10.0.0.1/32' }] }],
    [{ source: [{ cidr: '::1/128' }] }],
    [{ source: [{ wildcard: '*a*a*a*a*a*' }] }],
    [{ source: [{ wildcard: '*a*a*a*' }, { 'anything-but': { wildcard: ['*a*a*'] } }] }],
    [{ $or: [{ source: ['a'] }, { b: { 'date-after': [1] } }] }],
    [{ source: [{ wildcard: 'a**b' }] }],
    [{ source: [{ wildcard: 'a\\b' }] }],
    [{ source: [{ 'anything-but': [] }] }],
    [{ source: [{ 'anything-but': { numeric: ['=', 1] } }] }],
    [{ $or: [{ source: ['a'] }] }],
    [Object.fromEntries('abcdefghij'.split('').map((name) => [name, { $or: [{ x: [1] }, { y: [1] }] }]))],
  ])('%j is not valid', (pattern) => {
    expect(errorNameOf(() => compilePattern(pattern))).toBe('InvalidEventPatternException');
  });
});
