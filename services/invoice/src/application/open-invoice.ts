import { type Result, ok, refuse } from '@orderwire/kernel/result';
import type { InvoiceFiles, Invoices } from './ports.ts';

interface OpenRefusal {
  readonly code: 'ORDER_NOT_FOUND' | 'INVOICE_NOT_READY';
}

/** Who asks: a signed-in user, or whoever holds the signed link for this order. */
type Reader = { readonly customerId: string; readonly staff: boolean } | 'link_holder';

/** A link to the order's invoice that lives five minutes. */
export type OpenInvoice = (orderId: string, reader: Reader) => Promise<Result<string, OpenRefusal>>;

/** The link is made only after it is known that the reader may see the invoice. */
export const makeOpenInvoice =
  (deps: { readonly invoices: Pick<Invoices, 'find'>; readonly files: Pick<InvoiceFiles, 'linkTo'> }): OpenInvoice =>
  async (orderId, reader) => {
    const invoice = await deps.invoices.find(orderId);
    if (!invoice || !mayRead(reader, invoice.customerId)) return refuse({ code: 'ORDER_NOT_FOUND' });
    if (invoice.status !== 'issued') return refuse({ code: 'INVOICE_NOT_READY' });
    return ok(await deps.files.linkTo(invoice.objectKey, `${invoice.number}.pdf`));
  };

const mayRead = (reader: Reader, owner: string): boolean =>
  reader === 'link_holder' || reader.staff || reader.customerId === owner;
