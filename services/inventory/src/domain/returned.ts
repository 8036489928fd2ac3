import type { StockLine } from '@orderwire/events-schema/common';
import type { StockReturned } from '@orderwire/events-schema/inventory';
import type { NewEvent } from '@orderwire/events-schema/envelope';
import { type Levels, levelOf } from './reservation.ts';
import { restock, type StockChange } from './stock.ts';

/** Goods of an order that are on the shelf again. Written once, and never changed. */
export interface Returned {
  readonly orderId: string;
  /** A parcel, `parcel/<parcelId>`, or what came in of a return, `<returnId>/<receipt>`. */
  readonly by: string;
  /** Each item once. */
  readonly lines: readonly StockLine[];
}

/** What is to be written, all of it or nothing. */
export interface ReturnedChange {
  readonly returned: Returned;
  readonly events: readonly NewEvent<typeof StockReturned>[];
  readonly stock: readonly StockChange[];
}

/**
 * Goods have come back in order. That needs no reservation: who hears of it before the shipment counts them twice for a
 * while on the shelf, and right as soon as that arrives.
 */
export const takeBack = (returned: Returned, levels: Levels): ReturnedChange => {
  const { orderId, lines } = returned;
  return {
    returned,
    events: [{ type: 'StockReturned', data: { orderId, lines: [...lines] } }],
    stock: lines.map(({ itemId, count }) => restock(levelOf(levels, itemId), count)),
  };
};
