import type { FieldError } from '@orderwire/http/problem';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import * as z from 'zod/mini';
import { entryFrom } from './columns.ts';
import { type Row, parseCsv } from './csv.ts';
import { entriesOfSaleor, isOfSaleor } from './saleor.ts';
import { entriesOfVendure, isOfVendure } from './vendure.ts';

const MOST_ENTRIES = 500;

/** A dump of Saleor's has many rows that are no items. */
const MOST_ROWS = 10_000;

const text = z.string().check(z.minLength(1), z.maxLength(100));

/** A list of entries or a file of rows, and which column says what. */
export const importRequest = z.strictObject({
  items: z.optional(z.array(z.unknown()).check(z.minLength(1), z.maxLength(MOST_ROWS))),
  /** Comma-separated values with a header. */
  csv: z.optional(z.string()),
  /** Field → column. */
  columns: z.optional(z.record(text, text)),
  /** Field → what holds where a row says nothing. */
  defaults: z.optional(z.record(text, z.union([z.string(), z.number()]))),
  /** Only says what would become of each entry. */
  dryRun: z.optional(z.boolean()),
});

type ImportRequest = z.infer<typeof importRequest>;

/** Entries to be read, each by itself. */
export interface Listed {
  readonly items: readonly unknown[];
  /** Of a file or a mapping: the line where each entry begins, or its place from 1 on. */
  readonly lines?: readonly number[];
  readonly dryRun: boolean;
}

type Read<T> = Result<T, readonly FieldError[]>;

const refused = (pointer: string, message: string) => refuse([{ pointer, message }]);

const rowsIn = ({ items = [], csv }: ImportRequest): Read<readonly Row[]> => {
  if (csv === undefined) return ok(items.map((item, at) => ({ line: at + 1, fields: (item ?? {}) as Row['fields'] })));
  const rows = parseCsv(csv);
  if (!rows.ok) return refused('#/csv', `line ${rows.error.line} ${rows.error.message}`);
  if (rows.value.length === 0) return refused('#/csv', 'has no rows below its header');
  return rows.value.length > MOST_ENTRIES ? refused('#/csv', `has more than ${MOST_ENTRIES} rows: part it`) : rows;
};

/** Fields that are no field of an entry. */
const unknownIn = (
  pointer: string,
  names: Readonly<Record<string, unknown>> = {},
  known: readonly string[],
): readonly FieldError[] =>
  Object.keys(names)
    .filter((field) => !known.includes(field) && !/^options\.[a-z][A-Za-z0-9]{0,29}$/.test(field))
    .map((field) => ({ pointer: `${pointer}/${field}`, message: 'is no field of an item' }));

/** @param known the fields of an entry that a mapping may name */
export const listedIn = (request: ImportRequest, known: readonly string[]): Read<Listed> => {
  const { items, csv, columns, defaults, dryRun = false } = request;
  if ((items === undefined) === (csv === undefined)) return refused('#/items', 'or csv is to be given, one of the two');
  const faults = [...unknownIn('#/columns', columns, known), ...unknownIn('#/defaults', defaults, known)];
  if (faults.length > 0) return refuse(faults);
  if (items && !columns && isOfSaleor(items)) {
    const entries = entriesOfSaleor(items, defaults?.['currency']);
    if (entries.length > MOST_ENTRIES) return refused('#/items', `holds more than ${MOST_ENTRIES} variants: part it`);
    return ok({
      items: entries.map(({ fields }) => ({ ...defaults, ...fields })),
      lines: entries.map(({ line }) => line),
      dryRun,
    });
  }
  if (items && items.length > MOST_ENTRIES) return refused('#/items', `has at most ${MOST_ENTRIES} (array)`);
  if (items && !columns && !defaults) return ok({ items, dryRun });
  const rows = rowsIn(request);
  if (!rows.ok) return rows;
  const lines = rows.value.map(({ line }) => line);
  const names = new Set(rows.value.flatMap(({ fields }) => Object.keys(fields)));
  const entries =
    csv !== undefined && !columns && isOfVendure(names)
      ? entriesOfVendure(rows.value).map((entry) => ({ ...defaults, ...entry }))
      : rows.value.map(({ fields }) => entryFrom(fields, known, columns ?? {}, defaults ?? {}));
  return ok({ items: entries, lines, dryRun });
};
