import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { CALLBACKS, type CallbackAction, type CallbackResult } from './callback-table.ts';
import { judgeArrival } from './arrived-return.ts';
import { COLUMN, findParcel } from './find-parcel.ts';
import type { StockLine } from '@orderwire/events-schema/common';
import type { CallbackFacts, Order, Parcel } from './order.ts';
import { type Excess, excessOf, leftToShip, newParcelId, unitsOf } from './parcels.ts';
import { type Tracking, correctedTracking, numbersOf } from './tracking.ts';

/** A courier carries a parcel to the door so often; what is told of one more, people must look at. */
export const MAX_ATTEMPTS = 3;

/** More than any order is sent in, few enough to keep the item small. */
export const MAX_PARCELS = 100;

/** A report of a partner's: the bare fact and what was told beside it. */
export interface Reported extends CallbackFacts, Tracking {
  readonly action: CallbackAction;
}

/** What a report means to an order now. */
export interface Judgement {
  readonly result: CallbackResult;
  /** The parcel that it is about, where the order has it. */
  readonly parcel?: Parcel;
  /** Its name, also where it is new. */
  readonly parcelId?: string;
  /** Which attempt it is about. */
  readonly attempt: number;
  /** Goods of a return that have come in. */
  readonly arrived?: readonly StockLine[];
}

export type ReportRefusal =
  | { readonly code: 'PARCEL_UNCLEAR'; readonly parcels: readonly string[] }
  | { readonly code: 'MORE_THAN_LEFT'; readonly lines: readonly Excess[] };

/**
 * What a report means to this order now: the table's cell, by the order's status until it has a parcel, then by the state
 * of the parcel that it is about. What we know already may come with another tracking number.
 */
export const judge = (reported: Reported, order: Order, hasId: boolean): Result<Judgement, ReportRefusal> => {
  const { action, returnId } = reported;
  if (action === 'returned' && returnId !== undefined) {
    const judged = judgeArrival({ ...reported, returnId }, order, hasId);
    return judged.ok ? ok({ ...judged.value, attempt: 1 }) : refuse({ code: 'MORE_THAN_LEFT', lines: judged.error });
  }
  const subject = findParcel(reported, order, hasId);
  switch (subject.kind) {
    case 'parcel':
      return ok(judgeKnown(reported, subject.parcel, hasId));
    case 'none':
      return judgeNew(reported, order);
    case 'stranger':
      return ok({ ...named(reported), result: 'conflict' });
    case 'unclear':
      return refuse({ code: 'PARCEL_UNCLEAR', parcels: subject.parcels });
  }
};

const named = ({ parcelId, attempt = 1 }: Reported) => ({ ...(parcelId !== undefined && { parcelId }), attempt });

/** Of a parcel that the order does not have: it is packed, it is in none yet, or it has ended before it had one. */
const judgeNew = (reported: Reported, order: Order): Result<Judgement, ReportRefusal> => {
  const { action, parcelId, lines } = reported;
  const isOfParcel = action !== 'packed';
  const result = CALLBACKS[action][isOfParcel && order.parcels.length > 0 ? 'packed' : order.status];
  const counts = result === 'applied' || result === 'held';
  const excess = counts && lines ? excessOf(unitsOf(lines), leftToShip(order)) : [];
  if (excess.length > 0) return refuse({ code: 'MORE_THAN_LEFT', lines: excess });
  if (result !== 'applied' || !isOfParcel) return ok({ ...named(reported), result });
  // What is in a parcel that has a name is told by its pick-up.
  if (action === 'delivered' && parcelId !== undefined && lines === undefined)
    return ok({ ...named(reported), result: 'held' });
  if (order.parcels.length >= MAX_PARCELS) return ok({ ...named(reported), result: 'refused' });
  return ok({
    ...named(reported),
    parcelId: parcelId ?? newParcelId(order),
    result: tooOften(reported.attempt) ?? result,
  });
};

/** The first attempt that the report can be about is the one under way, or the next one after a failed one. */
const judgeKnown = (reported: Reported, parcel: Parcel, hasId: boolean): Judgement => {
  const { action } = reported;
  const cell = CALLBACKS[action][COLUMN[parcel.state]];
  const current = parcel.state === 'failed' ? parcel.attempt + 1 : parcel.attempt;
  const { attempt = current } = reported;
  const judged = (result: CallbackResult): Judgement => ({ result, parcel, parcelId: parcel.parcelId, attempt });
  const known = (): Judgement => {
    if (correctedParcel(reported, parcel, hasId)) return judged('corrected');
    return judged(tellsOfOldNumber(reported, parcel) ? 'superseded' : 'duplicate');
  };
  if (action === 'shipped' && (cell === 'applied' || cell === 'duplicate')) {
    if (attempt < current) return known();
    // The courier tells of an attempt before it has told that the last one failed.
    if (cell === 'duplicate') return attempt > current ? judged(tooOften(attempt) ?? 'held') : known();
    return judged(tooOften(attempt) ?? cell);
  }
  if (action === 'delivery_failed' && cell === 'applied') {
    if (attempt < current) return judged(parcel.state === 'failed' ? 'duplicate' : 'superseded');
    return judged(tooOften(attempt) ?? cell);
  }
  return { ...judged(cell), attempt: parcel.attempt };
};

/** A number that we never heard of, of an attempt that has failed since: we did not know it, and it counts no more. */
const tellsOfOldNumber = ({ attempt, trackingNumber }: Reported, parcel: Parcel): boolean =>
  attempt !== undefined &&
  attempt < parcel.attempt &&
  trackingNumber !== undefined &&
  !numbersOf(parcel).includes(trackingNumber);

const tooOften = (attempt = 1): CallbackResult | undefined => (attempt > MAX_ATTEMPTS ? 'conflict' : undefined);

/**
 * The parcel with another number. A report of an attempt that has failed since says nothing of the parcel's way now, and
 * nobody follows a parcel any more that has arrived.
 */
export const correctedParcel = ({ action, attempt, ...told }: Reported, parcel: Parcel, hasId: boolean) =>
  action !== 'shipped' || (attempt !== undefined && attempt < parcel.attempt)
    ? undefined
    : correctedTracking(parcel, told, hasId);
