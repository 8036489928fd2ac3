import { route } from '@orderwire/http/route';
import type { Customers } from '../../application/ports.ts';
import { customerView, viewOf } from './customer-view.ts';
import { CUSTOMER_NOT_FOUND } from './refusals.ts';

export const getCustomer = route({
  method: 'GET',
  paths: ['/customers/{id}'],
  callers: 'signedIn',
  right: 'customers:read',
  answers: { 200: customerView },
  refusals: { CUSTOMER_NOT_FOUND },
}).handledBy(async ({ customers }: { readonly customers: Pick<Customers, 'find'> }, { path: { id }, caller }) => {
  const known = caller.staff || caller.customerId === id ? await customers.find(id) : undefined;
  return known ? { status: 200, body: viewOf(known.profile) } : { refusal: 'CUSTOMER_NOT_FOUND' };
});
