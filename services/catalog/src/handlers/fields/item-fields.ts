import { amountMinor, currency, vatClass } from '@orderwire/events-schema/common';
import { itemOptions } from '@orderwire/http/item-options';
import type { FieldError } from '@orderwire/http/problem';
import { line, prose } from '@orderwire/http/text';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { isGtin } from '@orderwire/money/gtin';
import * as z from 'zod/mini';
import type { Item } from '../../domain/item.ts';
import { isItemId, isPicture } from './item-texts.ts';
import { amountIn, priceIn } from './price-in.ts';

/** Without blanks around it. */
const machineText = (maxLength: number, isFit: (text: string) => boolean, error: string) =>
  z.string().check(z.trim(), z.minLength(1), z.maxLength(maxLength), z.refine(isFit, { error }));

export const itemId = machineText(
  200,
  isItemId,
  'cannot stand in a path: no slashes, no control characters, not . or ..',
);

const decimal = z.union([z.string(), z.number()], { error: 'is no decimal number or text' });

export const category = line(100);
export { vatClass };

/** `name` is other shops' word for the title. */
export const names = { title: z.optional(line(200)), name: z.optional(line(200)) };

export const amounts = {
  price: z.optional(decimal),
  priceMinor: z.optional(amountMinor),
  cost: z.optional(decimal),
  costMinor: z.optional(amountMinor),
  /** The shop's, where it is not said. */
  currency: z.optional(currency),
};

export const stock = z.int().check(z.minimum(0), z.maximum(1_000_000));

const more = {
  type: line(100),
  brand: line(100),
  company: line(200),
  description: prose(2_000),
  pictures: z
    .array(machineText(2_000, isPicture, 'is no address of a picture that begins with https://'))
    .check(z.minLength(1), z.maxLength(20)),
  sku: line(100),
  gtin: machineText(14, isGtin, 'is no GTIN of 8, 12, 13 or 14 digits with its check digit'),
  bin: line(50),
  productId: itemId,
  options: itemOptions,
};

/** What an item may do without. */
export const optional = z.partial(z.object(more)).shape;

/** The same in a change: `null` takes it away. */
export const removable = {
  type: z.nullish(more.type),
  brand: z.nullish(more.brand),
  company: z.nullish(more.company),
  description: z.nullish(more.description),
  pictures: z.nullish(more.pictures),
  sku: z.nullish(more.sku),
  gtin: z.nullish(more.gtin),
  bin: z.nullish(more.bin),
  productId: z.nullish(more.productId),
  options: z.nullish(more.options),
} satisfies Record<keyof typeof more, z.ZodMiniType>;

/** What is said of a whole item, when it has an id. */
const whole = z.strictObject({ ...names, ...amounts, ...optional, category, vatClass });

type Read<T> = Result<T, { readonly errors: readonly FieldError[] }>;

type Said<Name extends string, T> = { readonly [K in Name]?: T | undefined };

/** Of two fields that mean the same, one may be given. @returns `undefined` when neither is */
export const titleIn = ({ title, name }: Said<'title' | 'name', string>): Read<string | undefined> =>
  title === undefined || name === undefined
    ? ok(title ?? name)
    : refuse({ errors: [{ pointer: '#/title', message: 'stands beside name: give one of the two' }] });

const NO_TITLE: FieldError = { pointer: '#/title', message: 'is missing: name title or name' };

/** The item that these fields describe, or all that is wrong with them. */
export const itemIn = (id: string, fields: z.infer<typeof whole>, shopCurrency: string): Read<Item> => {
  const { title, name, price, priceMinor, cost, costMinor, currency: named = shopCurrency, ...rest } = fields;
  const titled = titleIn({ title, name });
  const priced = priceIn({ major: price, minor: priceMinor }, named);
  const costing = amountIn('cost', { major: cost, minor: costMinor }, named);
  if (!titled.ok || !priced.ok || !costing.ok || titled.value === undefined)
    return refuse({
      errors: [titled, priced, costing]
        .flatMap((one) => (one.ok ? [] : one.error.errors))
        .concat(titled.ok && titled.value === undefined ? [NO_TITLE] : []),
    });
  return ok({
    ...withoutUndefined({ ...rest, currency: named, costMinor: costing.value }),
    ...{ itemId: id, title: titled.value, priceMinor: priced.value },
  });
};

/** zod types an absent optional as `undefined`; our own types know only absence. */
export const withoutUndefined = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
