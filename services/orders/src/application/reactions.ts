import type { ShortLine, StockLine } from '@orderwire/events-schema/common';
import { ok } from '@orderwire/kernel/result';
import { returnApproved } from '../domain/approve-return.ts';
import {
  paymentAuthorized,
  paymentDeclined,
  stockReservationFailed,
  stockReserved,
} from '../domain/await-confirmation.ts';
import type { Change, Order } from '../domain/order.ts';
import type { ChangeOrder } from './change-order.ts';
import type { Cause } from '@orderwire/events-schema/cause';

/** What an order does when others have answered it. A late or repeated answer changes nothing. */
export interface Reactions {
  readonly stockReserved: (orderId: string, cause: Cause) => Promise<void>;
  readonly stockReservationFailed: (orderId: string, short: readonly ShortLine[], cause: Cause) => Promise<void>;
  readonly paymentAuthorized: (orderId: string, cause: Cause) => Promise<void>;
  readonly paymentDeclined: (orderId: string, cause: Cause) => Promise<void>;
  readonly returnApproved: (
    told: { readonly orderId: string; readonly returnId: string; readonly lines: readonly StockLine[] },
    cause: Cause,
  ) => Promise<void>;
}

/** @throws when the order is not there yet: the message is tried again, and parked for people when it never comes */
export const makeReactions = (changeOrder: ChangeOrder): Reactions => {
  const react = async (orderId: string, cause: Cause, decide: (order: Order, at: number) => Change): Promise<void> => {
    const reacted = await changeOrder(orderId, cause, (order, at) => ok(decide(order, at)));
    if (!reacted.ok) throw new Error(`${orderId} is not here, or not yet.`);
  };
  return {
    stockReserved: (orderId, cause) => react(orderId, cause, stockReserved),
    stockReservationFailed: (orderId, short, cause) =>
      react(orderId, cause, (order, at) => stockReservationFailed(order, short, at)),
    paymentAuthorized: (orderId, cause) => react(orderId, cause, paymentAuthorized),
    paymentDeclined: (orderId, cause) => react(orderId, cause, paymentDeclined),
    returnApproved: ({ orderId, returnId, lines }, cause) => {
      const approved = { returnId, lines: lines.map(({ itemId, count }) => ({ itemId, count })) };
      return react(orderId, cause, (order, at) => returnApproved(approved, order, at));
    },
  };
};
