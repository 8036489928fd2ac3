import type { Line } from '../invariants/books.ts';
import type { SentMail } from '../invariants/outside.ts';
import type { Callback } from './callback.ts';
import type { ActingPartner } from './partners.ts';

/** One event as it was published for the first time. */
export interface Published {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: number;
  readonly causationId: string;
  readonly detail: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly source: string;
}

export interface Webhook {
  readonly partner: ActingPartner;
  readonly type: string;
  readonly orderId: string;
  /** What the partner answered as far as it got the request; undefined when the request never reached it. */
  readonly status: number | undefined;
  readonly at: number;
}

export interface Placed {
  readonly orderId: string;
  readonly customerId: string;
  readonly key: string;
  readonly body: string;
  readonly lines: readonly Line[];
  /** As it was answered, in minor units. */
  readonly total: number;
}

/** What a customer wants to send back. */
export interface Asked {
  readonly orderId: string;
  readonly customerId: string;
  readonly lines: readonly Line[];
}

/** What decides what an order costs. */
export interface SaidOfItem {
  readonly title: string;
  readonly priceMinor: number;
  readonly vatClass: string;
  readonly currency: string;
}

/** What somebody was answered who closed an entry of the list of what needs attention. */
export interface Closed {
  readonly by: string;
  readonly note: string;
}

/** In one text, so that two are easily compared. */
export const saysOf = ({ title, priceMinor, vatClass, currency }: SaidOfItem): string =>
  JSON.stringify([title, priceMinor, vatClass, currency]);

/** One import of an item, tried until it was answered or given up. */
export interface Import {
  readonly itemId: string;
  readonly says: string;
  readonly from: number;
  until: number;
  isAcknowledged: boolean;
}

/** What staff did to what there is, and were answered. */
interface Shelf {
  /** By reference. */
  readonly receipts: Map<string, { readonly itemId: string; readonly count: number; readonly isAcknowledged: boolean }>;
  /** Counts of a version that they named, as they were acknowledged. */
  readonly corrections: { readonly itemId: string; readonly version: number; readonly onHand: number }[];
  /** Items that somebody asked to retire, and those of which it was acknowledged. */
  readonly retiring: Set<string>;
  readonly retired: Set<string>;
}

/** What is known of the run from outside the services: what people and partners were told, and what left the house. */
export interface Ledger {
  /** By `meta.id`, in the order of their first publication. */
  readonly published: Map<string, Published>;
  readonly webhooks: Webhook[];
  readonly mails: SentMail[];
  readonly imports: Import[];
  /** Acknowledged with 201, by order. */
  readonly placed: Map<string, Placed>;
  readonly shelf: Shelf;
  /** Customer and idempotency key → what it made. */
  readonly keys: Map<string, { readonly customerId: string; readonly orders: Set<string> }>;
  readonly callbacks: Callback[];
  /** Order, action and id of a callback → the bodies that were told under it, whatever was answered. */
  readonly told: Map<string, Set<string>>;
  /** Orders whose cancellation was answered 200. */
  readonly cancelled: Set<string>;
  /** Orders whose new address was answered 200 → the street that came last, where only one was asked for. */
  readonly addressed: Map<string, string[]>;
  /** Asked for with 201, by the return. */
  readonly returns: Map<string, Asked>;
  /** Order and idempotency key → the return that it made. */
  readonly returnKeys: Map<string, string>;
  /** Return → what staff decided, as they were told. */
  readonly decided: Map<string, 'approved' | 'rejected'>;
  /** Orders whose approval was answered 200. */
  readonly approved: Set<string>;
  /** Discount codes whose closing was answered 200. */
  readonly ended: Set<string>;
  /** Entry of the list of what needs attention → how it was closed, by whomever and as everybody is told. */
  readonly closed: Map<string, Closed>;
  /** Customers who have asked to be erased, and whether that was acknowledged. */
  readonly leaving: Map<string, boolean>;
  /** Every key → when it was made. */
  readonly secrets: Map<string, number>;
  /**
   * Functions of which an environment's clock was out by minutes. Leases are kept by clocks: there, a mail may go out twice
   * and a webhook after its stop (docs/decisions/2026-11-21-leases-and-clocks.md).
   */
  readonly skewed: Set<string>;
  /** Until when a partner takes nothing. */
  readonly downUntil: Map<ActingPartner, number>;
  /** Until when one of our services hears nothing, where one does for more than a day. */
  deafUntil: number;
  deliveries: number;
}

export const makeLedger = (): Ledger => ({
  published: new Map(),
  webhooks: [],
  mails: [],
  imports: [],
  placed: new Map(),
  shelf: { receipts: new Map(), corrections: [], retiring: new Set(), retired: new Set() },
  keys: new Map(),
  callbacks: [],
  told: new Map(),
  cancelled: new Set(),
  addressed: new Map(),
  returns: new Map(),
  returnKeys: new Map(),
  decided: new Map(),
  approved: new Set(),
  ended: new Set(),
  closed: new Map(),
  leaving: new Map(),
  secrets: new Map(),
  skewed: new Set(),
  downUntil: new Map(),
  deafUntil: 0,
  deliveries: 0,
});
