import { isOrderId } from '@orderwire/http/names';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { HandleReturns } from '../../application/handle-returns.ts';
import { notShipped } from './not-shipped.ts';
import { returnView, titledLine } from './return-view.ts';

interface Deps {
  readonly returns: HandleReturns;
}

/** An order's returns, oldest first, and what may still be asked for. */
export const listReturns = route({
  method: 'GET',
  paths: ['/orders/{id}/returns'],
  callers: 'signedIn',
  right: 'returns:read',
  answers: {
    200: z.strictObject({
      returns: z.array(returnView),
      returnable: z.array(titledLine),
      /** The last day for it, in the shop's place; absent while something is under way. */
      until: z.exactOptional(z.iso.date()),
    }),
  },
  refusals: { ORDER_NOT_FOUND: notShipped },
}).handledBy(async ({ returns }: Deps, { path: { id }, caller }) => {
  const found = isOrderId(id) ? await returns.list(id, caller) : undefined;
  return found?.ok ? { status: 200, body: found.value } : { refusal: 'ORDER_NOT_FOUND' };
});
