import { causedByCall } from '@orderwire/events-schema/cause';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import { importRequest, listedIn } from '../imports/import-request.ts';
import { ENTRY_FIELDS, type ImportDeps, runImport } from '../imports/run-import.ts';

const report = z.strictObject({
  added: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  entries: z.array(
    z.strictObject({
      index: z.int(),
      line: z.optional(z.int()),
      id: z.optional(z.string()),
      result: z.enum(['added', 'updated', 'unchanged', 'refused']),
      changed: z.optional(z.array(z.string())),
      errors: z.optional(z.array(z.strictObject({ pointer: z.string(), message: z.string() }))),
      entry: z.optional(z.unknown()),
    }),
  ),
});

/** Staff list and change many items at once, from a list or a file. Each is taken or refused on its own. */
export const importProducts = route({
  method: 'POST',
  paths: ['/items/imports', '/products/imports'],
  callers: 'staff',
  right: 'catalogue:write',
  body: importRequest,
  answers: { 200: report },
  refusals: { IMPORT_INVALID: { status: 422, detail: 'This is no list or file of items.' } },
}).handledBy(async (deps: ImportDeps, { body, ...call }) => {
  const listed = listedIn(body, ENTRY_FIELDS);
  if (!listed.ok) return { refusal: 'IMPORT_INVALID', errors: listed.error };
  const cause = causedByCall(`import/${call.requestId}`, call);
  const { entries, ...counts } = await runImport(deps, listed.value, cause);
  return {
    status: 200,
    body: {
      ...counts,
      entries: entries.map(({ changed, errors, ...entry }) => ({
        ...entry,
        ...(changed && { changed: [...changed] }),
        ...(errors && { errors: [...errors] }),
      })),
    },
  };
});
