import type { ConformanceCase } from '../case.ts';
import { each, OPERATORS, PATTERNS } from './matching.ts';
import { EVENT_BRIDGE } from '../pages.ts';

export const patternStructure: readonly ConformanceCase[] = [
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
    source: EVENT_BRIDGE.guide('eb-event-patterns-arrays'),
    detail: { x: ['a', 'b'] },
    matches: [{ x: ['z', 'b'] }, { x: ['a'] }],
    misses: [{ x: ['z'] }, { x: [] }],
  }),
  each({
    id: 'array-anything-but',
    rule: 'anything-but matches an array when one of its values is another.',
    source: EVENT_BRIDGE.guide('eb-event-patterns-arrays'),
    detail: { x: [{ 'anything-but': ['a'] }] },
    matches: [{ x: ['a', 'b'] }],
    misses: [{ x: ['a', 'a'] }, { x: [] }],
  }),
  each({
    id: 'array-of-objects',
    rule: 'In an array of objects the fields that a pattern names have to be in the same object.',
    source: EVENT_BRIDGE.guide('eb-event-patterns-arrays'),
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
