import type { AmountMinor } from '@orderwire/money/money';
import type { VatClass } from '@orderwire/money/vat-classes';

/** A thing sold, as the catalogue knows it. */
export interface Item {
  readonly itemId: string;
  readonly title: string;
  readonly category: string;
  readonly type?: string;
  readonly brand?: string;
  readonly description?: string;
  /** A URL; absent when there is no picture. */
  readonly image?: string;
  /** In minor units: with tax where the shop's prices are gross. */
  readonly priceMinor: AmountMinor;
  readonly currency: string;
  readonly vatClass: VatClass;
}

export type ItemField = Exclude<keyof Item, 'itemId'>;

/** All that an item can become. Its stock is not the catalogue's: that moves with every order. */
const FIELDS = Object.keys({
  title: true,
  category: true,
  type: true,
  brand: true,
  description: true,
  image: true,
  priceMinor: true,
  currency: true,
  vatClass: true,
} satisfies Record<ItemField, true>) as readonly ItemField[];

export const changedFields = (before: Item, after: Item): readonly ItemField[] =>
  FIELDS.filter((field) => before[field] !== after[field]);

/** Whether it can be had: a copy of what inventory last said, so that browsing asks nobody. */
export type Availability = 'unknown' | 'in_stock' | 'sold_out';

export type ListedItem = Item & { readonly availability: Availability };

export const availabilityOf = (available: number | undefined): Availability =>
  available === undefined ? 'unknown' : available > 0 ? 'in_stock' : 'sold_out';
