import { isOrderId } from '@orderwire/http/names';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { HandleReturns } from '../../application/handle-returns.ts';
import { linesOf, returnableOf } from '../../domain/order.ts';
import { ORDER_NOT_SHIPPED } from './not-shipped.ts';
import { returnView, titled, titledLine, viewOf } from './return-view.ts';

interface Deps {
  readonly returns: HandleReturns;
}

/** An order's returns, oldest first, and what may still be asked for. */
export const listReturns = route({
  method: 'GET',
  paths: ['/orders/{id}/returns'],
  callers: 'signedIn',
  answers: {
    200: z.strictObject({
      returns: z.array(returnView),
      returnable: z.array(titledLine),
      /** The last day for it, in the shop's place; absent while something is under way. */
      until: z.exactOptional(z.iso.date()),
    }),
  },
  refusals: { ORDER_NOT_FOUND: ORDER_NOT_SHIPPED },
}).handledBy(async ({ returns }: Deps, { path: { id }, caller }) => {
  const found = isOrderId(id) ? await returns.list(id, caller) : undefined;
  if (!found?.ok) return { refusal: 'ORDER_NOT_FOUND' };
  const { order, until } = found.value;
  return {
    status: 200,
    body: {
      returns: order.returns.map((one) => viewOf(order, one)),
      returnable: titled(order, linesOf(returnableOf(order))),
      ...(until !== undefined && { until }),
    },
  };
});
