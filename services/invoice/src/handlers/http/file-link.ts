import { ORDER_NOT_FOUND } from '@orderwire/http/refusals';
import type { OpenInvoice } from '../../application/open-invoice.ts';

/** Both routes to the file refuse in the same words. */
export const NO_FILE = {
  ORDER_NOT_FOUND,
  INVOICE_NOT_READY: { status: 404, detail: 'This order has no invoice yet: it is issued when the order ships.' },
} as const;

/** Sends the reader on to the file, where there is one that they may read. */
export const leadTo = (link: Awaited<ReturnType<OpenInvoice>>) =>
  link.ok ? ({ status: 302, headers: { location: link.value } } as const) : { refusal: link.error.code };
