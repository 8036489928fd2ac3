import type { AmountMinor } from '@orderwire/money/money';
import type { VatClass } from '@orderwire/money/vat-classes';

/** A thing sold, as the catalogue knows it. */
export interface Item {
  readonly itemId: string;
  readonly title: string;
  readonly category: string;
  readonly type?: string;
  readonly brand?: string;
  /** Who makes it. */
  readonly company?: string;
  readonly description?: string;
  /** URLs. */
  readonly pictures?: readonly string[];
  /** The shop's own article number. */
  readonly sku?: string;
  /** GTIN-8, -12, -13 or -14. */
  readonly gtin?: string;
  /** Where it lies in the warehouse. */
  readonly bin?: string;
  /** The product that it is a variant of; what tells it from the others are its `options`. */
  readonly productId?: string;
  readonly options?: Readonly<Record<string, string>>;
  /** In minor units: with tax where the shop's prices are gross. */
  readonly priceMinor: AmountMinor;
  readonly currency: string;
  /** What a piece costs the shop, in minor units: no customer sees it. */
  readonly costMinor?: AmountMinor;
  readonly vatClass: VatClass;
}

export type ItemField = Exclude<keyof Item, 'itemId'>;

/** All that an item can become. Its stock is not the catalogue's: that moves with every order. */
const FIELDS = Object.keys({
  title: true,
  category: true,
  type: true,
  brand: true,
  company: true,
  description: true,
  pictures: true,
  sku: true,
  gtin: true,
  bin: true,
  productId: true,
  options: true,
  priceMinor: true,
  currency: true,
  costMinor: true,
  vatClass: true,
} satisfies Record<ItemField, true>) as readonly ItemField[];

/** Options in any order are the same. */
const textOf = (value: Item[ItemField]): string =>
  JSON.stringify(typeof value === 'object' && !Array.isArray(value) ? Object.entries(value).sort() : value);

export const changedFields = (before: Item, after: Item): readonly ItemField[] =>
  FIELDS.filter((field) => textOf(before[field]) !== textOf(after[field]));

/** By what people narrow a list down. */
export const FACETS = ['category', 'type', 'brand', 'availability'] as const;

export type Facet = (typeof FACETS)[number];

/** What a text is filtered by: people write `apple` for `Apple`. */
export const filterKey = (text: string): string => text.trim().toLowerCase();

export const AVAILABILITIES = ['unknown', 'in_stock', 'sold_out'] as const;

/** Whether it can be had: a copy of what inventory last said, so that browsing asks nobody. */
export type Availability = (typeof AVAILABILITIES)[number];

export type ListedItem = Item & { readonly availability: Availability };

export const availabilityOf = (available: number | undefined): Availability =>
  available === undefined ? 'unknown' : available > 0 ? 'in_stock' : 'sold_out';
