import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseEvent } from './envelope.ts';
import type { EventDefinition } from './envelope.ts';
import { allEvents } from './registry.ts';

const folder = join(__dirname, '../examples');
const nameOf = ({ type, version }: EventDefinition): string => `${type}.v${version}.json`;
const example = (event: EventDefinition): { meta: Record<string, unknown>; data: Record<string, unknown> } =>
  JSON.parse(readFileSync(join(folder, nameOf(event)), 'utf8')) as ReturnType<typeof example>;

const valueAt = (data: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], data);

describe('the examples', () => {
  it('are one for each event and version', () => {
    expect(readdirSync(folder).sort()).toEqual(allEvents.map(nameOf).sort());
  });

  it('have an id each: no two aggregates of different services share their subjects', () => {
    const ids = allEvents.map((event) => example(event).meta['id']);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  describe.each(allEvents.map((event) => [event.type, event] as const))('%s', (_, event) => {
    it('is read by its own schema, and nothing of it is dropped', () => {
      expect(parseEvent(event, example(event))).toEqual(example(event));
    });

    it('carries the type, version and source of its definition', () => {
      const { type, version, source } = event;
      expect(example(event).meta).toMatchObject({ type, version, source });
    });

    it('has an id made from subject, sequence and position', () => {
      const { id, subject, sequence } = example(event).meta;
      const [, told, position] = /^(.*)#(\d+)$/.exec(String(id)) ?? [];
      expect(told).toBe(`${String(subject)}#${String(sequence)}`);
      expect(Number(position)).toBeLessThan(3);
    });

    it('shows every personal field', () => {
      for (const path of event.personal) expect(valueAt(example(event).data, path)).toBeDefined();
    });
  });
});

describe('an event that is not what it says', () => {
  const placed = allEvents.find(({ type }) => type === 'OrderPlaced')!;

  const { meta, data } = example(placed);

  it.each([
    ['without meta', { data }],
    ['with another source than ours', { meta: { ...meta, source: 'somebody.else' }, data }],
    ['without lines', { meta, data: { ...data, lines: [] } }],
    [
      'with a price of half a cent',
      { meta, data: { ...data, charges: { ...(data['charges'] as object), total: 0.5 } } },
    ],
  ])('is refused %s', (_, spoilt) => {
    expect(() => parseEvent(placed, spoilt)).toThrow();
  });

  it('may carry a field that is not known yet, which is dropped', () => {
    expect(parseEvent(placed, { meta, data: { ...data, later: true } }).data).not.toHaveProperty('later');
  });
});
