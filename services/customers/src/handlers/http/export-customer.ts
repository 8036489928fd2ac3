import { pageQuery } from '@orderwire/http/page';
import { CURSOR_INVALID } from '@orderwire/http/refusals';
import { route } from '@orderwire/http/route';
import { nameOf } from '@orderwire/kernel/errors';
import type { Log } from '@orderwire/kernel/log';
import * as z from 'zod/mini';
import type { Belongings } from '../../application/belongings.ts';
import type { Customers } from '../../application/ports.ts';
import { accessTokenIn } from './access-token.ts';
import { customerView, viewOf } from './customer-view.ts';
import { CUSTOMER_NOT_FOUND } from './refusals.ts';

/** Each order takes two more requests, and all of them one function's time. */
const ORDERS_ON_A_PAGE = 10;

const dated = { at: z.string() };

interface Deps {
  readonly customers: Pick<Customers, 'find'>;
  readonly belongings: (accessToken: string) => Belongings;
  readonly log: Log;
}

/**
 * All that the shop knows of a customer, for the customer: the profile, and page by page the orders, newest first, each with its
 * returns, its documents and the mails about it.
 */
export const exportCustomer = route({
  method: 'GET',
  paths: ['/customers/{id}/export'],
  callers: 'signedIn',
  right: null,
  query: z.strictObject({ cursor: pageQuery.cursor }),
  answers: {
    200: z.strictObject({
      customer: customerView,
      orders: z.array(
        z.strictObject({
          order: z.looseObject({ orderId: z.string() }),
          returns: z.array(z.looseObject({ returnId: z.string() })),
          documents: z.array(
            z.strictObject({ number: z.string(), kind: z.enum(['invoice', 'credit_note']), ...dated }),
          ),
          mails: z.array(z.strictObject({ kind: z.string(), ...dated })),
        }),
      ),
      cursor: z.optional(z.string()),
    }),
  },
  refusals: {
    CUSTOMER_NOT_FOUND,
    CURSOR_INVALID,
    EXPORT_INCOMPLETE: {
      status: 503,
      detail: 'Not all services answered. Try again in a moment.',
      headers: { 'retry-after': '5' },
    },
  },
}).handledBy(async ({ customers, belongings, log }: Deps, { path: { id }, query: { cursor }, caller, headers }) => {
  const known = caller.customerId === id ? await customers.find(id) : undefined;
  if (!known) return { refusal: 'CUSTOMER_NOT_FOUND' };
  const theirs = belongings(accessTokenIn(headers));
  try {
    const page = await theirs.orders(id, { limit: ORDERS_ON_A_PAGE, cursor });
    if (!page.ok) return { refusal: page.error.code };
    const orders = await Promise.all(
      page.value.orders.map(async (order) => {
        const [returns, { documents, mails }] = await Promise.all([
          theirs.returns(order.orderId),
          theirs.traces(order.orderId),
        ]);
        return {
          order: { ...order },
          returns: returns.map((one) => ({ ...one })),
          documents: [...documents],
          mails: [...mails],
        };
      }),
    );
    return { status: 200, body: { customer: viewOf(known.profile), orders, cursor: page.value.cursor } };
  } catch (error) {
    log.warn('An export is incomplete', { error: nameOf(error) });
    return { refusal: 'EXPORT_INCOMPLETE' };
  }
});
