import { TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import type { Cloud, ConformanceCase } from '../case.ts';
import { refused, same } from '../check.ts';

const OPERATORS = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html';
const PATTERNS = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html';
const ARRAYS = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html';
const NULLS = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-null-values.html';
const API = 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html';

const test = async ({ events }: Cloud, pattern: unknown, detail: unknown, more: object = {}) => {
  const event = {
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': 'Told',
    source: 'conformance',
    account: '111122223333',
    time: '2026-01-02T03:04:05Z',
    region: 'eu-central-1',
    resources: ['arn:aws:s3:::one', 'arn:aws:s3:::two'],
    detail,
    ...more,
  };
  const input = { EventPattern: JSON.stringify(pattern), Event: JSON.stringify(event) };
  return (await events.send(new TestEventPatternCommand(input))).Result;
};

interface Row {
  readonly id: string;
  readonly rule: string;
  readonly source?: string;
  /** What the pattern asks of `detail`. */
  readonly detail: unknown;
  readonly matches: readonly unknown[];
  readonly misses: readonly unknown[];
}

const each = ({ id, rule, source = OPERATORS, detail, matches, misses }: Row): ConformanceCase => ({
  id: `events/patterns/${id}`,
  rule,
  source,
  run: async (cloud) => {
    for (const [details, expected] of [[matches, true] as const, [misses, false] as const]) {
      for (const one of details) same(await test(cloud, { detail }, one), expected, JSON.stringify({ detail, one }));
    }
  },
});

/** The field `x` has to pass these alternatives. */
const ofField = (
  id: string,
  rule: string,
  alternatives: readonly unknown[],
  matches: readonly unknown[],
  misses: readonly unknown[],
  source = OPERATORS,
): ConformanceCase => {
  const toDetail = (x: unknown): unknown => (x === undefined ? {} : { x });
  return each({
    id,
    rule,
    source,
    detail: { x: alternatives },
    matches: matches.map(toDetail),
    misses: misses.map(toDetail),
  });
};

const OPERATOR_CASES: readonly ConformanceCase[] = [
  ofField(
    'equals',
    'A value equals one of the listed ones exactly, case included.',
    ['a', 'b'],
    ['a', 'b'],
    ['A', 'c', 'ab', undefined],
  ),
  ofField('equals-number', 'A number equals a number and no string.', [1], [1], [2, '1', true], PATTERNS),
  ofField('equals-boolean', 'true and false equal themselves only.', [true], [true], [false, 'true', 1], PATTERNS),
  ofField(
    'empty-string',
    'An empty string equals an empty string, and neither null nor absence.',
    [''],
    [''],
    [null, 'a', undefined],
    NULLS,
  ),
  ofField(
    'null',
    'null equals null, and neither an empty string nor absence.',
    [null],
    [null],
    ['', 'null', 0, undefined],
    NULLS,
  ),
  ofField(
    'prefix',
    'prefix matches the beginning of a string.',
    [{ prefix: 'us-' }],
    ['us-', 'us-east-1'],
    ['eu-us-', 'US-east', 5],
  ),
  ofField(
    'prefix-ignore-case',
    'prefix with equals-ignore-case matches the beginning whatever its case.',
    [{ prefix: { 'equals-ignore-case': 'EventB' } }],
    ['eventbridge', 'EVENTB'],
    ['even', 'xeventb'],
  ),
  ofField(
    'suffix',
    'suffix matches the end of a string.',
    [{ suffix: '.png' }],
    ['.png', 'a.png'],
    ['a.PNG', 'a.pngx', 1],
  ),
  ofField(
    'suffix-ignore-case',
    'suffix with equals-ignore-case matches the end whatever its case.',
    [{ suffix: { 'equals-ignore-case': '.PnG' } }],
    ['a.png', 'a.PNG'],
    ['a.jpg'],
  ),
  ofField(
    'equals-ignore-case',
    'equals-ignore-case matches the whole string whatever its case.',
    [{ 'equals-ignore-case': 'alice' }],
    ['Alice', 'ALICE'],
    ['Alices', 'bob', null],
  ),
  ofField(
    'anything-but',
    'anything-but matches any other value that is there.',
    [{ 'anything-but': 'a' }],
    ['b', 'A', 1, null],
    ['a', undefined],
  ),
  ofField('anything-but-number', 'anything-but takes a number.', [{ 'anything-but': 5 }], [6, '5'], [5]),
  ofField(
    'anything-but-strings',
    'anything-but takes a list of strings.',
    [{ 'anything-but': ['a', 'b'] }],
    ['c', ''],
    ['a', 'b'],
  ),
  ofField('anything-but-numbers', 'anything-but takes a list of numbers.', [{ 'anything-but': [1, 2] }], [3], [1, 2]),
  ofField(
    'anything-but-prefix',
    'anything-but with prefix matches what begins otherwise.',
    [{ 'anything-but': { prefix: 'init' } }],
    ['running'],
    ['init', 'initializing', undefined],
  ),
  ofField(
    'anything-but-prefixes',
    'anything-but with several prefixes matches what begins with none of them.',
    [{ 'anything-but': { prefix: ['in', 'out'] } }],
    ['side'],
    ['inside', 'outside'],
  ),
  ofField(
    'anything-but-suffix',
    'anything-but with suffix matches what ends otherwise.',
    [{ 'anything-but': { suffix: '.png' } }],
    ['a.jpg'],
    ['a.png', undefined],
  ),
  ofField(
    'anything-but-suffixes',
    'anything-but with several suffixes matches what ends with none of them.',
    [{ 'anything-but': { suffix: ['.png', '.jpg'] } }],
    ['a.txt'],
    ['a.png', 'a.jpg'],
  ),
  ofField(
    'anything-but-ignore-case',
    'anything-but with equals-ignore-case excludes a string in every case.',
    [{ 'anything-but': { 'equals-ignore-case': ['initializing', 'stopped'] } }],
    ['running'],
    ['Initializing', 'STOPPED'],
  ),
  ofField(
    'anything-but-wildcard',
    'anything-but with wildcard matches what the wildcard does not.',
    [{ 'anything-but': { wildcard: '*/lib/*' } }],
    ['a/bin/b', 'lib'],
    ['a/lib/b', '/lib/'],
  ),
  ofField('numeric-equals', 'numeric = compares by value.', [{ numeric: ['=', 100] }], [100], [99.9, '100']),
  ofField('numeric-less', 'numeric < excludes its bound.', [{ numeric: ['<', 10] }], [9.99, -10], [10, 11]),
  ofField('numeric-at-most', 'numeric <= includes its bound.', [{ numeric: ['<=', 10] }], [10], [10.1]),
  ofField('numeric-more', 'numeric > excludes its bound.', [{ numeric: ['>', 0] }], [0.1], [0, -1]),
  ofField('numeric-at-least', 'numeric >= includes its bound.', [{ numeric: ['>=', 0] }], [0], [-0.1]),
  ofField(
    'numeric-range',
    'numeric with two comparisons is a range; only numbers are in it.',
    [{ numeric: ['>', 0, '<=', 5] }],
    [0.5, 5],
    [0, 5.1, '3', null, undefined],
  ),
  ofField(
    'cidr-4',
    'cidr matches the addresses of an IPv4 network.',
    [{ cidr: '10.0.0.0/24' }],
    ['10.0.0.0', '10.0.0.255'],
    ['10.0.1.0', '::1', 'ten'],
  ),
  ofField(
    'cidr-6',
    'cidr matches the addresses of an IPv6 network.',
    [{ cidr: '2001:db8::/32' }],
    ['2001:db8::1'],
    ['2001:db9::1', '10.0.0.1'],
  ),
  ofField(
    'exists',
    'exists: true matches whatever is there, null and empty string too.',
    [{ exists: true }],
    ['', null, 0, false],
    [undefined],
  ),
  ofField('exists-false', 'exists: false matches only absence.', [{ exists: false }], [undefined], ['', null, 0]),
  ofField(
    'exists-leaf-only',
    'exists looks at leaves: an object in the place of a value counts as absent.',
    [{ exists: false }],
    [{ inner: 1 }],
    [1],
  ),
  ofField(
    'wildcard',
    'wildcard matches any characters, slashes too, between its parts.',
    [{ wildcard: 'dir/*.png' }],
    ['dir/a.png', 'dir/a/b.png'],
    ['a.png', 'dir/a.jpg'],
  ),
  ofField('wildcard-several', 'wildcard takes several stars.', [{ wildcard: '*a*b*' }], ['ab', 'xaxbx'], ['ba', 'a']),
  ofField(
    'wildcard-escaped',
    'In a wildcard a backslash makes a star literal.',
    [{ wildcard: 'a\\*b' }],
    ['a*b'],
    ['axb', 'a\\*b'],
  ),
  ofField(
    'empty-prefix',
    'An empty prefix or suffix begins and ends every text, and no number.',
    [{ prefix: '' }, { suffix: '' }],
    ['', 'a'],
    [1, null, undefined],
  ),
  ofField('empty-wildcard', 'An empty wildcard is the empty text.', [{ wildcard: '' }], [''], ['a', undefined]),
  ofField(
    'case-of-special-letters',
    'Letters are folded one by one: \u{df} is also SS, \u{fb01} also FI, \u{3a3} also \u{3c3} and not \u{3c2}.',
    [
      { 'equals-ignore-case': 'stra\u{df}e' },
      { 'equals-ignore-case': '\u{fb01}n' },
      { 'equals-ignore-case': '\u{3a3}' },
    ],
    ['STRASSE', 'Stra\u{df}E', 'FIN', '\u{fb01}N', '\u{3a3}', '\u{3c3}'],
    ['strasse', 'fin', '\u{3c2}', 'STRA\u{1e9e}E'],
    OPERATORS,
  ),
  ofField(
    'affix-case-of-special-letters',
    'A prefix or suffix without case is folded in the same way.',
    [{ prefix: { 'equals-ignore-case': '\u{df}a' } }, { suffix: { 'equals-ignore-case': 'b\u{fb01}' } }],
    ['SSA', '\u{df}ab', 'xBFI', 'b\u{fb01}'],
    ['ssa', 'xbfi', 'SS'],
    OPERATORS,
  ),
  ofField(
    'alternatives',
    'The alternatives of one field are or-ed, values and operators mixed.',
    ['a', { prefix: 'x' }, { numeric: ['>', 5] }],
    ['a', 'xyz', 6],
    ['b', 5],
  ),
];

const STRUCTURE_CASES: readonly ConformanceCase[] = [
  each({
    id: 'and',
    rule: 'All fields that a pattern names have to match.',
    detail: { place: ['New York'], day: ['Monday'] },
    matches: [{ place: 'New York', day: 'Monday', more: 1 }],
    misses: [{ place: 'New York' }, { place: 'New York', day: 'Tuesday' }],
  }),
  each({
    id: 'nested',
    rule: 'A pattern nests as the event does.',
    source: PATTERNS,
    detail: { a: { b: { c: ['x'] } } },
    matches: [{ a: { b: { c: 'x' } } }],
    misses: [{ a: { c: 'x' } }, { a: { b: 'x' } }, {}],
  }),
  each({
    id: 'dots-in-names',
    rule: 'A dot in a name is a level: in the pattern, in the event, or in both.',
    source: OPERATORS,
    detail: { 'a.b': [1], c: { d: [2] } },
    matches: [
      { a: { b: 1 }, c: { d: 2 } },
      { 'a.b': 1, 'c.d': 2 },
      { 'a.b': [3, 1], a: { b: 4 }, 'c.d': 2 },
    ],
    misses: [{ a: { b: 2 }, c: { d: 2 } }, { 'a.b': 1 }],
  }),
  each({
    id: 'path-twice',
    rule: 'Of two demands on one path the later counts, one beside $or and one in it among them.',
    source: OPERATORS,
    detail: { a: [1], $or: [{ a: [2] }, { b: [1] }] },
    matches: [{ a: 2 }, { a: 1, b: 1 }],
    misses: [{ a: 1 }, { b: 1 }],
  }),
  each({
    id: 'or-as-a-name',
    rule: '$or with anything but patterns is the name of a field.',
    source: OPERATORS,
    detail: { $or: [{ prefix: 'a' }, 'b'] },
    matches: [{ $or: 'ab' }, { $or: 'b' }],
    misses: [{ $or: 'c' }, {}],
  }),
  each({
    id: 'or',
    rule: '$or matches when one of its alternatives does.',
    detail: { $or: [{ place: ['New York'] }, { day: ['Monday'] }] },
    matches: [{ place: 'New York' }, { place: 'Rome', day: 'Monday' }],
    misses: [{ place: 'Rome', day: 'Tuesday' }, {}],
  }),
  each({
    id: 'or-beside-fields',
    rule: 'A field beside $or has to match as well.',
    detail: { kind: ['k'], $or: [{ a: [1] }, { b: [{ numeric: ['>', 2] }] }] },
    matches: [
      { kind: 'k', a: 1 },
      { kind: 'k', b: 3 },
    ],
    misses: [{ kind: 'other', a: 1 }, { kind: 'k' }, { kind: 'k', b: 2 }],
  }),
  each({
    id: 'or-nested',
    rule: '$or nests.',
    detail: { $or: [{ a: [1], $or: [{ b: [1] }, { c: [1] }] }, { d: [1] }] },
    matches: [{ a: 1, c: 1 }, { d: 1 }],
    misses: [{ a: 1 }, { b: 1, c: 1 }],
  }),
  each({
    id: 'array-of-values',
    rule: 'An array in the event matches when one of its values does.',
    source: ARRAYS,
    detail: { x: ['a', 'b'] },
    matches: [{ x: ['z', 'b'] }, { x: ['a'] }],
    misses: [{ x: ['z'] }, { x: [] }],
  }),
  each({
    id: 'array-anything-but',
    rule: 'anything-but matches an array when one of its values is another.',
    source: ARRAYS,
    detail: { x: [{ 'anything-but': ['a'] }] },
    matches: [{ x: ['a', 'b'] }],
    misses: [{ x: ['a', 'a'] }, { x: [] }],
  }),
  each({
    id: 'array-of-objects',
    rule: 'In an array of objects the fields that a pattern names have to be in the same object.',
    source: ARRAYS,
    detail: { lines: { sku: ['a'], count: [1] } },
    matches: [{ lines: [{ sku: 'b' }, { sku: 'a', count: 1 }] }, { lines: { sku: 'a', count: 1 } }],
    misses: [
      {
        lines: [
          { sku: 'a', count: 2 },
          { sku: 'b', count: 1 },
        ],
      },
    ],
  }),
];

const INVALID: readonly (readonly [string, unknown])[] = [
  ['empty-list', { detail: { x: [] } }],
  ['value-without-list', { source: 'conformance' }],
  ['unknown-operator', { detail: { x: [{ like: 'a' }] } }],
  ['two-operators', { detail: { x: [{ prefix: 'a', suffix: 'b' }] } }],
  ['prefix-of-number', { detail: { x: [{ prefix: 1 }] } }],
  ['exists-of-text', { detail: { x: [{ exists: 'yes' }] } }],
  ['numeric-of-text', { detail: { x: [{ numeric: ['>', 'a'] }] } }],
  ['numeric-backwards', { detail: { x: [{ numeric: ['>', 5, '<', 1] }] } }],
  ['cidr-of-text', { detail: { x: [{ cidr: 'ten' }] } }],
  ['wildcard-two-stars', { detail: { x: [{ wildcard: 'a**b' }] } }],
  ['anything-but-mixed', { detail: { x: [{ 'anything-but': ['a', 1] }] } }],
  ['cidr-of-one-address', { detail: { x: [{ cidr: '10.0.0.1/32' }] } }],
  ['cidr-of-one-address-6', { detail: { x: [{ cidr: '::1/128' }] } }],
  [
    'anything-but-prefix-without-case',
    { detail: { x: [{ 'anything-but': { prefix: { 'equals-ignore-case': 'a' } } }] } },
  ],
  [
    'anything-but-suffix-without-case',
    { detail: { x: [{ 'anything-but': { suffix: { 'equals-ignore-case': 'a' } } }] } },
  ],
  ['anything-but-empty-prefix', { detail: { x: [{ 'anything-but': { prefix: '' } }] } }],
  ['anything-but-empty-suffix', { detail: { x: [{ 'anything-but': { suffix: ['a', ''] } }] } }],
  ['wildcard-too-complex', { detail: { x: [{ wildcard: '*:*:*:*:*:event-bus/*' }] } }],
  ['operator-as-a-field-in-or', { detail: { $or: [{ prefix: ['a'] }, { b: [1] }] } }],
  ['operator-as-a-field-deep-in-or', { detail: { $or: [{ a: { numeric: [1] } }, { b: [1] }] } }],
  ['or-of-one', { detail: { $or: [{ a: [1] }] } }],
];

const invalid = ([id, pattern]: readonly [string, unknown]): ConformanceCase => ({
  id: `events/patterns/invalid-${id}`,
  rule: `The pattern ${JSON.stringify(pattern)} is refused with InvalidEventPatternException.`,
  source: API,
  run: async (cloud) => {
    await refused(test(cloud, pattern, {}), 'InvalidEventPatternException');
  },
});

export const patterns: readonly ConformanceCase[] = [
  ...OPERATOR_CASES,
  ...STRUCTURE_CASES,
  {
    id: 'events/patterns/envelope',
    rule: 'A pattern may name the fields of the envelope; the resources are an array.',
    source: PATTERNS,
    run: async (cloud) => {
      const pattern = { source: ['conformance'], 'detail-type': [{ prefix: 'T' }], resources: [{ suffix: ':two' }] };
      same(await test(cloud, pattern, {}), true);
      same(await test(cloud, { ...pattern, account: ['999999999999'] }, {}), false);
    },
  },
  ...INVALID.map(invalid),
  {
    id: 'events/patterns/invalid-json',
    rule: 'A pattern that is no JSON is refused with InvalidEventPatternException.',
    source: API,
    run: async ({ events }) => {
      const call = events.send(new TestEventPatternCommand({ EventPattern: '{', Event: '{}' }));
      await refused(call, 'InvalidEventPatternException');
    },
  },
];
