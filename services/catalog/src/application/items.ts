import type { Cause } from '@orderwire/events-schema/cause';
import type { Item, ItemField, ListedItem } from '../domain/item.ts';

export interface Page {
  readonly items: readonly ListedItem[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: Readonly<Record<string, string>>;
}

/** An item as it stands in the catalogue. Every change raises the version by one. */
export interface KnownItem {
  readonly item: Item;
  readonly version: number;
}

/** The catalogue's items, wherever they are kept. */
export interface Items {
  readonly find: (itemId: string) => Promise<ListedItem | undefined>;
  /** In no promised order; `after` is the `next` of the page before. */
  readonly list: (query: {
    readonly category?: string;
    readonly limit: number;
    readonly after?: Readonly<Record<string, string>>;
  }) => Promise<Page>;
  /** Lists the item for the first time, with `ItemCreated`. Where there is one of that id, nothing is written: this is it. */
  readonly add: (item: Item, initialStock: number, cause: Cause) => Promise<KnownItem | undefined>;
  /**
   * Makes the next version of an item, with `ItemUpdated`. Where somebody has made it before, nothing is written: this is it.
   * @param changed the fields in which the item differs from the version that was seen
   */
  readonly update: (
    item: Item,
    change: { readonly seen: number; readonly changed: readonly ItemField[] },
    cause: Cause,
  ) => Promise<KnownItem | undefined>;
  /** Takes over a stock level unless a newer one is known. @throws Error when the item is not there (yet) */
  readonly noteAvailable: (itemId: string, available: number, sequence: number) => Promise<void>;
}
