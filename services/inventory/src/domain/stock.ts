import type { StockLevelChanged } from '@orderwire/events-schema/inventory';
import type { NewEvent } from '@orderwire/events-schema/envelope';
import { invariant } from '@orderwire/kernel/invariant';

/**
 * What there is of one item. `available` is `onHand - reserved`, kept as a field because a DynamoDB condition cannot
 * calculate. `onHand + shipped` is all that was ever received, and what came back and was put on the shelf again.
 */
export interface Stock {
  readonly itemId: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
  readonly shipped: number;
  /** Every write raises it by one. */
  readonly version: number;
}

type Amounts = Omit<Stock, 'itemId' | 'version'>;

/**
 * A change of one stock row.
 *
 * `quiet` adds to whatever the row holds by then and only asks that `where.attribute` is above a bound, so that sales of
 * one item do not wait for each other. The bound is chosen so that availability cannot reach or leave zero unnoticed:
 * a sale asks for *more* than it takes, a return for a row that has some left.
 *
 * `announced` is the write that makes an item sell out or be had again. It holds only on the very version that was
 * read, so that the level in its event is the row's level at that version, exactly.
 */
export type StockChange =
  | {
      readonly kind: 'quiet';
      readonly itemId: string;
      readonly add: Partial<Amounts>;
      readonly where: { readonly attribute: 'available' | 'reserved'; readonly above: number };
    }
  | { readonly kind: 'announced'; readonly after: Stock; readonly event: NewEvent<typeof StockLevelChanged> };

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
  data: { itemId, onHand, reserved, available },
});

/** Sets `count` aside. The caller has seen that there are as many. */
export const setAside = (stock: Stock, count: number): StockChange => {
  invariant(stock.available >= count, 'Nobody sets aside more than there is.');
  const add = { reserved: count, available: -count };
  return stock.available === count
    ? announce(stock, add)
    : { kind: 'quiet', itemId: stock.itemId, add, where: { attribute: 'available', above: count } };
};

const gain = (stock: Stock, add: Partial<Amounts>): StockChange =>
  stock.available === 0
    ? announce(stock, add)
    : { kind: 'quiet', itemId: stock.itemId, add, where: { attribute: 'available', above: 0 } };

/** Makes `count` that was set aside available again. */
export const putBack = (stock: Stock, count: number): StockChange =>
  gain(stock, { reserved: -count, available: count });

/** What had left the house is on the shelf again. */
export const restock = (stock: Stock, count: number): StockChange => gain(stock, { onHand: count, available: count });

/** What was set aside leaves the house. Availability stays as it is, so nobody is told. */
export const ship = (itemId: string, count: number): StockChange => ({
  kind: 'quiet',
  itemId,
  add: { onHand: -count, reserved: -count, shipped: count },
  where: { attribute: 'reserved', above: count - 1 },
});

const announce = (stock: Stock, add: Partial<Amounts>): StockChange => {
  const after: Stock = {
    ...stock,
    onHand: stock.onHand + (add.onHand ?? 0),
    reserved: stock.reserved + (add.reserved ?? 0),
    available: stock.available + (add.available ?? 0),
    version: stock.version + 1,
  };
  invariant(after.reserved >= 0 && after.available >= 0, 'No amount of stock is below zero.');
  return { kind: 'announced', after, event: levelChanged(after) };
};
