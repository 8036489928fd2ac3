import type { FieldError } from '@orderwire/http/problem';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import * as z from 'zod/mini';
import type { Item } from '../../domain/item.ts';
import { amounts, category, names, removable, titleIn, vatClass } from './item-fields.ts';
import { amountIn } from './price-in.ts';

const body = z.strictObject({
  ...names,
  ...amounts,
  ...removable,
  category: z.optional(category),
  vatClass: z.optional(vatClass),
});

type Faulty = { readonly errors: readonly FieldError[] };

const OTHER_CURRENCY: FieldError = { pointer: '#/price', message: 'is missing: the currency changes' };

/** What an item becomes by a change that names some of its fields, or all that is wrong with the change. */
export const itemChangedBy =
  ({ stock: _, ...change }: z.infer<typeof body> & { readonly stock?: number | undefined }) =>
  (item: Item): Result<Item, Faulty> => {
    const { title, name, price, priceMinor, cost, costMinor, currency = item.currency, ...more } = change;
    const titled = titleIn({ title, name });
    const priced = amountIn('price', { major: price, minor: priceMinor }, currency);
    const costing = amountIn('cost', { major: cost, minor: costMinor }, currency);
    const faults = [titled, priced, costing].flatMap((read) => (read.ok ? [] : read.error.errors));
    if (priced.ok && priced.value === undefined && currency !== item.currency) faults.push(OTHER_CURRENCY);
    if (!titled.ok || !priced.ok || !costing.ok || faults.length > 0) return refuse({ errors: faults });
    const named = {
      ...{ title: titled.value, currency, priceMinor: priced.value },
      // What a piece cost in another currency says nothing any more.
      costMinor: costing.value ?? (currency === item.currency ? undefined : null),
      ...more,
    };
    const said = Object.entries<unknown>(named).filter(([, value]) => value !== undefined);
    const after = Object.entries<unknown>({ ...item, ...Object.fromEntries(said) });
    return ok(Object.fromEntries(after.filter(([, value]) => value !== null)) as unknown as Item);
  };
