import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { cancelled } from './cancellation.ts';
import { settleHeld } from './held-callbacks.ts';
import { type Cancellation, type Change, type Order, begin, unchanged } from './order.ts';

export type CancelRefusal =
  { readonly code: 'ORDER_ALREADY_SHIPPED'; readonly offer?: 'return' } | { readonly code: 'ORDER_REJECTED' };

/** Cancels until the courier has the goods. The conditional write wins or loses against the courier, never both. */
export const cancelOrder = (command: Cancellation, order: Order, at: number): Result<Change, CancelRefusal> => {
  switch (order.status) {
    case 'placed':
    case 'confirmed':
    case 'packed':
      return ok(settleHeld(cancelled(begin(order, at), order.status, command), at));
    case 'cancelled':
      return ok(unchanged(order));
    case 'rejected':
      return refuse({ code: 'ORDER_REJECTED' });
    case 'shipped':
    case 'delivery_failed':
    case 'delivered':
      return refuse({ code: 'ORDER_ALREADY_SHIPPED', offer: 'return' });
    case 'returned':
      return refuse({ code: 'ORDER_ALREADY_SHIPPED' });
  }
};
