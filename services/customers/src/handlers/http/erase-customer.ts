import { route } from '@orderwire/http/route';
import type { Log } from '@orderwire/kernel/log';
import { nameOf } from '@orderwire/kernel/errors';
import * as z from 'zod/mini';
import { type Belongings, openOrdersOf } from '../../application/belongings.ts';
import type { EraseCustomer } from '../../application/erase-customer.ts';
import { EXPIRING } from '../../application/expiring.ts';
import { accessTokenIn } from './access-token.ts';
import { byOf } from './by.ts';
import { CUSTOMER_NOT_FOUND } from './refusals.ts';

/** Where something stays for so many days at most, because it is deleted by its age. */
const expiring = z.array(z.strictObject({ store: z.string(), days: z.int().check(z.positive()) }));

interface Deps {
  readonly eraseCustomer: EraseCustomer;
  /** In the name of whoever has the access token. */
  readonly belongings: (accessToken: string) => Belongings;
  readonly log: Log;
}

/**
 * Erases the profile and the user at once. Each order forgets whom it is for once it has ended: 202 says that some have not, and
 * names them, as far as they are known. `mayBeMore` says that there were too many to look at.
 */
export const eraseCustomer = route({
  method: 'DELETE',
  paths: ['/customers/{id}'],
  callers: 'signedIn',
  right: 'customers:erase',
  answers: {
    200: z.strictObject({ erasure: z.literal('done'), expiring }),
    202: z.strictObject({
      erasure: z.literal('when_orders_end'),
      openOrders: z.optional(z.array(z.string())),
      mayBeMore: z.optional(z.literal(true)),
      expiring,
    }),
  },
  refusals: { CUSTOMER_NOT_FOUND },
}).handledBy(async ({ eraseCustomer: erase, belongings, log }: Deps, { path: { id }, caller, headers, requestId }) => {
  const isOwner = caller.customerId === id;
  if (!isOwner && !caller.staff) return { refusal: 'CUSTOMER_NOT_FOUND' };
  // Asked first, and not waited for: an order that nobody could ask about still forgets its customer when it ends.
  const open = await openOrdersOf(belongings(accessTokenIn(headers)), id).catch((error: unknown) => {
    log.warn('Nobody said which orders are open', { error: nameOf(error) });
    return undefined;
  });
  const by = byOf(caller, requestId, isOwner);
  const erased = await erase(id, by);
  if (!erased.ok) return { refusal: erased.error.code };
  const stores = [...EXPIRING];
  if (open?.openOrders.length === 0 && !open.mayBeMore)
    return { status: 200, body: { erasure: 'done', expiring: stores } };
  const known = open && { openOrders: [...open.openOrders], ...(open.mayBeMore && { mayBeMore: true as const }) };
  return { status: 202, body: { erasure: 'when_orders_end', ...known, expiring: stores } };
});
