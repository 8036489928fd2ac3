import type { ShortLine, StockLine } from '@orderwire/events-schema/common';
import type { NewEvent } from '@orderwire/events-schema/envelope';
import type {
  StockCommitted,
  StockReleased,
  StockReservationFailed,
  StockReserved,
} from '@orderwire/events-schema/inventory';
import { invariant } from '@orderwire/kernel/invariant';
import { ok, refuse, type Result } from '@orderwire/kernel/result';
import { putBack, setAside, ship, type Stock, type StockChange } from './stock.ts';

export type ReservationStatus = 'reserved' | 'failed' | 'released' | 'committed';

/** What has left the house together. */
export interface Parcel {
  readonly parcelId: string;
  /** Each item once. */
  readonly lines: readonly StockLine[];
}

/** What is set aside for one order. Everything but `reserved` is final. */
export interface Reservation {
  readonly orderId: string;
  readonly status: ReservationStatus;
  /** What is set aside by now; of an order that ended early, what was. Each item once. */
  readonly lines: readonly StockLine[];
  readonly parcels?: readonly Parcel[];
  /** What the warehouse did not find when it packed was put back. */
  readonly isShort?: boolean;
  readonly version: number;
}

export type ReservationEventDefinition =
  typeof StockReserved | typeof StockReservationFailed | typeof StockReleased | typeof StockCommitted;

export type ReservationEvent = NewEvent<ReservationEventDefinition>;

/** What is to be written, all of it or nothing: the reservation as it becomes, and the stock rows it moves. */
export interface Change {
  readonly reservation: Reservation;
  readonly events: readonly ReservationEvent[];
  readonly stock: readonly StockChange[];
}

export type Levels = ReadonlyMap<string, Stock>;

export interface Refusal {
  readonly code: 'RESERVATION_NOT_FOUND' | 'RESERVATION_NOT_HELD' | 'RESERVATION_COMMITTED';
  readonly detail: string;
}

/** Each item once, in the order in which they first appear: a transaction takes no row twice, whatever an event says. */
export const merged = (lines: readonly StockLine[]): readonly StockLine[] => {
  const counts = new Map<string, number>();
  for (const { itemId, count } of lines) counts.set(itemId, (counts.get(itemId) ?? 0) + count);
  return [...counts].map(([itemId, count]) => ({ itemId, count }));
};

/** All lines or nothing. An item without a stock row is not to be had. `lines` are merged. */
export const reserve = (orderId: string, lines: readonly StockLine[], levels: Levels): Change => {
  const short = lines.flatMap(({ itemId, count }): ShortLine[] => {
    const available = Math.max(0, levels.get(itemId)?.available ?? 0);
    return available < count ? [{ itemId, requested: count, available }] : [];
  });
  if (short.length > 0)
    return {
      reservation: { orderId, status: 'failed', lines, version: 1 },
      events: [{ type: 'StockReservationFailed', data: { orderId, lines: short } }],
      stock: [],
    };
  return {
    reservation: { orderId, status: 'reserved', lines, version: 1 },
    events: [{ type: 'StockReserved', data: { orderId, lines: [...lines] } }],
    stock: lines.map(({ itemId, count }) => setAside(levelOf(levels, itemId), count)),
  };
};

/**
 * The order ended early. When that is known before the order itself, the row is written as released, so that the late
 * `OrderPlaced` meets it and reserves nothing; nothing was set aside, so no event says that something came back.
 * Undefined when there is nothing (more) to release.
 */
export const release = (
  orderId: string,
  reservation: Reservation | undefined,
  levels: Levels,
): Result<Change | undefined, Refusal> => {
  if (!reservation)
    return ok({ reservation: { orderId, status: 'released', lines: [], version: 1 }, events: [], stock: [] });
  switch (reservation.status) {
    case 'failed':
    case 'released':
      return ok(undefined);
    case 'committed':
      return hasLeft(orderId);
    case 'reserved':
      if (reservation.parcels) return hasLeft(orderId);
      return ok({
        reservation: next(reservation, { status: 'released' }),
        events: [{ type: 'StockReleased', data: { orderId, lines: [...reservation.lines] } }],
        stock: reservation.lines.map(({ itemId, count }) => putBack(levelOf(levels, itemId), count)),
      });
  }
};

/**
 * The warehouse packed the order and did not find all of it: what is missing can be had again. Undefined when that is known,
 * or when the order ended early and everything was put back.
 * @param missing merged
 */
export const releaseMissing = (
  orderId: string,
  reservation: Reservation | undefined,
  missing: readonly StockLine[],
  levels: Levels,
): Result<Change | undefined, Refusal> => {
  if (!reservation) return notKnown(orderId);
  if (reservation.isShort === true || reservation.status === 'failed' || reservation.status === 'released')
    return ok(undefined);
  const left = without(reservation.lines, missing);
  if (!left) return notHeld(orderId, 'was packed short of more than is reserved for it');
  return ok({
    reservation: next(reservation, { lines: left, isShort: true, status: statusOf(left, reservation.parcels) }),
    events: [{ type: 'StockReleased', data: { orderId, lines: [...missing] } }],
    stock: missing.map(({ itemId, count }) => putBack(levelOf(levels, itemId), count)),
  });
};

/**
 * A parcel of the order has left the house. Undefined when that is known already: each delivery attempt says so again.
 * @param parcel its lines merged
 */
export const commit = (
  orderId: string,
  reservation: Reservation | undefined,
  parcel: Parcel,
): Result<Change | undefined, Refusal> => {
  if (!reservation) return notKnown(orderId);
  const { status, lines, parcels = [] } = reservation;
  if (parcels.some(({ parcelId }) => parcelId === parcel.parcelId)) return ok(undefined);
  if (status === 'failed' || status === 'released')
    return notHeld(orderId, 'was shipped, but nothing is reserved for it');
  const left = without(lines, parcel.lines);
  if (!left) return notHeld(orderId, 'was shipped, but less is reserved for it');
  const gone = [...parcels, parcel];
  return ok({
    reservation: next(reservation, { lines: left, parcels: gone, status: statusOf(left, gone) }),
    events: [{ type: 'StockCommitted', data: { orderId, parcelId: parcel.parcelId, lines: [...parcel.lines] } }],
    stock: parcel.lines.map(({ itemId, count }) => ship(itemId, count)),
  });
};

/** What a person has to know when the shelf holds less for an order than its reservation says. */
export const booksDiffer = (orderId: string) => ({
  code: 'STOCK_BOOKS_DIFFER',
  detail: `${orderId} was shipped, but the stock of its items holds less than is reserved for it.`,
  orderId,
});

const next = (reservation: Reservation, changes: Partial<Reservation>): Reservation => ({
  ...reservation,
  ...changes,
  version: reservation.version + 1,
});

/** Once nothing is set aside any more. */
const statusOf = (left: readonly StockLine[], parcels: readonly Parcel[] = []): ReservationStatus => {
  if (left.length > 0) return 'reserved';
  return parcels.length > 0 ? 'committed' : 'released';
};

/** What is left of lines; undefined where they hold less than that. */
const without = (lines: readonly StockLine[], taken: readonly StockLine[]): readonly StockLine[] | undefined => {
  const counts = new Map(lines.map(({ itemId, count }) => [itemId, count]));
  for (const { itemId, count } of taken) counts.set(itemId, (counts.get(itemId) ?? 0) - count);
  const left = [...counts].map(([itemId, count]) => ({ itemId, count }));
  return left.some(({ count }) => count < 0) ? undefined : left.filter(({ count }) => count > 0);
};

const notKnown = (orderId: string): Result<never, Refusal> =>
  refuse({ code: 'RESERVATION_NOT_FOUND', detail: `${orderId} is not known here yet.` });

const notHeld = (orderId: string, what: string): Result<never, Refusal> =>
  refuse({ code: 'RESERVATION_NOT_HELD', detail: `${orderId} ${what}.` });

const hasLeft = (orderId: string): Result<never, Refusal> =>
  refuse({ code: 'RESERVATION_COMMITTED', detail: `The goods of ${orderId} have left the house.` });

export const levelOf = (levels: Levels, itemId: string): Stock => {
  const stock = levels.get(itemId);
  invariant(stock, 'A reserved item has a stock row.');
  return stock;
};
