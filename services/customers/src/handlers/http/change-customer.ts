import { byOf } from './by.ts';
import { route } from '@orderwire/http/route';
import type { ChangeCustomer } from '../../application/change-customer.ts';
import { changeCustomerBody } from './customer-bodies.ts';
import { customerView, viewOf } from './customer-view.ts';
import { CUSTOMER_NOT_FOUND, VAT_ID_INVALID } from './refusals.ts';
import { vatIdFault } from './vat-id-fault.ts';

/** Changes what the body names and leaves the rest. */
export const changeCustomer = route({
  method: 'PUT',
  paths: ['/customers/{id}'],
  callers: 'signedIn',
  right: 'customers:write',
  body: changeCustomerBody,
  answers: { 200: customerView },
  refusals: {
    CUSTOMER_NOT_FOUND,
    EMAIL_NEEDS_CODE: {
      status: 422,
      detail: 'The address of an account is changed with PUT /users/me/email and a code.',
      errors: [{ pointer: '#/email', message: 'is not the address of this account' }],
    },
    VAT_ID_INVALID,
  },
}).handledBy(async (deps: { readonly changeCustomer: ChangeCustomer }, { path: { id }, body, caller, requestId }) => {
  const isOwner = caller.customerId === id;
  if (!isOwner && !caller.staff) return { refusal: 'CUSTOMER_NOT_FOUND' };
  const by = byOf(caller, requestId, isOwner);
  const changed = await deps.changeCustomer(id, body, by);
  if (changed.ok) return { status: 200, body: viewOf(changed.value) };
  return changed.error.code === 'VAT_ID_INVALID' ? vatIdFault(changed.error) : { refusal: changed.error.code };
});
