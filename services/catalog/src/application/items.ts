import type { Cause } from '@orderwire/events-schema/cause';
import type { Item, ItemField, ListedItem } from '../domain/item.ts';
import type { Entry } from '../domain/listing.ts';

/** An item as it stands in the catalogue. Every change raises the version by one. */
export interface KnownItem {
  readonly item: ListedItem;
  readonly version: number;
  /** It was taken out of the range: nobody is shown it, but its id stays taken. */
  readonly isRetired: boolean;
  /** Lists know of it: not so when it is retired, or was written before there was an index of changes. */
  readonly isListed: boolean;
}

/** The catalogue's items, wherever they are kept. */
export interface Items {
  /** May be a second old. */
  readonly find: (itemId: string) => Promise<KnownItem | undefined>;
  /** As it was last written. */
  readonly current: (itemId: string) => Promise<KnownItem | undefined>;
  /** These items, in no order; may be a second old. At most 100. */
  readonly findAll: (itemIds: readonly string[]) => Promise<readonly KnownItem[]>;
  /**
   * What lists know of all items, the retired ones too, in pages: of those that changed after this moment (milliseconds since the
   * epoch). A change may be missing for a moment after it was made.
   */
  readonly changedAfter: (since: number) => AsyncIterable<readonly Entry[]>;
  /** Lists the item for the first time, with `ItemCreated`. Where there is one of that id, nothing is written: this is it. */
  readonly add: (item: Item, initialStock: number, cause: Cause) => Promise<KnownItem | undefined>;
  /**
   * Makes the next version of an item, with `ItemUpdated`; one that was retired is listed again. Where somebody has made it
   * before, nothing is written: this is it.
   * @param changed the fields in which the item differs from the version that was seen
   */
  readonly update: (
    item: Item,
    change: {
      readonly seen: number;
      readonly changed: readonly ItemField[];
      /** Told of, not kept. */
      readonly stock?: number | undefined;
    },
    cause: Cause,
  ) => Promise<KnownItem | undefined>;
  /** Takes an item out of the range, with `ItemRetired`. Where it has changed since it was seen, nothing is written: this is it. */
  readonly retire: (item: Item, seen: number, cause: Cause) => Promise<KnownItem | undefined>;
  /** Takes over a stock level unless a newer one is known. @throws Error when the item is not there (yet) */
  readonly noteAvailable: (itemId: string, available: number, sequence: number) => Promise<void>;
}
