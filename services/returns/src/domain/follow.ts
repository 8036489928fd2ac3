import type { StockLine } from '@orderwire/events-schema/common';
import { invariant } from '@orderwire/kernel/invariant';
import type { Language } from '@orderwire/kernel/languages';
import { ok, refuse, type Result } from '@orderwire/kernel/result';
import { aboutOf, type Change, titled } from './ask.ts';
import {
  awaitedOf,
  chargesOfPart,
  countsOf,
  type Goods,
  linesOf,
  type Order,
  type Parcel,
  type PartBack,
  partsFor,
  type Receipt,
  type Return,
  withShipping,
} from './order.ts';

export type ShippingRule = 'when_all_is_back' | 'never';

/** What an event says of a parcel or of the whole order. Whatever it is, it may be told twice, late and in any order. */
export interface Fact {
  readonly parcelId: string;
  readonly customerId?: string | undefined;
  readonly language?: Language | undefined;
  readonly goods?: Goods;
  readonly deliveredAt?: number;
  readonly isBack?: true;
  readonly hasEnded?: true;
}

export interface Told {
  /** The event's id. */
  readonly by: string;
  readonly at: number;
  readonly shipping: ShippingRule;
}

/** Takes in a fact. The same order when it says nothing new. */
export const follow = (order: Order, fact: Fact, told: Told): Change => {
  const after = withFact(order, fact);
  return after === order ? { order, events: [] } : shippingAlone({ ...after, version: order.version + 1 }, told);
};

const withFact = (order: Order, fact: Fact): Order => {
  const { parcelId, customerId, language, goods, deliveredAt, isBack, hasEnded } = fact;
  const known: Parcel = order.parcels.find((parcel) => parcel.parcelId === parcelId) ?? { parcelId };
  const parcel: Parcel = {
    ...(goods && { goods }),
    ...(deliveredAt !== undefined && { deliveredAt }),
    ...(isBack && { isBack }),
    ...known,
  };
  const isNews =
    Object.keys(parcel).length > Object.keys(known).length ||
    (customerId !== undefined && order.customerId === undefined) ||
    (hasEnded === true && order.hasEnded === undefined);
  if (!isNews) return order;
  return {
    ...order,
    ...(customerId !== undefined && { customerId }),
    ...(language !== undefined && { language }),
    ...(hasEnded && { hasEnded }),
    parcels: [...order.parcels.filter((one) => one.parcelId !== parcelId), parcel],
  };
};

/**
 * All that the customer had was given back before, and now the rest has come back by the courier: there is shipping left to
 * refund, and no goods with it. It is one more receipt of the last return that had any.
 */
const shippingAlone = (order: Order, told: Told): Change => {
  const last = order.returns.findLast(({ receipts }) => receipts.length > 0);
  if (told.shipping === 'never' || !last) return { order, events: [] };
  const parts = withShipping(order, []);
  return parts.length > 0 ? received(order, last, parts, 'good', told) : { order, events: [] };
};

export interface Arrival {
  readonly returnId: string;
  readonly lines: readonly StockLine[];
  readonly condition: 'good' | 'damaged';
}

/**
 * Goods of an approved return have come in: what goes back to the customer for them. Orders have checked that so many were
 * approved and delivered; where that is not known here yet, its events are still on their way.
 */
export const receive = (
  order: Order,
  { returnId, lines, condition }: Arrival,
  told: Told,
): Result<Change, 'not_yet'> => {
  const one = order.returns.find((known) => known.returnId === returnId);
  if (!one) return refuse('not_yet');
  if (one.receipts.some(({ toldBy }) => toldBy === told.by)) return ok({ order, events: [] });
  const parts = partsFor(order, lines);
  if (!parts) return refuse('not_yet');
  const all = told.shipping === 'never' ? parts : withShipping(order, parts);
  return ok(received({ ...order, version: order.version + 1 }, one, all, condition, told));
};

/** @param order at the version that is written; the receipt is not in it yet */
const received = (
  order: Order,
  one: Return,
  parts: readonly PartBack[],
  condition: Receipt['condition'],
  { by: toldBy, at }: Told,
): Change => {
  const refunds = parts.map((part) => ({
    parcelId: part.parcelId,
    lines: titled(order, part.lines),
    charges: chargesOfPart(order, part),
  }));
  const currency = refunds[0]?.charges.currency;
  invariant(currency !== undefined, 'A receipt refunds something.');
  const total = refunds.reduce((sum, { charges }) => sum + charges.total, 0);
  const after: Return = { ...one, receipts: [...one.receipts, { toldBy, at, condition, parts, total }] };
  const lines = linesOf(countsOf(parts.flatMap((part) => part.lines)));
  return {
    order: { ...order, returns: order.returns.map((known) => (known === one ? after : known)) },
    returnId: one.returnId,
    events: [
      {
        type: 'ReturnReceived',
        data: {
          ...aboutOf(order.orderId, one),
          receipt: after.receipts.length,
          lines,
          condition,
          restock: condition === 'good' && lines.length > 0,
          isComplete: awaitedOf(after).length === 0,
          refunds,
          total,
          currency,
        },
      },
    ],
  };
};
