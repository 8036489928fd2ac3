import { causedByCall } from '@orderwire/events-schema/cause';
import { ORDER_NOT_FOUND } from '@orderwire/http/refusals';
import { route } from '@orderwire/http/route';
import { line } from '@orderwire/http/text';
import * as z from 'zod/mini';
import type { CancelOrderUseCase } from '../../application/cancel-order.ts';
import { orderStatus } from './order-view.ts';
import { isOrderId } from '@orderwire/http/names';

/** May be sent as often as the client likes. */
export const cancelOrder = route({
  method: 'POST',
  paths: ['/orders/{id}/cancellation'],
  callers: 'signedIn',
  right: 'orders:write',
  body: z.optional(z.strictObject({ reason: z.optional(line(200)) })),
  answers: { 200: z.strictObject({ orderId: z.string(), status: orderStatus }) },
  refusals: {
    ORDER_NOT_FOUND,
    ORDER_ALREADY_SHIPPED: {
      status: 409,
      detail: 'The goods have left the house.',
      more: z.strictObject({ offer: z.exactOptional(z.literal('return')) }),
    },
    ORDER_REJECTED: {
      status: 409,
      detail: 'The order was rejected: there is nothing to cancel, and nothing is charged.',
    },
  },
}).handledBy(async (deps: { readonly cancelOrder: CancelOrderUseCase }, { path, body, ...call }) => {
  const { id: orderId } = path;
  if (!isOrderId(orderId)) return { refusal: 'ORDER_NOT_FOUND' };
  const reason = body?.reason;
  // The customer’s words, also where staff write them down: no cause keeps them.
  const cause = causedByCall(orderId, call);
  const cancelled = await deps.cancelOrder({ orderId, reason, cause, caller: call.caller });
  if (cancelled.ok) return { status: 200, body: { orderId, status: cancelled.value.order.status } };
  const { error } = cancelled;
  if (error.code !== 'ORDER_ALREADY_SHIPPED') return { refusal: error.code };
  return error.offer === undefined
    ? { refusal: error.code, detail: 'The goods had left the house, and have come back: they are refunded.', more: {} }
    : {
        refusal: error.code,
        detail: `The goods have left the house. They can be sent back: POST /orders/${orderId}/returns.`,
        more: { offer: error.offer },
      };
});
