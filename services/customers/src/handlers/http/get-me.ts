import { route } from '@orderwire/http/route';
import type { Customers } from '../../application/ports.ts';
import { customerView, viewOf } from './customer-view.ts';
import { PROFILE_MISSING } from './refusals.ts';

/** Who the caller is for the shop. */
export const getMe = route({
  method: 'GET',
  paths: ['/users/me'],
  callers: 'signedIn',
  right: null,
  answers: { 200: customerView },
  refusals: { PROFILE_MISSING },
}).handledBy(async ({ customers }: { readonly customers: Pick<Customers, 'find'> }, { caller }) => {
  const known = await customers.find(caller.customerId);
  return known ? { status: 200, body: viewOf(known.profile) } : { refusal: 'PROFILE_MISSING' };
});
