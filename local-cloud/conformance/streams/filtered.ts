import { same } from '../check.ts';
import { N, S } from '../dynamodb/items.ts';
import { FILTERING } from './failing.ts';
import { casesOnStream, type Streamed, type StreamCase } from './streamed.ts';

/** `wanted` is written last, so that what was let through before it is there by then. */
const lets = (
  name: string,
  rule: string,
  write: (streamed: Streamed) => Promise<void>,
  expected: readonly string[],
): StreamCase => ({
  name,
  rule,
  run: async (streamed) => {
    await write(streamed);
    await streamed.put('wanted', { kind: S('wanted') });
    const batches = await streamed.delivered((found) => found.flat().includes('wanted'));
    same(batches.flat(), [...expected, 'wanted']);
  },
});

export const filteredStream = casesOnStream('filter', 'StreamFiltered', FILTERING, [
  lets(
    'drops',
    'Records that match no pattern never reach the function.',
    async ({ put }) => {
      await put('a', { kind: S('other') });
      await put('b');
    },
    [],
  ),
  lets(
    'any',
    'A record that matches one of the patterns is enough.',
    async ({ put }) => {
      await put('a', { kind: S('wanted') });
      await put('b', { count: N(5) });
    },
    ['a', 'b'],
  ),
  lets(
    'all-of-a-pattern',
    'All fields of a pattern must match: here the name of the event too.',
    async ({ put }) => {
      await put('a', { kind: S('other') });
      await put('a', { kind: S('wanted') });
    },
    [],
  ),
  lets(
    'numbers-as-strings',
    'Attribute values are matched as the strings that they are, numbers too.',
    async ({ put }) => {
      await put('a', { count: N('5.0') });
      await put('b', { count: N(50) });
      await put('c', { count: S('5') });
    },
    ['a'],
  ),
  lets(
    'operators',
    'Patterns have the operators of event patterns.',
    async ({ put }) => {
      await put('a', { note: S('urgent: call') });
      await put('b', { note: S('not urgent') });
    },
    ['a'],
  ),
  lets(
    'old-image',
    'The image before a removal may be matched.',
    async ({ put, remove }) => {
      await put('a', { audited: { BOOL: true } });
      await put('b');
      await remove('a');
      await remove('b');
    },
    ['a'],
  ),
]);
