import { invariant } from '@orderwire/kernel/invariant';
import { CALLBACKS, type CallbackAction } from './callback-table.ts';
import type { OrderStatus } from './lifecycle.ts';
import type { CallbackFacts, Order, Parcel, ParcelState } from './order.ts';
import { isOpen, isSame, leftToShip, unitsIn, unitsOf } from './parcels.ts';
import { numbersOf } from './tracking.ts';

/** Which column of the callback table a parcel stands in. Where there is no parcel, the order's own status says it. */
export const COLUMN = {
  shipped: 'shipped',
  failed: 'delivery_failed',
  delivered: 'delivered',
  returned: 'returned',
} as const satisfies Record<ParcelState, OrderStatus>;

/** What a report is about. */
export type Subject =
  | { readonly kind: 'parcel'; readonly parcel: Parcel }
  /** The order has no such parcel yet. */
  | { readonly kind: 'none' }
  /** The courier names a parcel of which nothing can be in the order. */
  | { readonly kind: 'stranger' }
  /** It may be about each of these, and does not say. */
  | { readonly kind: 'unclear'; readonly parcels: readonly string[] };

interface Named extends CallbackFacts {
  readonly action: CallbackAction;
}

const NONE = { kind: 'none' } as const;
const about = (parcel: Parcel): Subject => ({ kind: 'parcel', parcel });
const unclear = (parcels: readonly Parcel[]): Subject => ({
  kind: 'unclear',
  parcels: parcels.map(({ parcelId }) => parcelId),
});

/** Finds the parcel by its name, else by its tracking number, else by what can be meant. */
export const findParcel = (reported: Named, order: Order, hasId: boolean): Subject => {
  const { action, parcelId } = reported;
  if (order.parcels.length === 0 || action === 'packed') return NONE;
  if (parcelId !== undefined) {
    const named = order.parcels.find((parcel) => parcel.parcelId === parcelId);
    if (named) return about(named);
    return leftToShip(order).size > 0 ? NONE : { kind: 'stranger' };
  }
  return action === 'shipped' ? pickedUp(reported, order, hasId) : underWay(reported, order);
};

/** Parcels may share one number: a courier's label for several pieces. */
const byNumber = ({ trackingNumber }: Named, { parcels }: Order): readonly Parcel[] =>
  trackingNumber === undefined ? [] : parcels.filter((parcel) => numbersOf(parcel).includes(trackingNumber));

/** Of "shipped" without a parcel's name. As long as something is left, another content is another parcel. */
const pickedUp = (reported: Named, order: Order, hasId: boolean): Subject => {
  const { lines, trackingNumber } = reported;
  const { parcels } = order;
  const isAlike = (parcel: Parcel): boolean => lines === undefined || isSame(unitsIn(parcel, order), unitsOf(lines));
  const numbered = byNumber(reported, order).filter(isAlike);
  if (numbered.length > 0) return about(numbered.find(hasFailed) ?? newest(numbered));
  if (leftToShip(order).size > 0) {
    // The same words once more: a courier that sends two parcels alike names them, or gives its messages ids.
    const isEcho = !hasId && trackingNumber === undefined && lines !== undefined;
    const told = isEcho ? parcels.find((parcel) => parcel.trackingNumber === undefined && isAlike(parcel)) : undefined;
    return told ? about(told) : NONE;
  }
  const failed = parcels.filter(hasFailed);
  if (failed.length > 0) return oneOf(failed);
  const open = parcels.filter(isOpen);
  // A number that is new to us corrects one of them. Without one nothing is said that we do not know.
  if (trackingNumber !== undefined && parcels.length > 1 && open.length > 0) return unclear(open);
  return about(newest(open.length > 0 ? open : parcels));
};

/** Of what can only be told of a parcel that was shipped. */
const underWay = (reported: Named, order: Order): Subject => {
  const numbered = byNumber(reported, order);
  const among = numbered.length > 0 ? numbered : order.parcels;
  const open = among.filter(isOpen);
  if (open.length > 0) return oneOf(open);
  if (reported.lines !== undefined && numbered.length === 0 && leftToShip(order).size > 0) return NONE;
  const isKnown = ({ state }: Parcel): boolean => CALLBACKS[reported.action][COLUMN[state]] === 'duplicate';
  return about(among.findLast(isKnown) ?? newest(among));
};

const oneOf = (parcels: readonly Parcel[]): Subject =>
  parcels.length === 1 ? about(newest(parcels)) : unclear(parcels);

const hasFailed = ({ state }: Parcel): boolean => state === 'failed';

const newest = (parcels: readonly Parcel[]): Parcel => {
  const last = parcels.at(-1);
  invariant(last, 'There is a parcel.');
  return last;
};
