import { identifier } from '@orderwire/events-schema/common';
import { route } from '@orderwire/http/route';
import type { OpenInvoice } from '../../application/open-invoice.ts';
import { leadTo, NO_FILE } from './file-link.ts';

/** For the owner and staff. To anyone else there is no such order. */
export const downloadInvoice = route({
  method: 'GET',
  paths: ['/orders/{id}/invoice'],
  callers: 'signedIn',
  right: 'documents:read',
  answers: { 302: null },
  refusals: NO_FILE,
}).handledBy(async ({ openInvoice }: { readonly openInvoice: OpenInvoice }, { path: { id }, caller }) => {
  // What cannot be an id is not looked up.
  if (!identifier.safeParse(id).success) return { refusal: 'ORDER_NOT_FOUND' };
  return leadTo(await openInvoice({ orderId: id }, caller));
});
