import { etagOf, ifNoneMatch, unlessKnown } from '@orderwire/http/etag';
import { ORDER_NOT_FOUND } from '@orderwire/http/refusals';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { GetOrder } from '../../application/read-orders.ts';
import { orderView, viewOf } from './order-view.ts';
import { isOrderId } from '@orderwire/http/names';

export const getOrder = route({
  method: 'GET',
  paths: ['/orders/{id}', '/order/{id}'],
  callers: 'signedIn',
  right: 'orders:read',
  headers: z.object(ifNoneMatch),
  answers: { 200: orderView, 304: null },
  refusals: { ORDER_NOT_FOUND },
}).handledBy(async (deps: { readonly getOrder: GetOrder }, { path: { id }, headers, caller }) => {
  if (!isOrderId(id)) return { refusal: 'ORDER_NOT_FOUND' };
  const found = await deps.getOrder(id, caller);
  if (!found.ok) return { refusal: found.error.code };
  // Staff see more of the same version.
  const tag = etagOf(found.value.version, caller.staff ? 'staff' : undefined);
  return unlessKnown(headers, viewOf(found.value, caller), tag);
});
