import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { allEvents } from '@orderwire/events-schema/registry';
import { brokenPromises } from '@orderwire/events-schema/released';
import type { Schema } from '@orderwire/events-schema/compatibility';
import { fileNameOf, jsonSchemaOf } from '@orderwire/events-schema/json-schema';

const RELEASED = join(process.cwd(), 'events-schema', 'released');
const FOLDER = join(process.cwd(), 'events-schema', 'json-schema');

describe('the JSON Schemas of the events', () => {
  it('are one per event and version', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(allEvents.map(fileNameOf).sort());
  });

  it.each(allEvents.map((event) => [event.type, event] as const))('are current: %s', (_type, event) => {
    const written: unknown = JSON.parse(readFileSync(join(FOLDER, fileNameOf(event)), 'utf8'));
    expect(written).toEqual(JSON.parse(JSON.stringify(jsonSchemaOf(event))));
  });
});

const releasedEvents = (): ReadonlyMap<string, Schema> =>
  new Map(
    readdirSync(RELEASED)
      .filter((name) => name !== 'release.json')
      .map((name) => [name, JSON.parse(readFileSync(join(RELEASED, name), 'utf8')) as Schema]),
  );

describe('what was released', () => {
  it('says which version it was, and of which commit', () => {
    const release: unknown = JSON.parse(readFileSync(join(RELEASED, 'release.json'), 'utf8'));
    expect(release).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      commit: expect.stringMatching(/^[\da-f]{7,40}$/),
    });
  });

  it('is kept: whoever reads it can read what is published today', () => {
    expect(releasedEvents().size).toBeGreaterThan(0);
    expect(brokenPromises(releasedEvents())).toEqual([]);
  });

  const placed = 'OrderPlaced.v1.json';
  const patched = (path: readonly string[], change: (part: Record<string, unknown>) => void): readonly string[] => {
    const schema = { ...releasedEvents().get(placed) };
    const part = path.reduce<Record<string, unknown>>((at, name) => at[name] as Record<string, unknown>, schema);
    change(part);
    return brokenPromises(new Map([[placed, schema]]));
  };
  const DATA = ['properties', 'data', 'properties'];

  it.each([
    [
      'a field that nobody publishes any more',
      () => patched(DATA, (data) => (data['giftNote'] = { type: 'string' })),
      'OrderPlaced.v1: data.giftNote is gone',
    ],
    [
      'a field that was not there',
      () => patched(DATA, (data) => delete data['language']),
      'OrderPlaced.v1: data.language is new and required, and older events lack it',
    ],
    [
      'a value more',
      () => patched([...DATA, 'language'], (language) => (language['enum'] = ['en'])),
      'OrderPlaced.v1: data.language: the value "de" is new, and no reader knows it',
    ],
    [
      'a value less',
      () => patched([...DATA, 'language'], (language) => (language['enum'] = ['en', 'de', 'fr'])),
      'OrderPlaced.v1: data.language: the value "fr" is gone',
    ],
    [
      'another unit',
      () => patched([...DATA, 'charges', 'properties', 'total'], (total) => (total['x-unit'] = 'major units')),
      'OrderPlaced.v1: data.charges.total: x-unit was "major units" and is "minor units of the currency"',
    ],
    [
      'an event less',
      () => brokenPromises(new Map([['OrderLost.v1.json', {}]])),
      'OrderLost.v1 is gone, and its readers still wait for it',
    ],
  ])('is broken by %s, in words', (_what, breaches, said) => {
    expect(breaches()).toEqual([said]);
  });
});
