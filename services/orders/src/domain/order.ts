import type { Billing, Charges, Line, Recipient, ShortLine, StockLine } from '@orderwire/events-schema/common';
import type { NewEvent } from '@orderwire/events-schema/envelope';
import type * as events from '@orderwire/events-schema/orders';
import { invariant } from '@orderwire/kernel/invariant';
import type { Language } from '@orderwire/kernel/languages';
import type { CallbackAction, CallbackResult } from './callback-table.ts';
import type { Deadlines, Watched } from './deadlines.ts';
import { type OrderStatus, canBecome } from './lifecycle.ts';
import type { Review } from './review.ts';
import type { Tracking } from './tracking.ts';

/** All times are milliseconds since the epoch. */
export interface Order {
  readonly orderId: string;
  readonly customerId: string;
  /** 1 when placed, one more with each write. */
  readonly version: number;
  readonly status: OrderStatus;
  readonly placedAt: number;
  /** When this version was made. */
  readonly changedAt: number;
  /** Of its mails and documents: decided when the order was placed. */
  readonly language: Language;
  readonly lines: readonly Line[];
  /** Decided when the order was placed, with the country of then. */
  readonly charges: Charges;
  /** Where the goods go: may change until they are packed. */
  readonly recipient: Recipient;
  /** Who buys: as it was when the order was placed, whatever becomes of the parcel. */
  readonly billing: Billing;
  /** What `charges.discount` is for. */
  readonly discountCode?: string;
  /** What was promised when the order was placed. Orders of before there were promises have none. */
  readonly deadlines?: Deadlines;
  readonly watched?: Watched;
  /** Where a rule of the shop holds it. */
  readonly review?: Review;
  readonly stockReserved: boolean;
  readonly paymentAuthorized: boolean;
  readonly rejection?: Rejection;
  readonly cancellation?: Cancellation;
  /** What the warehouse found, where that is less than `lines`: the rest is never sent and never charged. */
  readonly picked?: readonly StockLine[];
  /** What has left the house, in the order of the first pick-ups. */
  readonly parcels: readonly Parcel[];
  /** Returns that were approved: what of the delivered goods may come back, and what has. */
  readonly returns: readonly ApprovedReturn[];
  /** What partners reported and we believed. */
  readonly reported: Readonly<Partial<Record<CallbackAction, Report>>>;
  /** Callbacks that came too early, one per action, parcel and attempt at most. */
  readonly held: readonly HeldCallback[];
  /** Its customer was erased: whom it is for is forgotten (`done`) once it has ended (`asked` until then). */
  readonly erasure?: 'asked' | 'done';
  /** The newest callbacks that must get the same answer when they come again. */
  readonly seen: readonly SeenCallback[];
}

export interface Rejection {
  readonly reason: 'out_of_stock' | 'payment_declined' | 'timed_out' | 'rejected_by_staff';
  readonly short?: readonly ShortLine[];
  /** What staff said. */
  readonly note?: string;
}

export interface Cancellation {
  /** `system`: the warehouse found nothing of the order. */
  readonly by: 'customer' | 'staff' | 'system';
  readonly reason?: string;
}

/** `shipped`: the courier has it. `failed`: it could not be handed over, and still may. */
export const PARCEL_STATES = ['shipped', 'failed', 'delivered', 'returned'] as const;

export type ParcelState = (typeof PARCEL_STATES)[number];

/** What a courier took at once. */
export interface Parcel extends Tracking {
  /** The courier's name for it; ours (`p1`, `p2`, …) where it gave none. */
  readonly parcelId: string;
  /** What is in it. Undefined: all that was picked, which the row says already. */
  readonly lines?: readonly StockLine[];
  readonly state: ParcelState;
  /** When it came into this state: as the partner says; when we were told, where that is doubtful or missing. */
  readonly at: number;
  /** Which delivery attempt is under way, or was the last; from 1. */
  readonly attempt: number;
  /** The courier said "delivered" without ever saying "picked up". */
  readonly inferred: boolean;
  /** When the courier means to try again after a failed delivery. */
  readonly nextAttemptAt?: number;
}

/** What we know of a return; all else of it is the returns service's. */
export interface ApprovedReturn {
  readonly returnId: string;
  readonly lines: readonly StockLine[];
  /** What has come in, piece by piece. */
  readonly arrived: readonly (readonly StockLine[])[];
}

export interface Report {
  /** When it happened, as the partner says; when we were told, if it does not say. Shown, never used for ordering. */
  readonly at: number;
  /** That time is before the order was placed. */
  readonly doubtful?: true;
  readonly reason?: string;
  readonly note?: string;
}

/** How goods came back. */
export type Condition = 'good' | 'damaged';

/** What a partner tells beside the bare fact. */
export interface CallbackFacts {
  readonly occurredAt?: number;
  readonly carrier?: string;
  readonly trackingNumber?: string;
  readonly parcelId?: string;
  /** What was picked, or what is in the parcel. */
  readonly lines?: readonly StockLine[];
  /** Which delivery attempt this is about; from 1. */
  readonly attempt?: number;
  readonly nextAttemptAt?: number;
  readonly condition?: Condition;
  /** The return that goods belong to; absent where a parcel never reached its customer. */
  readonly returnId?: string;
  readonly reason?: string;
  readonly note?: string;
}

export interface HeldCallback extends CallbackFacts, Tracking {
  readonly action: CallbackAction;
  readonly heldAt: number;
  /** People have been told that this one waits. */
  readonly flagged?: boolean;
}

export interface SeenCallback {
  readonly key: string;
  /** Fingerprint of the body that came with it. */
  readonly body: string;
  readonly result: CallbackResult;
  readonly status: OrderStatus;
}

export type OrderEvent = NewEvent<(typeof events)[keyof typeof events]>;

/** What a decision makes true: the order's next version and the events of that very write. */
export interface Change {
  readonly order: Order;
  readonly events: readonly OrderEvent[];
  /** The discount code that the order gives back in this very write. */
  readonly released?: string;
}

/** A decision that nothing is to be done: the order stays at its version, nothing is written. */
export const unchanged = (order: Order): Change => ({ order, events: [] });

/** Begins a change. Everything that is added to it goes into the same write. */
export const begin = (order: Order, at: number, patch: Partial<Order> = {}): Change => ({
  order: { ...order, ...patch, version: order.version + 1, changedAt: at },
  events: [],
});

/** Adds to a change without moving the order. */
export const amend = (change: Change, patch: Partial<Order>, ...added: readonly OrderEvent[]): Change => ({
  ...change,
  order: { ...change.order, ...patch },
  events: [...change.events, ...added],
});

/**
 * Moves the order on within a change. The lifecycle is asserted here, so that no decision can leave it. An order that ends
 * before its goods were sent gives its discount code back: nobody had anything of it.
 */
export const move = (change: Change, to: OrderStatus, patch: Partial<Order>, event: OrderEvent): Change => {
  const { status, discountCode } = change.order;
  invariant(canBecome(status, to), `An order that is ${status} cannot become ${to}.`);
  const moved = amend(change, { ...patch, status: to }, event);
  const isReleased = discountCode !== undefined && (to === 'rejected' || to === 'cancelled');
  return isReleased ? { ...moved, released: discountCode } : moved;
};
