import type { Cause } from '@orderwire/events-schema/cause';
import type { FieldError } from '@orderwire/http/problem';
import { fit } from '@orderwire/http/request';
import type { Log } from '@orderwire/kernel/log';
import { ok } from '@orderwire/kernel/result';
import * as z from 'zod/mini';
import type { Entry, ImportItems, Outcome } from '../../application/import-items.ts';
import type { ItemField } from '../../domain/item.ts';
import { amounts, category, itemId, itemIn, names, optional, stock, vatClass } from '../fields/item-fields.ts';
import type { Listed } from './import-request.ts';

const entry = z.strictObject({ id: itemId, ...names, ...amounts, ...optional, category, vatClass, stock });

/** What a mapping may name, beside `options.<name>`. */
export const ENTRY_FIELDS = Object.keys(entry.shape).filter((field) => field !== 'options');

/** What became of one entry of the list. */
interface EntryReport {
  readonly index: number;
  /** As it was given, without blanks around it; absent when it was no text. */
  readonly id?: string;
  readonly result: Outcome['result'] | 'refused';
  readonly changed?: readonly ItemField[];
  readonly errors?: readonly FieldError[];
  /** Of a file: the line where it begins. */
  readonly line?: number;
  /** What was read of a file's row that is refused: to be mended and sent again. */
  readonly entry?: unknown;
}

export type ImportReport = Readonly<Record<EntryReport['result'], number>> & {
  readonly entries: readonly EntryReport[];
};

export interface ImportDeps {
  readonly importItems: ImportItems;
  /** ISO 4217. */
  readonly shopCurrency: string;
  readonly log: Log;
}

/** Takes or refuses each entry on its own, and tells what became of it. */
export const runImport = async (
  { importItems, shopCurrency, log }: ImportDeps,
  { items, lines, dryRun }: Listed,
  cause: Cause,
): Promise<ImportReport> => {
  const ids = items.map(idOf);
  const read = items.map((item, index) => readEntry(item, shopCurrency, isTwice(ids, index)));
  const good = read.flatMap(({ entry: fitting }) => fitting ?? []);
  const outcomes = await importItems(good, cause, dryRun);
  const outcomeOf = new Map(good.map((fitting, index) => [fitting, outcomes[index]]));
  const report = reportOf(
    read.map(({ entry: fitting, errors }, index) => ({
      index,
      ...(lines && { line: lines[index] ?? 0 }),
      ...(ids[index] !== undefined && { id: ids[index] }),
      ...((fitting && outcomeOf.get(fitting)) ?? {
        result: 'refused' as const,
        errors,
        ...(lines && { entry: items[index] }),
      }),
    })),
  );
  const { entries: _entries, ...counts } = report;
  log.info('Imported', { ...counts, dryRun, importId: cause.causationId });
  return report;
};

const idOf = (item: unknown): string | undefined => {
  const id = (item as { readonly id?: unknown } | null)?.id;
  return typeof id === 'string' ? id.trim().slice(0, 200) : undefined;
};

/** Nobody knows which of two entries of one id is meant: neither is taken. */
const isTwice = (ids: readonly (string | undefined)[], index: number): boolean =>
  ids.some((id, other) => other !== index && id !== undefined && id === ids[index]);

const TWICE: FieldError = { pointer: '#/id', message: 'stands in this list more than once' };

const readEntry = (
  item: unknown,
  shopCurrency: string,
  twice: boolean,
): { readonly entry?: Entry; readonly errors: readonly FieldError[] } => {
  const fitting = fit(entry, item, 'body');
  const read = fitting.ok ? readFields(fitting.value, shopCurrency) : fitting;
  const errors = [...(read.ok ? [] : (read.error.errors ?? [])), ...(twice ? [TWICE] : [])];
  return read.ok && !twice ? { entry: read.value, errors } : { errors };
};

const readFields = ({ id, stock: initialStock, ...fields }: z.infer<typeof entry>, shopCurrency: string) => {
  const read = itemIn(id, fields, shopCurrency);
  return read.ok ? ok({ ...read.value, initialStock }) : read;
};

const reportOf = (entries: readonly EntryReport[]): ImportReport => {
  const count = (result: EntryReport['result']): number => entries.filter((one) => one.result === result).length;
  return {
    added: count('added'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    entries,
  };
};
