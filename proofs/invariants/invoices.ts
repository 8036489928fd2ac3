import type { Books } from './books.ts';
import type { Checks } from './claims.ts';

/** `INV-2026-000001` is the first of the series INV-2026. */
const NUMBER = /^(.*)-(\d+)$/;

/** Series (one a year, of each kind) → its numbers, sorted. */
const seriesOf = (documents: readonly { readonly number?: string }[]): ReadonlyMap<string, readonly number[]> => {
  const found = new Map<string, number[]>();
  for (const { number } of documents) {
    const [, series = '', position = ''] = NUMBER.exec(number ?? '') ?? [];
    if (number !== undefined) found.set(series, [...(found.get(series) ?? []), Number(position)]);
  }
  for (const numbers of found.values()) numbers.sort((one, other) => one - other);
  return found;
};

/** The numbers of each series run from 1 without a gap, up to the last one that was given. */
export const checkNumbers = (checks: Checks, { invoices, credits, series }: Books): void => {
  const numbers = seriesOf([...invoices, ...credits]);
  const lasts = new Map(series.map(({ id, lastPosition }) => [id.slice('series/'.length), lastPosition]));
  for (const name of new Set([...numbers.keys(), ...lasts.keys()])) {
    const given = numbers.get(name) ?? [];
    const last = lasts.get(name) ?? 0;
    checks.that(
      '05-invoices',
      given.length === last && given.every((number, index) => number === index + 1),
      () => `the numbers of ${name} are ${given.join(', ')}; the last one given is ${last}`,
    );
  }
};
