import type { Actor } from '@orderwire/events-schema/envelope';
import { ok, refuse, type Result } from '@orderwire/kernel/result';
import { becameLow, levelChanged, type Stock, type StockEvent } from './stock.ts';

/** An entry in an item's history: goods came in, or somebody corrected what there is. Written once, and never changed. */
export interface Movement {
  readonly itemId: string;
  /** From 1 on, without gaps. */
  readonly number: number;
  readonly kind: 'received' | 'corrected';
  readonly before: Counts;
  readonly after: Counts;
  readonly reason?: string;
  /** What the shop calls the delivery. */
  readonly reference?: string;
  readonly by: Actor;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The version of the item's stock that it made. */
  readonly version: number;
}

interface Counts {
  readonly onHand: number;
  readonly reserved: number;
  readonly lowAt: number;
}

export interface By {
  readonly actor: Actor;
  readonly at: number;
}

/** What is to be written, all of it or nothing. */
export interface MovementChange {
  readonly stock: Stock;
  readonly events: readonly StockEvent[];
  readonly movement: Movement;
}

export interface Correction {
  readonly onHand?: number | undefined;
  readonly lowAt?: number | undefined;
  readonly reason: string;
  /** Less than is reserved may be true, too: then the warehouse will not find it all. */
  readonly belowReserved?: boolean | undefined;
}

export interface BelowReserved {
  readonly code: 'STOCK_BELOW_RESERVED';
  readonly reserved: number;
}

/** Undefined where it is so already. */
export const correct = (
  stock: Stock,
  { onHand = stock.onHand, lowAt = stock.lowAt ?? 0, reason, belowReserved = false }: Correction,
  by: By,
): Result<MovementChange | undefined, BelowReserved> => {
  const { reserved } = stock;
  if (onHand === stock.onHand && lowAt === (stock.lowAt ?? 0)) return ok(undefined);
  if (onHand !== stock.onHand && onHand < reserved && !belowReserved)
    return refuse({ code: 'STOCK_BELOW_RESERVED', reserved });
  // A threshold says nothing of what there is.
  const counted = onHand === stock.onHand ? stock : movedBy(stock, by);
  return ok(corrected(counted, { onHand, lowAt }, reason, by));
};

/** What a version of an item says of its stock. */
export interface Statement {
  readonly available: number;
  readonly itemVersion: number;
  /** When the client said it: the event may come much later. Milliseconds since the epoch. */
  readonly saidAt: number;
}

/** What a person has to know when the stock was sent before the last count or delivery, and comes after it. */
export interface StatedLate {
  readonly code: 'STATED_STOCK_LATE';
  readonly detail: string;
  readonly about: string;
}

/**
 * A client of the catalogue has said how many are to be had: what is reserved is there besides. Undefined where a newer version of
 * the item has said it. Refused where somebody has counted or taken goods in since: nobody knows what the client would say now.
 */
export const state = (
  stock: Stock,
  { available, itemVersion, saidAt }: Statement,
  by: By,
): Result<MovementChange | undefined, StatedLate> => {
  if ((stock.statedVersion ?? 0) >= itemVersion) return ok(undefined);
  // In the same millisecond nobody knows which came first.
  if (stock.movedAt !== undefined && stock.movedAt >= saidAt) return refuse(statedLate(stock, available, itemVersion));
  const change = corrected(
    { ...stock, statedVersion: itemVersion },
    { onHand: stock.reserved + available, lowAt: stock.lowAt ?? 0 },
    'The stock that was sent with the item.',
    by,
  );
  return ok(change);
};

const statedLate = ({ itemId }: Stock, available: number, itemVersion: number): StatedLate => ({
  code: 'STATED_STOCK_LATE',
  detail: `Version ${itemVersion} of ${itemId} was sent with a stock of ${available}. It came late: somebody has counted or taken goods in since, so it changed nothing.`,
  about: `${itemId}/${itemVersion}`,
});

export const takeIn = (
  stock: Stock,
  { count, reference }: { readonly count: number; readonly reference?: string | undefined },
  by: By,
): MovementChange => {
  const onHand = stock.onHand + count;
  const said = reference === undefined ? {} : { reference };
  return moveTo(movedBy(stock, by), { onHand, lowAt: stock.lowAt ?? 0 }, { kind: 'received', ...said }, by, {
    type: 'GoodsReceived',
    data: { itemId: stock.itemId, count, onHand, ...said },
  });
};

/** Clocks differ by a little: the latest time stays. */
const movedBy = (stock: Stock, { at }: By): Stock => ({ ...stock, movedAt: Math.max(stock.movedAt ?? 0, at) });

type To = Pick<Counts, 'onHand' | 'lowAt'>;

const corrected = (stock: Stock, to: To, reason: string, by: By): MovementChange =>
  moveTo(stock, to, { kind: 'corrected', reason }, by, {
    type: 'StockCorrected',
    data: { itemId: stock.itemId, before: countsOf(stock), after: { ...countsOf(stock), ...to }, reason },
  });

const moveTo = (
  stock: Stock,
  { onHand, lowAt }: To,
  what: Pick<Movement, 'kind' | 'reason' | 'reference'>,
  { actor, at }: By,
  event: StockEvent,
): MovementChange => {
  const { lowAt: _, ...kept } = stock;
  const number = (stock.movements ?? 0) + 1;
  const after: Stock = {
    ...kept,
    ...(lowAt > 0 && { lowAt }),
    onHand,
    available: onHand - stock.reserved,
    movements: number,
    version: stock.version + 1,
  };
  return {
    stock: after,
    events: [...(onHand === stock.onHand ? [] : [levelChanged(after)]), ...becameLow(stock, after), event],
    movement: {
      ...{ itemId: stock.itemId, number, ...what, by: actor, at, version: after.version },
      ...{ before: countsOf(stock), after: countsOf(after) },
    },
  };
};

const countsOf = ({ onHand, reserved, lowAt = 0 }: Stock): Counts => ({ onHand, reserved, lowAt });
