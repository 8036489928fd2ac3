import type { Endpoints } from '@orderwire/http/endpoint';
import { line } from '@orderwire/http/text';
import * as z from 'zod/mini';
import type { CancelOrderUseCase } from '../../application/cancel-order.ts';
import type { OrderNotFound } from '../../application/change-order.ts';
import type { CancelRefusal } from '../../domain/cancel-order.ts';
import { ORDER_NOT_FOUND, type Problems, problemFor } from './problems.ts';
import { isOrderId } from './schemas.ts';

const cancelBody = z.optional(z.strictObject({ reason: z.optional(line(200)) }));

interface Deps {
  readonly endpoints: Endpoints;
  readonly cancelOrder: CancelOrderUseCase;
}

/** `POST /orders/{id}/cancellation`: as often as one likes. */
export const makeCancelOrderHandler = ({ endpoints, cancelOrder }: Deps) =>
  endpoints.signedIn({ body: cancelBody }, async ({ path, body, caller, requestId }) => {
    const orderId = path['id'];
    if (!isOrderId(orderId)) return { problem: ORDER_NOT_FOUND };
    const cancelled = await cancelOrder({ orderId, reason: body?.reason, requestId, caller });
    if (!cancelled.ok) return problemFor(PROBLEMS, cancelled.error);
    return { status: 200, body: { orderId, status: cancelled.value.order.status } };
  });

const PROBLEMS: Problems<CancelRefusal | OrderNotFound> = {
  ORDER_NOT_FOUND: () => ORDER_NOT_FOUND,
  ORDER_ALREADY_SHIPPED: ({ code, offer }) => ({
    status: 409,
    code,
    detail: 'The goods have left the house. They can be sent back.',
    more: { offer },
  }),
  ORDER_REJECTED: ({ code }) => ({
    status: 409,
    code,
    detail: 'The order was rejected: there is nothing to cancel, and nothing is charged.',
  }),
};
