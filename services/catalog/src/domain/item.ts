import type { AmountMinor, TaxRate } from '@orderwire/kernel/money';
import { isReadable } from '@orderwire/kernel/text';

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
  /** Net, in minor units. */
  readonly price: AmountMinor;
  readonly currency: string;
  /** Basis points. */
  readonly taxRate: TaxRate;
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
  price: true,
  currency: true,
  taxRate: true,
} satisfies Record<ItemField, true>) as readonly ItemField[];

export const changedFields = (before: Item, after: Item): readonly ItemField[] =>
  FIELDS.filter((field) => before[field] !== after[field]);

/**
 * Whether a path can carry the id, so that the item can be found under it: API Gateway decodes a path before it is parted at
 * slashes, some gateways take a backslash for one, and clients take `.` and `..` for steps.
 */
export const isItemId = (id: string): boolean => isReadable(id) && !/[/\\]|^\.{1,2}$|[^\S ]/.test(id);

/** A picture is shown in customers' browsers: nothing but a public address, over https. */
export const isImage = (url: string): boolean => {
  if (!/^https:\/\/[\x21-\x7e]+$/i.test(url) || !URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username === '' && password === '';
};

/** Whether it can be had: a copy of what inventory last said, so that browsing asks nobody. */
export type Availability = 'unknown' | 'in_stock' | 'sold_out';

export type ListedItem = Item & { readonly availability: Availability };

export const availabilityOf = (available: number | undefined): Availability =>
  available === undefined ? 'unknown' : available > 0 ? 'in_stock' : 'sold_out';
