import { type Result, ok, refuse } from '@orderwire/kernel/result';
import type { Price, WantedLine } from './pricing.ts';

export type Options = Readonly<Record<string, string>>;

/** What the customer asks for: an item, or a product with the options that tell its variants apart. */
export interface WantedEntry {
  /** Of the item or of the product. */
  readonly id: string;
  readonly count: number;
  readonly options: Options;
}

/** An item, as one of its product's. */
export interface Variant {
  readonly itemId: string;
  readonly options: Options;
}

/** An option that is wrong or missing at this place of what the customer sent, and the values that it could have. */
export interface OptionFault {
  readonly position: number;
  readonly option: string;
  readonly values: readonly string[];
}

export type VariantRefusal =
  | { readonly code: 'ITEM_NOT_FOUND'; readonly positions: readonly number[] }
  | { readonly code: 'OPTION_UNKNOWN' | 'OPTION_MISSING'; readonly faults: readonly OptionFault[] };

type Items = ReadonlyMap<string, Price>;
type Products = ReadonlyMap<string, readonly Variant[]>;

/** Customers write `Sea Green` for `sea green`. */
const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** No option is called as something that every object has: `constructor`. */
const valueIn = (options: Options | undefined, name: string): string | undefined =>
  options && Object.hasOwn(options, name) ? options[name] : undefined;

const isOf = ({ options }: { readonly options?: Options | undefined }, wanted: Options): boolean =>
  Object.entries(wanted).every(([name, value]) => isSame(valueIn(options, name) ?? '', value));

/** The products that have to be looked up: what is named is no item, or is not what its options say. */
export const productsToFind = (wanted: readonly WantedEntry[], items: Items): readonly string[] => {
  const unclear = wanted.filter(({ id, options }) => {
    const item = items.get(id);
    return !item || !isOf(item, options);
  });
  return [...new Set(unclear.map(({ id }) => id))];
};

const valuesOf = (variants: readonly Variant[], option: string): readonly string[] =>
  variants
    .flatMap(({ options }) => valueIn(options, option) ?? [])
    .filter((value, at, all) => all.findIndex((other) => isSame(other, value)) === at);

/** A colour may be named by its place in the product's list, too, from "1" on: the list is in the order of the items' ids. */
const meantBy = (option: string, value: string, values: readonly string[]): string | undefined =>
  values.find((known) => isSame(known, value)) ??
  (option === 'color' && /^[1-9]\d?$/.test(value) ? values[Number(value) - 1] : undefined);

type Chosen = Result<
  string,
  { readonly code: 'OPTION_UNKNOWN' | 'OPTION_MISSING'; readonly option: string; values: readonly string[] }
>;

/** @param variants of one product, in the order of their ids: one at least */
const choose = (variants: readonly Variant[], wanted: Options): Chosen => {
  let left = variants;
  for (const [option, value] of Object.entries(wanted)) {
    const all = valuesOf(variants, option);
    const meant = meantBy(option, value, all);
    if (meant === undefined) return refuse({ code: 'OPTION_UNKNOWN', option, values: all });
    const fitting = left.filter((variant) => isOf(variant, { [option]: meant }));
    // The product has this value, but not together with the options before.
    if (fitting.length === 0) return refuse({ code: 'OPTION_UNKNOWN', option, values: valuesOf(left, option) });
    left = fitting;
  }
  const [chosen, ...others] = left;
  if (chosen && others.length === 0) return ok(chosen.itemId);
  const names = [...new Set(left.flatMap(({ options }) => Object.keys(options)))];
  const option = names.find((name) =>
    left.some((variant) => !isOf(variant, { [name]: valueIn(chosen?.options, name) ?? '' })),
  );
  // Variants that nothing tells apart have to be named by their own ids.
  return option === undefined
    ? refuse({ code: 'OPTION_MISSING', option: 'id', values: left.map(({ itemId }) => itemId) })
    : refuse({ code: 'OPTION_MISSING', option, values: valuesOf(left, option) });
};

/** Which item each entry is. What an item is called goes before what a product is called. */
export const resolveItems = (
  wanted: readonly WantedEntry[],
  items: Items,
  products: Products,
): Result<readonly WantedLine[], VariantRefusal> => {
  const lines: WantedLine[] = [];
  const unknown: number[] = [];
  const faults: (OptionFault & { readonly code: 'OPTION_UNKNOWN' | 'OPTION_MISSING' })[] = [];
  for (const [position, { id, count, options }] of wanted.entries()) {
    const item = items.get(id);
    const own = item ? [{ itemId: id, options: item.options ?? {} }] : [];
    const variants = products.get(id) ?? own;
    if (item && isOf(item, options)) lines.push({ itemId: id, count });
    else if (variants.length === 0) unknown.push(position);
    else {
      const chosen = choose(variants, options);
      if (chosen.ok) lines.push({ itemId: chosen.value, count });
      else faults.push({ ...chosen.error, position });
    }
  }
  if (unknown.length > 0) return refuse({ code: 'ITEM_NOT_FOUND', positions: unknown });
  const [first] = faults;
  if (!first) return ok(lines);
  const alike = faults.filter(({ code }) => code === first.code);
  return refuse({
    code: first.code,
    faults: alike.map(({ position, option, values }) => ({ position, option, values })),
  });
};
