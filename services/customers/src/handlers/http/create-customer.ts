import { route } from '@orderwire/http/route';
import type { InviteCustomer } from '../../application/invite-customer.ts';
import type { Customers } from '../../application/ports.ts';
import { byOf } from './by.ts';
import { createCustomerBody } from './customer-bodies.ts';
import { customerView, viewOf } from './customer-view.ts';
import { EMAIL_REFUSED, PROFILE_MISSING, VAT_ID_INVALID } from './refusals.ts';
import { vatIdFault } from './vat-id-fault.ts';

/**
 * Staff invite somebody, who gets a temporary password by mail. Customers have a profile from their first sign-in on: they get the
 * one that exists, as it is.
 */
export const createCustomer = route({
  method: 'POST',
  paths: ['/customers'],
  callers: 'signedIn',
  right: 'customers:write',
  body: createCustomerBody,
  answers: { 200: customerView, 201: customerView },
  refusals: {
    CUSTOMER_EXISTS: { status: 409, detail: 'There is an account with this address. GET /customers?email= shows it.' },
    EMAIL_MISSING: {
      status: 422,
      detail: 'Say whom to invite.',
      errors: [{ pointer: '#/email', message: 'is missing' }],
    },
    EMAIL_REFUSED,
    PROFILE_MISSING,
    VAT_ID_INVALID,
  },
}).handledBy(
  async (
    deps: { readonly customers: Pick<Customers, 'find'>; readonly invite: InviteCustomer },
    { body, caller, requestId },
  ) => {
    if (!caller.staff) {
      const known = await deps.customers.find(caller.customerId);
      return known ? { status: 200, body: viewOf(known.profile) } : { refusal: 'PROFILE_MISSING' };
    }
    if (body?.email === undefined) return { refusal: 'EMAIL_MISSING' };
    const invited = await deps.invite({ ...body, email: body.email }, byOf(caller, requestId, false));
    if (invited.ok) return { status: 201, body: viewOf(invited.value) };
    if (invited.error.code === 'CUSTOMER_EXISTS') return { refusal: invited.error.code };
    return invited.error.code === 'VAT_ID_INVALID' ? vatIdFault(invited.error) : { refusal: invited.error.code };
  },
);
