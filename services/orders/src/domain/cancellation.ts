import { orderNumberOf } from '@orderwire/money/order-number';
import { type Cancellation, type Change, move } from './order.ts';

/** Ends an order of which nothing has left the house. */
export const cancelled = (
  change: Change,
  previousStatus: 'placed' | 'confirmed' | 'packed',
  cancellation: Cancellation,
): Change => {
  const { orderId, lines } = change.order;
  const { by, reason } = cancellation;
  return move(
    change,
    'cancelled',
    { cancellation },
    {
      type: 'OrderCancelled',
      data: {
        orderNumber: orderNumberOf(orderId),
        by,
        ...(reason !== undefined && { reason }),
        previousStatus,
        lines: [...lines],
      },
    },
  );
};
