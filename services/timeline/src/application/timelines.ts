import type { Entry } from '../domain/entry.ts';

/** Where the entries of all orders are kept. */
export interface Timelines {
  /** Adds the entry. The same event again meets its own row. */
  readonly add: (orderId: string, entry: Entry) => Promise<void>;
  readonly noteOwner: (orderId: string, customerId: string) => Promise<void>;
  /**
   * The customer was erased: takes people's own words out of all entries, by `wordless`, which answers undefined where there are none.
   * Entries that come later are held against it, too.
   */
  readonly forgetWords: (orderId: string, wordless: (entry: Entry) => Entry | undefined) => Promise<void>;
  readonly isErased: (orderId: string) => Promise<boolean>;
  /** Undefined while no `OrderPlaced` has arrived. */
  readonly ownerOf: (orderId: string) => Promise<string | undefined>;
  /** In the order in which it happened. `after` is the `next` of the page before. */
  readonly list: (
    orderId: string,
    page: { readonly limit: number; readonly after?: string },
  ) => Promise<{ readonly entries: readonly Entry[]; readonly next?: string }>;
}
