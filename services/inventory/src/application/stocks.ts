import type { Cause } from '@orderwire/events-schema/cause';
import type { Change, Levels, Reservation } from '../domain/reservation.ts';
import type { ReturnedChange } from '../domain/returned.ts';
import type { Stock } from '../domain/stock.ts';

/** The stock and what is set aside of it, wherever it is kept. */
export interface Stocks {
  /** Up to 40 items as they are now, each row for itself: not one moment for all. What has no row is left out. */
  readonly levels: (itemIds: readonly string[]) => Promise<Levels>;
  readonly reservation: (orderId: string) => Promise<Reservation | undefined>;
  /** Begins an item's row, with `StockLevelChanged`; nothing happens when there is one. */
  readonly begin: (stock: Stock, cause: Cause) => Promise<void>;
  /**
   * Writes all of the change or nothing. `reservation_moved`: the reservation is no longer at the version before;
   * `stock_moved`: some stock row is no longer as the change asks. Then read again and decide again.
   */
  readonly save: (change: Change, cause: Cause) => Promise<'saved' | 'reservation_moved' | 'stock_moved'>;
  /** The same for what came back: `known` when it was written before. */
  readonly saveReturned: (change: ReturnedChange, cause: Cause) => Promise<'saved' | 'known' | 'stock_moved'>;
}
