import type { Cause } from '@orderwire/events-schema/cause';
import type { Change, Order } from '../domain/order.ts';
import type { Discount } from '../domain/discount.ts';
import type { Price } from '../domain/pricing.ts';
import type { Variant } from '../domain/variants.ts';
import type { Profile } from '../domain/recipient.ts';

/** The one place of an order's truth. Every write makes state, version and events at once, or nothing. */
export interface Orders {
  /** Reads what was last written. */
  readonly find: (orderId: string) => Promise<Order | undefined>;
  /**
   * Writes the first version, and counts the use of its discount code at once. With a key that another request has taken
   * meanwhile, or a code that is used up or closed by now, nothing is written.
   */
  readonly add: (change: Change, cause: Cause, key?: PlacingKey) => Promise<'added' | 'key-taken' | 'code-refused'>;
  /** Writes the next version, and gives a code back at once, unless somebody else has written it before. */
  readonly save: (change: Change, cause: Cause) => Promise<'saved' | 'overtaken'>;
}

/** A customer's own name for one request to place an order, so that it can be sent again without a second order. */
export interface PlacingKey {
  readonly customerId: string;
  readonly key: string;
  /** Of the request's body. */
  readonly fingerprint: string;
}

/** Which order a key has placed, and by which body. Keys are forgotten after a day. */
export interface PlacingKeys {
  readonly find: (
    key: Pick<PlacingKey, 'customerId' | 'key'>,
  ) => Promise<{ readonly orderId: string; readonly fingerprint: string } | undefined>;
}

/** Lists are a little behind the truth: nothing is decided on them. */
export interface OrderLists {
  /** Newest first. `after` is the last order of the page before. */
  readonly ofCustomer: (query: {
    readonly customerId: string;
    readonly span?: Span | undefined;
    readonly limit: number;
    readonly after?: string | undefined;
  }) => Promise<OrderPage>;
  /** Those of these ids that are there, in this order. */
  readonly ofIds: (orderIds: readonly string[]) => Promise<readonly Order[]>;
  /** Orders whose review is due, in pages. */
  readonly dueForReview: (at: number) => AsyncIterable<readonly string[]>;
  /** Some orders that were placed after this one, are confirmed, and have not ended. */
  readonly placedAfter: (order: Pick<Order, 'orderId' | 'deadlines'>) => Promise<readonly Order[]>;
  readonly hasOrders: (customerId: string) => Promise<boolean>;
}

/** Milliseconds since the epoch; the end does not belong to it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Ids of orders, newest first. */
export interface KeyPage {
  readonly orderIds: readonly string[];
  /** Where the next page begins, if there may be one: an order of this page, or a place where none is. */
  readonly last?: string | undefined;
}

/** Everybody's orders, for staff. As far behind the truth as lists are. */
export interface OrderSearch {
  /** A page may hold less than asked for, or nothing, and not be the last. */
  readonly inSpan: (span: Span, limit: number, after?: string) => Promise<KeyPage>;
  /** Usually one: two orders with one number are rare, not impossible. */
  readonly withNumber: (number: string, span: Span) => Promise<readonly string[]>;
}

/** Accounts, for staff who know a mail address. */
export interface Accounts {
  readonly withEmail: (email: string) => Promise<readonly string[]>;
}

export interface OrderPage {
  readonly orders: readonly Order[];
  /** The last order of this page, when there are more. */
  readonly last?: string;
}

/** Our own copy of the catalogue's items and prices. */
export interface Prices {
  /** Those that are on sale. */
  readonly find: (itemIds: readonly string[]) => Promise<ReadonlyMap<string, Price>>;
  /** The variants of products, in the order of their ids. */
  readonly variantsOf: (productIds: readonly string[]) => Promise<ReadonlyMap<string, readonly Variant[]>>;
  /** Keeps an item, among the variants of its product, unless a newer one is known; `sequence` is the item's version in the catalogue. */
  readonly keep: (price: Price, sequence: number) => Promise<void>;
}

/** Discount codes. Their uses are counted by the writes of orders alone. */
export interface Discounts {
  /** Reads what was last written. */
  readonly find: (code: string) => Promise<Discount | undefined>;
}

/** All codes, for staff. */
export interface DiscountBook {
  readonly add: (discount: Discount, cause: Cause) => Promise<'added' | 'taken'>;
  /** Closes it, unless it was closed before. Undefined where there is none. */
  readonly close: (code: string, at: number, cause: Cause) => Promise<Discount | undefined>;
  /** By name. `after` is the last code of the page before. */
  readonly list: (query: {
    readonly limit: number;
    readonly after?: string | undefined;
  }) => Promise<{ readonly discounts: readonly Discount[]; readonly last?: string }>;
}

export interface Customers {
  readonly find: (customerId: string) => Promise<Profile | undefined>;
}

/** What there is of items just now, give or take a moment: nothing is decided on it. */
export interface Shelf {
  /** How many can be set aside; what is not in stock at all is left out. */
  readonly available: (itemIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
}
