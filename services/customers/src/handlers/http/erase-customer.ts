import { route } from '@orderwire/http/route';
import type { EraseCustomer } from '../../application/erase-customer.ts';
import { CUSTOMER_NOT_FOUND } from './refusals.ts';

/** Erases the profile and the user. What has to be kept of orders and invoices stays where it is. */
export const eraseCustomer = route({
  method: 'DELETE',
  paths: ['/customers/{id}'],
  callers: 'signedIn',
  right: 'customers:erase',
  answers: { 204: null },
  refusals: { CUSTOMER_NOT_FOUND },
}).handledBy(async (deps: { readonly eraseCustomer: EraseCustomer }, { path: { id }, caller, requestId }) => {
  const isOwner = caller.customerId === id;
  if (!isOwner && !caller.staff) return { refusal: 'CUSTOMER_NOT_FOUND' };
  const by = { type: isOwner ? 'customer' : 'staff', id: caller.customerId, requestId } as const;
  const erased = await deps.eraseCustomer(id, by);
  return erased.ok ? { status: 204 } : { refusal: erased.error.code };
});
