import type { Charges, Line, StockLine } from '@orderwire/events-schema/common';
import { invariant } from '@orderwire/kernel/invariant';
import type { Language } from '@orderwire/kernel/languages';
import { type Taken, NOTHING, partOf, together } from '@orderwire/money/parts';

/** What the courier took of an order, and what it costs. */
export interface Goods {
  /** Which of the order's parcels it is, from 1. */
  readonly position: number;
  /** Nothing of the order was left to ship after it. */
  readonly isLast: boolean;
  readonly lines: readonly Line[];
  readonly charges: Charges;
}

/** Events come in any order: each tells one part of it. */
export interface Parcel {
  readonly parcelId: string;
  readonly goods?: Goods;
  /** Milliseconds since the epoch, as the courier says. */
  readonly deliveredAt?: number;
  /** It came back as a whole, or is lost: all that it cost is refunded because of that, and nothing by a return. */
  readonly isBack?: true;
}

/** What goes back to the customer of one parcel. */
export interface PartBack {
  readonly parcelId: string;
  readonly lines: readonly StockLine[];
  /** Minor units of what was charged for shipping, as the prices are: with or without tax. */
  readonly shipping: number;
}

/** Goods of a return that came in, all of it or some. */
export interface Receipt {
  /** The id of the event that told of it: the same one told twice counts once. */
  readonly toldBy: string;
  readonly at: number;
  readonly condition: 'good' | 'damaged';
  readonly parts: readonly PartBack[];
  /** What was refunded for it, in minor units. */
  readonly total: number;
}

export interface Return {
  /** The order's own characters and a number from 1: who has the one finds the other. */
  readonly returnId: string;
  readonly lines: readonly StockLine[];
  readonly reason?: string;
  readonly status: 'requested' | 'approved' | 'rejected';
  readonly requestedAt: number;
  /** By a rule of the shop, at once; else by staff. */
  readonly isAutomatic?: true;
  readonly decidedAt?: number;
  /** Why staff rejected it. */
  readonly rejection?: string;
  /** How the goods come back, as the shop said when it approved. */
  readonly instructions?: string;
  readonly labelUrl?: string;
  /** Which request asked for it, where the client named it by an `Idempotency-Key`. */
  readonly asked?: { readonly key: string; readonly fingerprint: string };
  readonly receipts: readonly Receipt[];
}

/** What of an order is out, and what comes back. One row: so two requests never ask for the same piece. */
export interface Order {
  readonly orderId: string;
  readonly version: number;
  /** Absent until its first parcel is known here. */
  readonly customerId?: string;
  /** What its customer reads; absent where nobody said so. */
  readonly language?: Language;
  readonly parcels: readonly Parcel[];
  /** Nothing of the order is under way any more. */
  readonly hasEnded?: true;
  readonly returns: readonly Return[];
  /** Its customer was erased: what people wrote goes (`done`) once nothing is awaited (`asked` until then). */
  readonly erasure?: 'asked' | 'done';
}

export const newOrder = (orderId: string): Order => ({ orderId, version: 0, parcels: [], returns: [] });

export type Counts = ReadonlyMap<string, number>;

export const countsOf = (lines: readonly StockLine[]): Counts => {
  const counts = new Map<string, number>();
  for (const { itemId, count } of lines) counts.set(itemId, (counts.get(itemId) ?? 0) + count);
  return counts;
};

export const linesOf = (counts: Counts): StockLine[] =>
  [...counts].flatMap(([itemId, count]) => (count > 0 ? { itemId, count } : []));

/** Never below zero. */
export const less = (counts: Counts, others: Counts): Counts =>
  new Map([...counts].map(([itemId, count]) => [itemId, Math.max(0, count - (others.get(itemId) ?? 0))]));

const partsOf = (order: Order): readonly PartBack[] =>
  order.returns.flatMap(({ receipts }) => receipts.flatMap(({ parts }) => parts));

const takenBy = ({ lines, shipping }: PartBack): Taken => ({ counts: countsOf(lines), shipping });

/** What returns have taken of a parcel so far. */
const takenOf = (parcelId: string, parts: readonly PartBack[]): Taken =>
  parts
    .filter((part) => part.parcelId === parcelId)
    .map(takenBy)
    .reduce(together, NOTHING);

/** What went out and has not come back: with the customer, or on its way. */
export const outOf = (order: Order): Counts => {
  const shipped = order.parcels.flatMap(({ goods, isBack }) => (goods && !isBack ? goods.lines : []));
  return less(countsOf(shipped), countsOf(partsOf(order).flatMap(({ lines }) => lines)));
};

/** What a return still waits for. */
export const awaitedOf = ({ status, lines, receipts }: Return): StockLine[] =>
  status === 'rejected'
    ? []
    : linesOf(less(countsOf(lines), countsOf(receipts.flatMap(({ parts }) => parts.flatMap((part) => part.lines)))));

/** What may be asked for: what is out, and in no return yet. */
export const returnableOf = (order: Order): Counts => less(outOf(order), countsOf(order.returns.flatMap(awaitedOf)));

/** When the last parcel was delivered, once nothing is under way any more. */
export const lastDeliveryOf = ({ hasEnded, parcels }: Order): number | undefined => {
  const times = parcels.flatMap(({ deliveredAt }) => deliveredAt ?? []);
  return hasEnded && times.length > 0 ? Math.max(...times) : undefined;
};

/** No parcel is under way, and none is still to be heard of. */
const isKnownWhole = ({ hasEnded, parcels }: Order): boolean => {
  const last = parcels.find(({ goods }) => goods?.isLast)?.goods;
  return hasEnded === true && last?.position === parcels.filter(({ goods }) => goods).length;
};

type Delivered = Parcel & { readonly goods: Goods; readonly deliveredAt: number };

/** The parcels that the customer has, in the order in which they went. Only they can be sent back by a return. */
const deliveredOf = ({ parcels }: Order): readonly Delivered[] =>
  parcels
    .filter((parcel): parcel is Delivered => parcel.goods !== undefined && parcel.deliveredAt !== undefined)
    .toSorted((one, other) => one.goods.position - other.goods.position);

/**
 * Of which parcels these pieces are: as much as there is of the first, then of the next. Undefined where the customer has not
 * got so many, as far as is known here.
 */
export const partsFor = (order: Order, lines: readonly StockLine[]): readonly PartBack[] | undefined => {
  const left = new Map(countsOf(lines));
  const parts = deliveredOf(order).flatMap(({ parcelId, goods }): PartBack[] => {
    const there = less(countsOf(goods.lines), takenOf(parcelId, partsOf(order)).counts);
    const taken = linesOf(
      new Map([...left].map(([itemId, count]) => [itemId, Math.min(count, there.get(itemId) ?? 0)])),
    );
    for (const { itemId, count } of taken) left.set(itemId, (left.get(itemId) ?? 0) - count);
    return taken.length > 0 ? [{ parcelId, lines: taken, shipping: 0 }] : [];
  });
  return linesOf(left).length === 0 ? parts : undefined;
};

/** The same with what is left of shipping, once nothing of the order is out any more. */
export const withShipping = (order: Order, parts: readonly PartBack[]): readonly PartBack[] => {
  const all = [...partsOf(order), ...parts];
  const isOut = linesOf(less(outOf(order), countsOf(parts.flatMap(({ lines }) => lines)))).length > 0;
  if (isOut || !isKnownWhole(order)) return parts;
  return deliveredOf(order).flatMap(({ parcelId, goods }): PartBack[] => {
    const part = parts.find((one) => one.parcelId === parcelId);
    const shipping = goods.charges.shipping - takenOf(parcelId, all).shipping;
    return part || shipping > 0 ? [{ parcelId, lines: part?.lines ?? [], shipping }] : [];
  });
};

/** What such a part cost. All parts of a parcel add up to what was charged for it, never to more. */
export const chargesOfPart = (order: Order, part: PartBack): Charges => {
  const parcel = deliveredOf(order).find(({ parcelId }) => parcelId === part.parcelId);
  invariant(parcel, 'What goes back was delivered.');
  const { lines, taxes, ...charges } = partOf(
    parcel.goods.charges,
    takenOf(part.parcelId, partsOf(order)),
    takenBy(part),
  );
  return { ...charges, lines: [...lines], taxes: [...taxes] };
};
