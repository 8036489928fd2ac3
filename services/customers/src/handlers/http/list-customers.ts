import { cursorOf, keyOf, pageQuery, DEFAULT_LIMIT } from '@orderwire/http/page';
import { CURSOR_INVALID } from '@orderwire/http/refusals';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { Customers } from '../../application/ports.ts';
import { email } from './bodies.ts';
import { customerView, viewOf } from './customer-view.ts';

/** Newest first, or the one with an address. */
export const listCustomers = route({
  method: 'GET',
  paths: ['/customers'],
  callers: 'staff',
  right: 'customers:read',
  query: z.strictObject({ ...pageQuery, email: z.optional(email) }),
  answers: {
    200: z.strictObject({ customers: z.array(customerView), cursor: z.exactOptional(z.string()) }),
  },
  refusals: { CURSOR_INVALID },
}).handledBy(async ({ customers }: { readonly customers: Pick<Customers, 'findByEmail' | 'list'> }, { query }) => {
  if (query.email !== undefined) {
    const found = await customers.findByEmail(query.email);
    return { status: 200, body: { customers: found ? [viewOf(found)] : [] } };
  }
  const from = query.cursor === undefined ? undefined : keyOf(query.cursor, ['customerId', 'createdAt']);
  if (from?.ok === false) return { refusal: 'CURSOR_INVALID' };
  const { profiles, next } = await customers.list(query.limit ?? DEFAULT_LIMIT, from?.value);
  const cursor = cursorOf(next && { ...next });
  return { status: 200, body: { customers: profiles.map(viewOf), ...(cursor !== undefined && { cursor }) } };
});
