import type { Billing, Charges, Line, Recipient, ShortLine } from '@orderwire/events-schema/common';
import type { NewEvent } from '@orderwire/events-schema/envelope';
import type * as events from '@orderwire/events-schema/orders';
import { invariant } from '@orderwire/kernel/invariant';
import type { Language } from '@orderwire/kernel/languages';
import type { CallbackAction, CallbackResult } from './callback-table.ts';
import { type OrderStatus, canBecome } from './lifecycle.ts';
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
  readonly stockReserved: boolean;
  readonly paymentAuthorized: boolean;
  readonly rejection?: Rejection;
  readonly cancellation?: Cancellation;
  readonly shipment?: Shipment;
  /** What partners reported and we believed. */
  readonly reported: Readonly<Partial<Record<CallbackAction, Report>>>;
  /** Callbacks that came too early, one per action at most. */
  readonly held: readonly HeldCallback[];
  /** The newest callbacks that must get the same answer when they come again. */
  readonly seen: readonly SeenCallback[];
}

export interface Rejection {
  readonly reason: 'out_of_stock' | 'payment_declined' | 'timed_out';
  readonly short?: readonly ShortLine[];
}

export interface Cancellation {
  readonly by: 'customer' | 'staff';
  readonly reason?: string;
}

export interface Shipment extends Tracking {
  readonly attempt: number;
  /** The courier said "delivered" without ever saying "picked up". */
  readonly inferred: boolean;
}

export interface Report {
  /** When it happened, as the partner says; when we were told, if it does not say. Shown, never used for ordering. */
  readonly at: number;
  /** That time is before the order was placed. */
  readonly doubtful?: true;
  readonly reason?: string;
  readonly note?: string;
}

/** What a partner tells beside the bare fact. */
export interface CallbackFacts {
  readonly occurredAt?: number;
  readonly carrier?: string;
  readonly trackingNumber?: string;
  /** Which delivery attempt this is about; from 1. */
  readonly attempt?: number;
  readonly reason?: string;
  readonly note?: string;
}

export interface HeldCallback extends CallbackFacts, Tracking {
  readonly action: ReportedAction;
  readonly heldAt: number;
  /** People have been told that this one waits. */
  readonly flagged?: boolean;
}

/** The actions that have a route by now. */
export type ReportedAction = Extract<CallbackAction, 'packed' | 'shipped' | 'delivered'>;

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
