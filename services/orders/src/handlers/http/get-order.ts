import { ORDER_NOT_FOUND } from '@orderwire/http/refusals';
import { route } from '@orderwire/http/route';
import type { GetOrder } from '../../application/read-orders.ts';
import { orderView, viewOf } from './order-view.ts';
import { isOrderId } from '@orderwire/http/names';

export const getOrder = route({
  method: 'GET',
  paths: ['/orders/{id}', '/order/{id}'],
  callers: 'signedIn',
  right: 'orders:read',
  answers: { 200: orderView },
  refusals: { ORDER_NOT_FOUND },
}).handledBy(async (deps: { readonly getOrder: GetOrder }, { path: { id }, caller }) => {
  if (!isOrderId(id)) return { refusal: 'ORDER_NOT_FOUND' };
  const found = await deps.getOrder(id, caller);
  return found.ok ? { status: 200, body: viewOf(found.value, caller) } : { refusal: found.error.code };
});
