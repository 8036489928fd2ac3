import { amountMinor, currency, vatClass } from '@orderwire/events-schema/common';
import type { FieldError } from '@orderwire/http/problem';
import { fit } from '@orderwire/http/request';
import { line, prose } from '@orderwire/http/text';
import type { Log } from '@orderwire/kernel/log';
import * as z from 'zod/mini';
import type { Entry, ImportItems, Outcome } from '../../application/import-items.ts';
import type { ItemField } from '../../domain/item.ts';
import { priceIn } from './price-in.ts';
import { isImage, isItemId } from './item-texts.ts';

/** Without blanks around it. */
const machineText = (maxLength: number, isFit: (text: string) => boolean, error: string) =>
  z.string().check(z.trim(), z.minLength(1), z.maxLength(maxLength), z.refine(isFit, { error }));

const entry = z.strictObject({
  id: machineText(200, isItemId, 'cannot stand in a path: no slashes, no control characters, not . or ..'),
  title: line(200),
  category: line(100),
  type: z.optional(line(100)),
  brand: z.optional(line(100)),
  description: z.optional(prose(2_000)),
  image: z.optional(machineText(2_000, isImage, 'is no address of a picture that begins with https://')),
  price: z.optional(z.union([z.string(), z.number()], { error: 'is no decimal number or text' })),
  priceMinor: z.optional(amountMinor),
  currency,
  vatClass,
  stock: z.int().check(z.minimum(0), z.maximum(1_000_000)),
});

const request = z.strictObject({ items: z.array(z.unknown()).check(z.minLength(1), z.maxLength(500)) });

/** What became of one entry of the list. */
interface EntryReport {
  readonly index: number;
  /** As it was given, without blanks around it; absent when it was no text. */
  readonly id?: string;
  readonly result: Outcome['result'] | 'refused';
  readonly changed?: readonly ItemField[];
  readonly errors?: readonly FieldError[];
}

export type ImportReport = Readonly<Record<EntryReport['result'], number>> & {
  readonly entries: readonly EntryReport[];
};

/** Lambda's own name for this call. */
interface Invocation {
  readonly awsRequestId: string;
}

/**
 * Invoked by an operator, not over HTTP: `aws lambda invoke --function-name orderwire-catalog-<stage>-importItems`. Each entry is
 * taken or refused on its own.
 * @throws when there is no list of 1 to 500 entries; nothing is written then
 */
export const makeImport =
  ({ importItems, log }: { readonly importItems: ImportItems; readonly log: Log }) =>
  async (event: unknown, invocation?: Invocation): Promise<ImportReport> => {
    const { items } = request.parse(event);
    const ids = items.map(idOf);
    const read = items.map((item, index) => readEntry(item, isTwice(ids, index)));
    const good = read.flatMap(({ entry: fitting }) => fitting ?? []);
    const importId = `import/${invocation?.awsRequestId ?? 'unknown'}`;
    const outcomes = await importItems(good, {
      correlationId: importId,
      causationId: importId,
      actor: { type: 'staff', id: 'import' },
    });
    const outcomeOf = new Map(good.map((fitting, index) => [fitting, outcomes[index]]));
    const report = reportOf(
      read.map(({ entry: fitting, errors }, index) => ({
        index,
        ...(ids[index] !== undefined && { id: ids[index] }),
        ...((fitting && outcomeOf.get(fitting)) ?? { result: 'refused' as const, errors }),
      })),
    );
    const { entries: _entries, ...counts } = report;
    log.info('Imported', { ...counts, importId });
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
  twice: boolean,
): { readonly entry?: Entry; readonly errors: readonly FieldError[] } => {
  const fitting = fit(entry, item, 'body');
  const priced = fitting.ok ? priceIn(fitting.value) : fitting;
  const errors = [...(priced.ok ? [] : (priced.error.errors ?? [])), ...(twice ? [TWICE] : [])];
  if (!fitting.ok || !priced.ok || twice) return { errors };
  const { id, stock, price: _, ...fields } = fitting.value;
  const known = { ...withoutUndefined(fields), priceMinor: priced.value };
  return { entry: { ...known, itemId: id, initialStock: stock }, errors };
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

/** zod types an absent optional as `undefined`; our own types know only absence. */
const withoutUndefined = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
