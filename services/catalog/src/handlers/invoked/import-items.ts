import { amountMinor, currency, vatClass } from '@orderwire/events-schema/common';
import type { FieldError } from '@orderwire/http/problem';
import { fit } from '@orderwire/http/request';
import { itemOptions } from '@orderwire/http/item-options';
import { line, prose } from '@orderwire/http/text';
import type { Log } from '@orderwire/kernel/log';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { isGtin } from '@orderwire/money/gtin';
import * as z from 'zod/mini';
import type { Entry, ImportItems, Outcome } from '../../application/import-items.ts';
import type { ItemField } from '../../domain/item.ts';
import { amountIn, priceIn } from '../fields/price-in.ts';
import { isItemId, isPicture } from '../fields/item-texts.ts';

/** Without blanks around it. */
const machineText = (maxLength: number, isFit: (text: string) => boolean, error: string) =>
  z.string().check(z.trim(), z.minLength(1), z.maxLength(maxLength), z.refine(isFit, { error }));

const itemId = machineText(200, isItemId, 'cannot stand in a path: no slashes, no control characters, not . or ..');

const decimal = z.union([z.string(), z.number()], { error: 'is no decimal number or text' });

const entry = z.strictObject({
  id: itemId,
  title: z.optional(line(200)),
  /** Other shops' word for the title. */
  name: z.optional(line(200)),
  category: line(100),
  type: z.optional(line(100)),
  brand: z.optional(line(100)),
  company: z.optional(line(200)),
  description: z.optional(prose(2_000)),
  pictures: z.optional(
    z
      .array(machineText(2_000, isPicture, 'is no address of a picture that begins with https://'))
      .check(z.minLength(1), z.maxLength(20)),
  ),
  sku: z.optional(line(100)),
  gtin: z.optional(machineText(14, isGtin, 'is no GTIN of 8, 12, 13 or 14 digits with its check digit')),
  bin: z.optional(line(50)),
  productId: z.optional(itemId),
  options: z.optional(itemOptions),
  price: z.optional(decimal),
  priceMinor: z.optional(amountMinor),
  cost: z.optional(decimal),
  costMinor: z.optional(amountMinor),
  /** The shop's, where it is not said. */
  currency: z.optional(currency),
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

interface Deps {
  readonly importItems: ImportItems;
  /** ISO 4217. */
  readonly shopCurrency: string;
  readonly log: Log;
}

/**
 * Invoked by an operator, not over HTTP: `aws lambda invoke --function-name orderwire-catalog-<stage>-importItems`. Each entry is
 * taken or refused on its own.
 * @throws when there is no list of 1 to 500 entries; nothing is written then
 */
export const makeImport =
  ({ importItems, shopCurrency, log }: Deps) =>
  async (event: unknown, invocation?: Invocation): Promise<ImportReport> => {
    const { items } = request.parse(event);
    const ids = items.map(idOf);
    const read = items.map((item, index) => readEntry(item, shopCurrency, isTwice(ids, index)));
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
  shopCurrency: string,
  twice: boolean,
): { readonly entry?: Entry; readonly errors: readonly FieldError[] } => {
  const fitting = fit(entry, item, 'body');
  const read = fitting.ok
    ? readFields({ ...fitting.value, currency: fitting.value.currency ?? shopCurrency })
    : fitting;
  const errors = [...(read.ok ? [] : (read.error.errors ?? [])), ...(twice ? [TWICE] : [])];
  return read.ok && !twice ? { entry: read.value, errors } : { errors };
};

type Read<T> = Result<T, { readonly errors: readonly FieldError[] }>;

const titleIn = ({
  title,
  name,
}: {
  readonly title?: string | undefined;
  readonly name?: string | undefined;
}): Read<string> => {
  const called = title ?? name;
  const message = called === undefined ? 'is missing: name title or name' : 'stands beside name: give one of the two';
  const isOne = called !== undefined && (title === undefined || name === undefined);
  return isOne ? ok(called) : refuse({ errors: [{ pointer: '#/title', message }] });
};

/** Of two fields that mean the same, one may be given. */
const readFields = (fields: z.infer<typeof entry> & { readonly currency: string }): Read<Entry> => {
  const { id, stock, title, name, price, priceMinor, cost, costMinor, ...more } = fields;
  const titled = titleIn({ title, name });
  const priced = priceIn({ major: price, minor: priceMinor }, more.currency);
  const costing = amountIn('cost', { major: cost, minor: costMinor }, more.currency);
  if (!titled.ok || !priced.ok || !costing.ok)
    return refuse({ errors: [titled, priced, costing].flatMap((one) => (one.ok ? [] : one.error.errors)) });
  return ok({
    ...withoutUndefined({ ...more, costMinor: costing.value }),
    ...{ itemId: id, title: titled.value, priceMinor: priced.value, initialStock: stock },
  });
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
