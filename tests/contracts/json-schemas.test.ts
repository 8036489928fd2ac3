import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { allEvents } from '@orderwire/events-schema/registry';
import { fileNameOf, jsonSchemaOf } from '@orderwire/events-schema/json-schema';

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
