import { type Schema, breachesOf } from './compatibility.ts';
import { fileNameOf, jsonSchemaOf } from './json-schema.ts';
import { allEvents } from './registry.ts';

/**
 * How the events of today break what was released, a line each: `OrderPlaced.v1: data.total is gone`. Events and versions that
 * were not released yet are nobody's business.
 * @param released file name → schema, as `jsonSchemaOf` made it then
 */
export const brokenPromises = (released: ReadonlyMap<string, Schema>): readonly string[] => {
  const current = new Map(allEvents.map((event) => [fileNameOf(event), event]));
  return [...released].flatMap(([file, schema]) => {
    const event = current.get(file);
    const name = file.replace(/\.json$/, '');
    if (event === undefined) return [`${name} is gone, and its readers still wait for it`];
    // As it is written: without what JSON does not know.
    const now = JSON.parse(JSON.stringify(jsonSchemaOf(event))) as Schema;
    return breachesOf(schema, now).map((breach) => `${name}: ${breach}`);
  });
};
