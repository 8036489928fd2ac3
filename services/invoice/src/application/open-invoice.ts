import { type Result, ok, refuse } from '@orderwire/kernel/result';
import type { InvoiceFiles, Invoices } from './ports.ts';

export type OpenRefusal = { readonly code: 'ORDER_NOT_FOUND' } | { readonly code: 'INVOICE_NOT_READY' };

/** Who asks: a signed-in user, or whoever holds the signed link for this order. */
export type Reader = { readonly customerId: string; readonly staff: boolean } | 'link_holder';

/** A link to the order's invoice that lives five minutes; made after it is known that the reader may see it. */
export const makeOpenInvoice =
  ({ invoices, files }: { readonly invoices: Invoices; readonly files: InvoiceFiles }) =>
  async (orderId: string, reader: Reader): Promise<Result<string, OpenRefusal>> => {
    const invoice = await invoices.find(orderId);
    if (!invoice || !mayRead(reader, invoice.customerId)) return refuse({ code: 'ORDER_NOT_FOUND' });
    if (invoice.status !== 'issued') return refuse({ code: 'INVOICE_NOT_READY' });
    return ok(await files.linkTo(invoice.objectKey, `${invoice.number}.pdf`));
  };

const mayRead = (reader: Reader, owner: string): boolean =>
  reader === 'link_holder' || reader.staff || reader.customerId === owner;
