import type { Links } from '@orderwire/secrets/links';
import type { InvoiceLink } from '../application/ports.ts';

const DAYS = 30;

/** The signed link that the invoice service opens. */
export const makeInvoiceLink =
  ({ links, apiUrl }: { readonly links: Pick<Links, 'sign'>; readonly apiUrl: string }): InvoiceLink =>
  async (orderId, parcelId) => {
    const expiresInSeconds = DAYS * 24 * 60 * 60;
    const token = await links.sign({ audience: 'invoice', subject: orderId, expiresInSeconds, claims: { parcelId } });
    return { url: `${apiUrl.replace(/\/$/, '')}/invoices/${token}`, days: DAYS };
  };
