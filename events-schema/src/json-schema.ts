import * as z from 'zod/mini';
import { amountMinor, differenceMinor, vatRate } from './common.ts';
import { type EventDefinition, metaSchema } from './envelope.ts';

type Schema = Record<string, unknown>;

const propertiesOf = (schema: Schema): Record<string, Schema> => (schema['properties'] ?? {}) as Record<string, Schema>;

const at = (schema: Schema, path: string): Schema => {
  let found = schema;
  for (const name of path.split('.')) {
    const next = propertiesOf(found)[name];
    if (next === undefined) throw new Error(`There is no field ${path} to mark as personal.`);
    found = next;
  }
  return found;
};

/** What a number counts is a part of the language: it stands in `x-unit`, and a released one never changes. */
const UNITS: ReadonlyMap<unknown, string> = new Map([
  [amountMinor, 'minor units of the currency'],
  [differenceMinor, 'minor units of the currency'],
  [vatRate, 'thousandths of a percent'],
]);

/** `OrderPlaced.v1.json` */
export const fileNameOf = ({ type, version }: Pick<EventDefinition, 'type' | 'version'>): string =>
  `${type}.v${version}.json`;

/**
 * The JSON Schema (draft 2020-12) of a whole event, as it stands in EventBridge's `detail`. Personal fields carry
 * `x-personal`, numbers say what they count in `x-unit`. Unknown fields are allowed, because an optional field may be added without a new version.
 * @throws Error when the definition marks a field that it has not.
 */
export const jsonSchemaOf = (event: EventDefinition): Schema => {
  const schema = z.toJSONSchema(z.object({ meta: metaSchema, data: event.data }), {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      const unit = UNITS.get(zodSchema);
      if (unit !== undefined) jsonSchema['x-unit'] = unit;
      // zod's own word for what the pattern beside it says.
      if (jsonSchema.format === 'starts_with') delete jsonSchema.format;
    },
  }) as Schema;
  const { meta, data } = propertiesOf(schema);
  if (meta === undefined || data === undefined) throw new Error('An event has meta and data.');
  const fixed = propertiesOf(meta);
  fixed['type'] = { const: event.type };
  fixed['version'] = { const: event.version };
  fixed['source'] = { const: event.source };
  for (const path of event.personal) at(data, path)['x-personal'] = true;
  const { $schema, ...rest } = schema;
  return { $schema, title: `${event.type}, version ${event.version}`, ...rest };
};
