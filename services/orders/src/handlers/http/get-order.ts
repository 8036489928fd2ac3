import type { Endpoints } from '@orderwire/http/endpoint';
import type { GetOrder } from '../../application/read-orders.ts';
import { orderView } from './order-view.ts';
import { ORDER_NOT_FOUND } from './problems.ts';
import { isOrderId } from './schemas.ts';

/** `GET /orders/{id}`. */
export const makeGetOrderHandler = ({ endpoints, getOrder }: { endpoints: Endpoints; getOrder: GetOrder }) =>
  endpoints.signedIn({}, async ({ path, caller }) => {
    const orderId = path['id'];
    if (!isOrderId(orderId)) return { problem: ORDER_NOT_FOUND };
    const found = await getOrder(orderId, caller);
    return found.ok ? { status: 200, body: orderView(found.value) } : { problem: ORDER_NOT_FOUND };
  });
