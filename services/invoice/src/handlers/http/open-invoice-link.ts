import { route } from '@orderwire/http/route';
import type { Links } from '@orderwire/secrets/links';
import type { OpenInvoice } from '../../application/open-invoice.ts';
import { leadTo, NO_FILE } from './file-link.ts';

interface Deps {
  readonly openInvoice: OpenInvoice;
  readonly links: Pick<Links, 'verify'>;
}

/** For whoever holds the link from the mail: the token in it is the proof. */
export const openInvoiceLink = route({
  method: 'GET',
  paths: ['/invoices/{token}'],
  callers: 'anyone',
  answers: { 302: null },
  refusals: {
    ...NO_FILE,
    LINK_INVALID: {
      status: 401,
      detail: 'This link is not one of ours, or it is cut short. Use the whole link from the mail.',
    },
    LINK_EXPIRED: { status: 410, detail: 'This link has expired. Sign in to get the invoice of your order.' },
  },
}).handledBy(async ({ openInvoice, links }: Deps, { path: { token } }) => {
  const link = await links.verify(token, 'invoice');
  if (!link.ok) return { refusal: link.error.code };
  const { subject: orderId, claims } = link.value;
  const { parcelId } = claims;
  return leadTo(await openInvoice({ orderId, ...(typeof parcelId === 'string' && { parcelId }) }, 'link_holder'));
});
