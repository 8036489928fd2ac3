import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { orderNumberOf } from '@orderwire/money/order-number';
import { settleHeld } from './held-callbacks.ts';
import { type Cancellation, type Change, type Order, begin, move, unchanged } from './order.ts';

export type CancelRefusal =
  { readonly code: 'ORDER_ALREADY_SHIPPED'; readonly offer: 'return' } | { readonly code: 'ORDER_REJECTED' };

/** Cancels until the courier has the goods. The conditional write wins or loses against the courier, never both. */
export const cancelOrder = (command: Cancellation, order: Order, at: number): Result<Change, CancelRefusal> => {
  switch (order.status) {
    case 'placed':
    case 'confirmed':
    case 'packed': {
      const { by, reason } = command;
      const cancelled = move(
        begin(order, at),
        'cancelled',
        { cancellation: command },
        {
          type: 'OrderCancelled',
          data: {
            orderNumber: orderNumberOf(order.orderId),
            by,
            ...(reason !== undefined && { reason }),
            previousStatus: order.status,
            lines: [...order.lines],
          },
        },
      );
      return ok(settleHeld(cancelled, at));
    }
    case 'cancelled':
      return ok(unchanged(order));
    case 'rejected':
      return refuse({ code: 'ORDER_REJECTED' });
    case 'shipped':
    case 'delivery_failed':
    case 'delivered':
    case 'returned':
      return refuse({ code: 'ORDER_ALREADY_SHIPPED', offer: 'return' });
  }
};
