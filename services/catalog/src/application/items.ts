import type { Cause } from '@orderwire/messaging/outbox';
import type { Item, ListedItem } from '../domain/item.ts';

export interface Page {
  readonly items: readonly ListedItem[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: Readonly<Record<string, string>>;
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
  /** Lists the item for the first time, with `ItemCreated`; false when there is one of that id already. */
  readonly add: (item: Item, initialStock: number, cause: Cause) => Promise<boolean>;
  /** Takes over a stock level unless a newer one is known. @throws Error when the item is not there (yet) */
  readonly noteAvailable: (itemId: string, available: number, sequence: number) => Promise<void>;
}
