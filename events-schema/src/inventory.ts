import * as z from 'zod/mini';
import { defineAttention } from './attention.ts';
import { defineAudit } from './audit.ts';
import { identifier, shortLine, stockLine } from './common.ts';
import { defineEvent } from './envelope.ts';

const source = 'orderwire.inventory';
const reservation = z.object({ orderId: identifier, lines: z.array(stockLine) });

/** The subject of the reservation events is `reservation/<orderId>`. */
export const StockReserved = defineEvent({ type: 'StockReserved', version: 1, source, data: reservation });

export const StockReservationFailed = defineEvent({
  type: 'StockReservationFailed',
  version: 1,
  source,
  data: z.object({ orderId: identifier, lines: z.array(shortLine) }),
});

/** What was set aside is to be had again: the order has ended early, or these units were not found when it was packed. */
export const StockReleased = defineEvent({ type: 'StockReleased', version: 1, source, data: reservation });

/** What was in a parcel has left the house. */
export const StockCommitted = defineEvent({
  type: 'StockCommitted',
  version: 1,
  source,
  data: z.object({
    ...reservation.shape,
    /** Always there since 0.3.0. */
    parcelId: z.optional(identifier),
  }),
});

/** What had left the house is back on the shelf. The subject is `returned/<orderId>/<what brought it>`. */
export const StockReturned = defineEvent({ type: 'StockReturned', version: 1, source, data: reservation });

/**
 * Published when stock is received or corrected, and when an item sells out or is to be had again: not for each sale. The
 * subject is `stock/<itemId>`.
 */
export const StockLevelChanged = defineEvent({
  type: 'StockLevelChanged',
  version: 1,
  source,
  data: z.object({
    itemId: identifier,
    onHand: z.int().check(z.nonnegative()),
    reserved: z.int().check(z.nonnegative()),
    available: z.int().check(z.nonnegative()),
  }),
});

/**
 * There is as much left of an item as its threshold says, or less: once each time that it comes to that. The threshold of an item
 * that has none is 0. The subject is `stock/<itemId>`.
 */
export const StockLow = defineEvent({
  type: 'StockLow',
  version: 1,
  source,
  noReader: 'For the shop’s own systems, which buy goods in; staff see the same in GET /stock?low=true.',
  data: z.object({
    itemId: identifier,
    available: z.int().check(z.nonnegative()),
    lowAt: z.int().check(z.nonnegative()),
  }),
});

const counts = z.object({
  onHand: z.int().check(z.nonnegative()),
  reserved: z.int().check(z.nonnegative()),
  lowAt: z.int().check(z.nonnegative()),
});

/** Somebody has corrected what there is of an item, or its threshold; `meta.actor` says who. The subject is `stock/<itemId>`. */
export const StockCorrected = defineEvent({
  type: 'StockCorrected',
  version: 1,
  source,
  noReader: 'For the shop’s own systems; staff read the history of an item in GET /stock/{itemId}/history.',
  data: z.object({ itemId: identifier, before: counts, after: counts, reason: z.string() }),
});

/** Goods have come in; `meta.actor` says who took them in. The subject is `stock/<itemId>`. */
export const GoodsReceived = defineEvent({
  type: 'GoodsReceived',
  version: 1,
  source,
  noReader: 'For the shop’s own systems; staff read the history of an item in GET /stock/{itemId}/history.',
  data: z.object({
    itemId: identifier,
    count: z.int().check(z.positive()),
    onHand: z.int().check(z.nonnegative()),
    /** What the shop calls the delivery: the number of a delivery note. */
    reference: z.optional(z.string()),
  }),
});

/** The subject is `attention/inventory/<code>/<orderId>`: one of a code for an order. */
export const StockNeedsAttention = defineAttention('StockNeedsAttention', source);

export const InventoryChangedByStaff = defineAudit('InventoryChangedByStaff', source);
