import type { GoodsReceived, StockCorrected, StockLevelChanged, StockLow } from '@orderwire/events-schema/inventory';
import type { NewEvent } from '@orderwire/events-schema/envelope';
import { invariant } from '@orderwire/kernel/invariant';
import { boundsOf, levelIn } from './shelf.ts';

/**
 * What there is of one item. `available` is `onHand - reserved`, kept as a field because a DynamoDB condition cannot
 * calculate; it is below zero only where somebody has counted less than is reserved, and said so. `onHand + shipped` is all
 * that was ever received or corrected, and what came back and was put on the shelf again.
 */
export interface Stock {
  readonly itemId: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
  readonly shipped: number;
  /** With so many left, or less, the item is low. Absent: 0. */
  readonly lowAt?: number;
  /** How often goods were received and stock was corrected: the number of the last entry in the item's history. */
  readonly movements?: number;
  /** When somebody last counted it or took goods in. Milliseconds since the epoch. */
  readonly movedAt?: number;
  /** The version of the item whose `stock` counted last. */
  readonly statedVersion?: number;
  /** Every write raises it by one. */
  readonly version: number;
}

type Amount = 'onHand' | 'reserved' | 'available' | 'shipped';

type Amounts = Pick<Stock, Amount>;

/** `above` this, and no more than `upTo`. */
export interface Bound {
  readonly attribute: Amount;
  readonly above?: number;
  readonly upTo?: number;
}

export type StockEvent = NewEvent<
  typeof StockLevelChanged | typeof StockLow | typeof StockCorrected | typeof GoodsReceived
>;

/**
 * A change of one stock row.
 *
 * `quiet` adds to whatever the row holds by then and only asks that its amounts are within bounds, so that sales of
 * one item do not wait for each other. The bounds are chosen so that no item can sell out, be had again, or become low
 * unnoticed: a sale asks for *more* than it takes, a return for a row that has some left. They count for the threshold
 * `lowAt` alone.
 *
 * `announced` is the write that does one of these. It holds only on the very version that was
 * read, so that the level in its event is the row's level at that version, exactly.
 */
export type StockChange =
  | {
      readonly kind: 'quiet';
      readonly itemId: string;
      readonly add: Partial<Amounts>;
      readonly where: readonly Bound[];
      /** Absent: whatever it is. */
      readonly lowAt?: number;
    }
  | { readonly kind: 'announced'; readonly after: Stock; readonly events: readonly StockEvent[] };

export const stockReceived = (itemId: string, count: number): Stock => ({
  itemId,
  onHand: count,
  reserved: 0,
  available: count,
  shipped: 0,
  version: 1,
});

export const levelChanged = ({ itemId, onHand, reserved, available }: Stock): NewEvent<typeof StockLevelChanged> => ({
  type: 'StockLevelChanged',
  data: { itemId, onHand, reserved, available: Math.max(0, available) },
});

export const isLow = ({ available, lowAt = 0 }: Pick<Stock, 'available' | 'lowAt'>): boolean => available <= lowAt;

/** That an item has become low by this change, if it has. */
export const becameLow = (before: Stock, after: Stock): readonly NewEvent<typeof StockLow>[] => {
  if (isLow(before) || !isLow(after)) return [];
  const { itemId, available, lowAt = 0 } = after;
  return [{ type: 'StockLow', data: { itemId, available: Math.max(0, available), lowAt } }];
};

/** Sets `count` aside. The caller has seen that there are as many. */
export const setAside = (stock: Stock, count: number): StockChange => {
  invariant(stock.available >= count, 'Nobody sets aside more than there is.');
  return moved(stock, -count, { reserved: count, available: -count });
};

/** Makes `count` that was set aside available again. */
export const putBack = (stock: Stock, count: number): StockChange =>
  moved(stock, count, { reserved: -count, available: count });

/** What had left the house is on the shelf again. */
export const restock = (stock: Stock, count: number): StockChange =>
  moved(stock, count, { onHand: count, available: count });

/** What was set aside leaves the house. Availability stays as it is, so nobody is told. */
export const ship = (itemId: string, count: number): StockChange => ({
  kind: 'quiet',
  itemId,
  add: { onHand: -count, reserved: -count, shipped: count },
  where: [
    { attribute: 'reserved', above: count - 1 },
    // Where less was counted than is reserved.
    { attribute: 'onHand', above: count - 1 },
  ],
});

/** @param by how far availability moves */
const moved = (stock: Stock, by: number, add: Partial<Amounts>): StockChange => {
  const { itemId, available, lowAt = 0 } = stock;
  if (levelIn(available, lowAt) === levelIn(available + by, lowAt))
    return {
      kind: 'quiet',
      itemId,
      add,
      where: [{ attribute: 'available', ...boundsOf(available, by, lowAt) }],
      lowAt,
    };
  return announce(stock, add);
};

const announce = (stock: Stock, add: Partial<Amounts>): StockChange => {
  const after: Stock = {
    ...stock,
    onHand: stock.onHand + (add.onHand ?? 0),
    reserved: stock.reserved + (add.reserved ?? 0),
    available: stock.available + (add.available ?? 0),
    version: stock.version + 1,
  };
  invariant(
    after.reserved >= 0 && after.available >= Math.min(0, stock.available),
    'No amount of stock falls below zero.',
  );
  const isToldOf = stock.available > 0 !== after.available > 0;
  return { kind: 'announced', after, events: [...(isToldOf ? [levelChanged(after)] : []), ...becameLow(stock, after)] };
};
