import { invariant } from '@orderwire/kernel/invariant';
import type { Result } from '@orderwire/kernel/result';

/** An order, as its service shows it to the caller. */
export interface ShownOrder {
  readonly orderId: string;
  readonly status: string;
}

/** A return, as its service shows it. */
export interface ShownReturn {
  readonly returnId: string;
  readonly status: string;
}

/** What was done for an order: its documents by number, and the mails that went out. */
export interface ShownTraces {
  readonly documents: readonly {
    readonly number: string;
    readonly kind: 'invoice' | 'credit_note';
    readonly at: string;
  }[];
  readonly mails: readonly { readonly kind: string; readonly at: string }[];
}

export interface OrderPage {
  readonly orders: readonly ShownOrder[];
  readonly cursor?: string | undefined;
}

export interface CursorInvalid {
  readonly code: 'CURSOR_INVALID';
}

/** What other services keep of a customer. They are asked in the caller's name, and answer what the caller may see. */
export interface Belongings {
  /** Newest first. Refused where the list has not given out this cursor. @throws Error when a service does not answer */
  readonly orders: (
    customerId: string,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ) => Promise<Result<OrderPage, CursorInvalid>>;
  readonly returns: (orderId: string) => Promise<readonly ShownReturn[]>;
  readonly traces: (orderId: string) => Promise<ShownTraces>;
}

const ENDED = new Set(['delivered', 'returned', 'rejected', 'cancelled']);
const SETTLED = new Set(['rejected', 'received']);

/** So many of the newest orders are looked at. Older ones end as well; they are only not named. */
const LOOKED_AT = 100;

/** Returns may be asked for within weeks of a delivery: so many of the newest delivered orders are looked at. */
const RETURNS_LOOKED_AT = 10;

/** What is under way of a customer's orders. */
export interface OpenOrders {
  /** The orders that are under way, or of which something comes back. */
  readonly openOrders: readonly string[];
  /** There were too many to look at: others may be open, too. */
  readonly mayBeMore: boolean;
}

/** @throws Error when a service does not answer */
export const openOrdersOf = async (belongings: Belongings, customerId: string): Promise<OpenOrders> => {
  const page = await belongings.orders(customerId, { limit: LOOKED_AT });
  invariant(page.ok, 'The first page needs no cursor.');
  const { orders, cursor } = page.value;
  const delivered = orders.filter(({ status }) => status === 'delivered');
  const awaited = await Promise.all(
    delivered
      .slice(0, RETURNS_LOOKED_AT)
      .map(async ({ orderId }) =>
        (await belongings.returns(orderId)).some(({ status }) => !SETTLED.has(status)) ? orderId : [],
      ),
  );
  return {
    openOrders: [...orders.filter(({ status }) => !ENDED.has(status)).map(({ orderId }) => orderId), ...awaited.flat()],
    mayBeMore: cursor !== undefined || delivered.length > RETURNS_LOOKED_AT,
  };
};
