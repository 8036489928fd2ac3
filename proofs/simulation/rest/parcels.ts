import type { Charges } from '@orderwire/money/charges';
import { NOTHING, partOf, type Taken, together } from '@orderwire/money/parts';
import type { Books, Line, OrderRow } from '../../invariants/books.ts';
import type { Published } from '../ledger.ts';
import type { World } from '../world/world.ts';

type That = (invariant: '02-rest' | '03-versions' | '06-stock' | '10-money', holds: boolean, what: string) => void;

/** A parcel as the events of its order tell it. */
export interface Parcel {
  readonly parcelId: string;
  readonly lines: readonly Line[];
  readonly charges: Charges;
  readonly attempt: number;
  readonly state: 'shipped' | 'failed' | 'delivered' | 'returned';
}

/** What the events of one order say, as far as they were read. */
interface Told {
  readonly picked: readonly Line[];
  /** What all that was ordered costs: each parcel is its part of that. */
  readonly charges: Charges;
  readonly taken: Taken;
  readonly parcels: ReadonlyMap<string, Parcel>;
}

/** What is read of the data of events. */
interface Data {
  readonly lines?: readonly Line[];
  readonly charges?: Charges;
  readonly short?: readonly { readonly itemId: string; readonly ordered: number; readonly picked: number }[];
  readonly parcelId?: string;
  readonly position?: number;
  readonly isLast?: boolean;
  readonly attempt?: number;
  readonly reason?: string;
  readonly restock?: boolean;
}

const MOST_ATTEMPTS = 3;
const NEVER_RESTOCKED = new Set(['damaged', 'lost']);

const countsOf = (lines: readonly Line[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { itemId, count } of lines) counts.set(itemId, (counts.get(itemId) ?? 0) + count);
  return counts;
};

export const textOf = (lines: readonly Line[]): string =>
  [...countsOf(lines)]
    .filter(([, count]) => count > 0)
    .map(([itemId, count]) => `${String(count)} ${itemId}`)
    .sort()
    .join(', ');

export const isSame = (one: Charges | undefined, other: Charges): boolean =>
  one !== undefined && one.total === other.total && JSON.stringify(one.taxes) === JSON.stringify(other.taxes);

/** What is picked and in no parcel yet. */
const leftOf = ({ picked, taken }: Told): readonly Line[] =>
  [...countsOf(picked)].map(([itemId, count]) => ({ itemId, count: count - (taken.counts.get(itemId) ?? 0) }));

const packed = (told: Told, { lines = [], charges, short }: Data, that: That): Told => {
  const ordered = countsOf(told.picked);
  const found = countsOf(lines);
  const missing = [...ordered].filter(([itemId, count]) => (found.get(itemId) ?? 0) !== count);
  that(
    '03-versions',
    [...found].every(([itemId, count]) => count <= (ordered.get(itemId) ?? 0)),
    `of ${textOf(told.picked)} was packed ${textOf(lines)}`,
  );
  const named = (short ?? []).filter(
    (one) => one.ordered === ordered.get(one.itemId) && one.picked === (found.get(one.itemId) ?? 0),
  );
  that(
    '03-versions',
    named.length === missing.length && (short ?? []).length === missing.length,
    `of ${textOf(told.picked)} was packed ${textOf(lines)}, and short is ${JSON.stringify(short)}`,
  );
  if (missing.length === 0) return { ...told, picked: lines };
  const left = partOf(told.charges, NOTHING, { counts: found, shipping: told.charges.shipping });
  that(
    '10-money',
    isSame(charges, left),
    `what is packed costs ${left.total}, and is said to cost ${String(charges?.total)}`,
  );
  return { ...told, picked: lines };
};

const opened = (told: Told, data: Data, that: That): Told => {
  const { parcelId = '', lines = [], charges, position, isLast } = data;
  const left = countsOf(leftOf(told));
  const counts = countsOf(lines);
  const isThere = [...counts].every(([itemId, count]) => count > 0 && count <= (left.get(itemId) ?? 0));
  that(
    '03-versions',
    isThere && counts.size > 0,
    `${parcelId} has ${textOf(lines)}, and left is ${textOf(leftOf(told))}`,
  );
  // The first one that we hear of may be a later one.
  const { attempt = 0 } = data;
  that('03-versions', attempt >= 1 && attempt <= MOST_ATTEMPTS, `${parcelId} begins with attempt ${String(attempt)}`);
  that('03-versions', position === told.parcels.size + 1, `${parcelId} is said to be number ${String(position)}`);
  if (!isThere) return told;
  const wanted: Taken = { counts, shipping: told.parcels.size === 0 ? told.charges.shipping : 0 };
  const costs = partOf(told.charges, told.taken, wanted);
  that(
    '10-money',
    isSame(charges, costs),
    `${parcelId} costs ${costs.total}, and is said to cost ${String(charges?.total)}`,
  );
  const parcel: Parcel = { parcelId, lines, charges: costs, attempt, state: 'shipped' };
  const after = { ...told, taken: together(told.taken, wanted), parcels: new Map(told.parcels).set(parcelId, parcel) };
  const isAll = textOf(leftOf(after)) === '';
  that('03-versions', isLast === isAll, `${parcelId} is ${isAll ? '' : 'not '}the last one, and is said otherwise`);
  return after;
};

const moved = (told: Told, parcel: Parcel): Told => ({
  ...told,
  parcels: new Map(told.parcels).set(parcel.parcelId, parcel),
});

const UNDER_WAY = new Set(['shipped', 'failed']);

/** The next attempt repeats what is in the parcel; a parcel comes back with all that it cost. */
const repeats = (parcel: Parcel, { lines = [], charges }: Data): boolean =>
  textOf(parcel.lines) === textOf(lines) && isSame(charges, parcel.charges);

/** One event after the other, each of which must be possible after those before. */
const STEPS: Readonly<Record<string, (told: Told, data: Data, that: That) => Told>> = {
  OrderPacked: packed,
  OrderShipped: (told, data, that) => {
    const { parcelId = '', attempt = 0 } = data;
    const parcel = told.parcels.get(parcelId);
    if (parcel === undefined) return opened(told, data, that);
    that(
      '03-versions',
      parcel.state === 'failed' && attempt > parcel.attempt && attempt <= MOST_ATTEMPTS,
      `${parcelId}, ${parcel.state} after attempt ${String(parcel.attempt)}, was shipped as attempt ${String(attempt)}`,
    );
    that('10-money', repeats(parcel, data), `attempt ${String(attempt)} of ${parcelId} is another parcel than it was`);
    return moved(told, { ...parcel, attempt, state: 'shipped' });
  },
  OrderDeliveryFailed: (told, { parcelId = '', attempt = 0 }, that) => {
    const parcel = told.parcels.get(parcelId);
    that(
      '03-versions',
      parcel !== undefined &&
        UNDER_WAY.has(parcel.state) &&
        attempt >= (parcel.state === 'failed' ? parcel.attempt + 1 : parcel.attempt) &&
        attempt <= MOST_ATTEMPTS,
      `${parcelId}, ${parcel?.state ?? 'unknown'} at attempt ${String(parcel?.attempt)}, failed at attempt ${String(attempt)}`,
    );
    return parcel === undefined ? told : moved(told, { ...parcel, attempt, state: 'failed' });
  },
  ParcelDelivered: (told, data, that) => delivered(told, data, that),
  OrderDelivered: (told, data, that) => {
    const isKnown = told.parcels.get(data.parcelId ?? '')?.state === 'delivered';
    const after = isKnown ? told : delivered(told, data, that);
    that('02-rest', statusOf(after) === 'delivered', `ended as delivered, and is ${statusOf(after)}`);
    return after;
  },
  ParcelReturned: (told, data, that) => cameBack(told, data, that),
  OrderReturned: (told, data, that) => {
    const after = cameBack(told, data, that);
    that('02-rest', statusOf(after) === 'returned', `ended as returned, and is ${statusOf(after)}`);
    return after;
  },
};

const delivered = (told: Told, { parcelId = '' }: Data, that: That): Told => {
  const parcel = told.parcels.get(parcelId);
  const isOpen = parcel !== undefined && UNDER_WAY.has(parcel.state);
  that('03-versions', isOpen, `${parcelId}, ${parcel?.state ?? 'unknown'}, was delivered`);
  return parcel === undefined ? told : moved(told, { ...parcel, state: 'delivered' });
};

const cameBack = (told: Told, data: Data, that: That): Told => {
  const { parcelId = '', reason = '', restock } = data;
  const parcel = told.parcels.get(parcelId);
  const isOpen = parcel !== undefined && UNDER_WAY.has(parcel.state);
  that('03-versions', isOpen, `${parcelId}, ${parcel?.state ?? 'unknown'}, came back`);
  if (parcel === undefined) return told;
  that('10-money', repeats(parcel, data), `${parcelId} comes back as something else than it left`);
  that('06-stock', restock === false || !NEVER_RESTOCKED.has(reason), `${parcelId} is ${reason} and back on the shelf`);
  return moved(told, { ...parcel, state: 'returned' });
};

/** Where an order is whose parcels are so. */
const statusOf = (told: Told): string => {
  const states = [...told.parcels.values()].map(({ state }) => state);
  if (states.includes('failed')) return 'delivery_failed';
  if (states.includes('shipped') || textOf(leftOf(told)) !== '') return 'shipped';
  return states.includes('delivered') ? 'delivered' : 'returned';
};

const placeOf = ({ id }: Published): number => Number(id.slice(id.lastIndexOf('#') + 1));

/** Its own events in the order in which they were made. */
const eventsOf = ({ ledger }: World): ReadonlyMap<string, readonly Published[]> => {
  const found = new Map<string, Published[]>();
  for (const event of ledger.published.values())
    if (event.source === 'orderwire.orders' && event.subject.startsWith('ord_'))
      found.set(event.subject, [...(found.get(event.subject) ?? []), event]);
  for (const events of found.values())
    events.sort((one, other) => one.sequence - other.sequence || placeOf(one) - placeOf(other));
  return found;
};

/**
 * Each order's events, read one after the other as its parcels' story: possible at each step, at the right price, and ending
 * where its row says. @returns order → its parcels
 */
export const checkParcels = (world: World, { orders }: Books): ReadonlyMap<string, ReadonlyMap<string, Parcel>> => {
  const events = eventsOf(world);
  const tell = ({ orderId, status, parcels = [] }: OrderRow): ReadonlyMap<string, Parcel> => {
    const that: That = (invariant, holds, what) => world.checks.that(invariant, holds, () => what, orderId);
    const [placed, ...others] = events.get(orderId) ?? [];
    const { lines = [], charges } = (placed?.data ?? {}) as Data;
    if (charges === undefined) return new Map();
    let told: Told = { picked: lines, charges, taken: NOTHING, parcels: new Map() };
    for (const { type, data } of others) told = STEPS[type]?.(told, data, that) ?? told;
    const shown = parcels.map(({ parcelId = 'p1', state = 'shipped' }) => `${parcelId} ${state}`).join();
    const is = [...told.parcels.values()].map(({ parcelId, state }) => `${parcelId} ${state}`).join();
    that('03-versions', shown === is, `its parcels are ${shown}, by its events ${is}`);
    if (told.parcels.size > 0) that('02-rest', statusOf(told) === status, `is ${status}, and its parcels ${is}`);
    return told.parcels;
  };
  return new Map(orders.map((order) => [order.orderId, tell(order)]));
};
