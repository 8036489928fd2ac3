import * as z from 'zod/mini';
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

/** `OrderPlaced.v1.json` */
export const fileNameOf = ({ type, version }: Pick<EventDefinition, 'type' | 'version'>): string =>
  `${type}.v${version}.json`;

/**
 * The JSON Schema (draft 2020-12) of a whole event, as it stands in EventBridge's `detail`. Personal fields carry
 * `x-personal`. Unknown fields are allowed, because an optional field may be added without a new version.
 * @throws Error when the definition marks a field that it has not.
 */
export const jsonSchemaOf = (event: EventDefinition): Schema => {
  const schema = z.toJSONSchema(z.object({ meta: metaSchema, data: event.data }), {
    io: 'input',
    override: ({ jsonSchema }) => {
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
