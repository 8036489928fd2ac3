import { TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import type { ConformanceCase } from '../case.ts';
import { refused, same } from '../check.ts';
import { PATTERNS, test } from './matching.ts';
import { patternOperators } from './pattern-operators.ts';
import { patternStructure } from './pattern-structure.ts';
import { EVENT_BRIDGE } from '../pages.ts';

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
  source: EVENT_BRIDGE.api('TestEventPattern'),
  run: async (cloud) => {
    await refused(test(cloud, pattern, {}), 'InvalidEventPatternException');
  },
});

export const patterns: readonly ConformanceCase[] = [
  ...patternOperators,
  ...patternStructure,
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
    source: EVENT_BRIDGE.api('TestEventPattern'),
    run: async ({ events }) => {
      const call = events.send(new TestEventPatternCommand({ EventPattern: '{', Event: '{}' }));
      await refused(call, 'InvalidEventPatternException');
    },
  },
];
