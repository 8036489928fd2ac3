import type { Charges, Line, StockLine } from '@orderwire/events-schema/common';
import { NOTHING, type Taken, partOf, together } from '@orderwire/money/parts';
import type { OrderStatus } from './lifecycle.ts';
import type { Order, Parcel } from './order.ts';

/** itemId → pieces. */
export type Units = ReadonlyMap<string, number>;

/** Lines of one item are taken together. */
export const unitsOf = (lines: readonly StockLine[]): Units => {
  const units = new Map<string, number>();
  for (const { itemId, count } of lines) units.set(itemId, (units.get(itemId) ?? 0) + count);
  return units;
};

export const isSame = (one: Units, other: Units): boolean =>
  one.size === other.size && [...one].every(([itemId, count]) => other.get(itemId) === count);

/** What is in `all` and not in `taken`. */
export const less = (all: Units, taken: Units): Units =>
  new Map(
    [...all]
      .map(([itemId, count]): [string, number] => [itemId, count - (taken.get(itemId) ?? 0)])
      .filter(([, count]) => count > 0),
  );

/** What of it is more than there is, and how much there is. */
export const excessOf = (wanted: Units, there: Units): readonly Excess[] =>
  [...wanted]
    .map(([itemId, count]) => ({ itemId, count, left: there.get(itemId) ?? 0 }))
    .filter(({ count, left }) => count > left);

export interface Excess extends StockLine {
  readonly left: number;
}

/** What was there to be packed: all of the order, unless the warehouse found less. */
const pickedOf = ({ lines, picked }: Order): Units => unitsOf(picked ?? lines);

export const unitsIn = (parcel: Parcel, order: Order): Units =>
  parcel.lines === undefined ? pickedOf(order) : unitsOf(parcel.lines);

/** What waits for a courier, or will once it is packed. */
export const leftToShip = (order: Order): Units =>
  order.parcels.reduce((left, parcel) => less(left, unitsIn(parcel, order)), pickedOf(order));

/** The courier has it, or will try again. */
export const isOpen = ({ state }: Parcel): boolean => state === 'shipped' || state === 'failed';

/** What an order is by its parcels, once it has one. It has ended when nothing of it is open. */
export const statusOf = (order: Order): OrderStatus => {
  const has = (state: Parcel['state']): boolean => order.parcels.some((parcel) => parcel.state === state);
  if (has('failed')) return 'delivery_failed';
  if (has('shipped') || leftToShip(order).size > 0) return 'shipped';
  return has('delivered') ? 'delivered' : 'returned';
};

/** The order's own lines, with as many pieces as these. */
export const linesOf = ({ lines }: Order, units: Units): Line[] =>
  lines.flatMap((line) => {
    const count = units.get(line.itemId) ?? 0;
    return count === 0 ? [] : [{ ...line, count }];
  });

/** What is left of the order's charges after a short pick. Shipping stays. */
export const pickedCharges = (order: Order): Charges =>
  order.picked === undefined
    ? order.charges
    : partOfOrder(order, NOTHING, { counts: pickedOf(order), shipping: order.charges.shipping });

const partOfOrder = (order: Order, before: Taken, wanted: Taken): Charges => {
  const charges = partOf(order.charges, before, wanted);
  return { ...charges, lines: [...charges.lines], taxes: [...charges.taxes] };
};

/** What is in a parcel and what it costs: its part of the order, after those before it. Shipping goes with the first. */
export const contentsOf = (parcel: Parcel, order: Order): { readonly lines: Line[]; readonly charges: Charges } => {
  const lines = linesOf(order, unitsIn(parcel, order));
  if (parcel.lines === undefined) return { lines, charges: pickedCharges(order) };
  const at = order.parcels.findIndex(({ parcelId }) => parcelId === parcel.parcelId);
  const takenBy = (one: Parcel, index: number): Taken => ({
    counts: unitsIn(one, order),
    shipping: index === 0 ? order.charges.shipping : 0,
  });
  const before = order.parcels.slice(0, at).map(takenBy).reduce(together, NOTHING);
  return { lines, charges: partOfOrder(order, before, takenBy(parcel, at)) };
};

/** A name for a parcel that the courier gave none. */
export const newParcelId = ({ parcels }: Order): string => {
  const isTaken = (name: string): boolean => parcels.some(({ parcelId }) => parcelId === name);
  const named = (number: number): string => (isTaken(`p${number}`) ? named(number + 1) : `p${number}`);
  return named(parcels.length + 1);
};
