import { type Result, ok, refuse } from '@orderwire/kernel/result';
import type { InvoiceFiles, Invoices } from './ports.ts';

interface OpenRefusal {
  readonly code: 'ORDER_NOT_FOUND' | 'INVOICE_NOT_READY';
}

/** Who asks: a signed-in user, or whoever holds the signed link for this order. */
type Reader = { readonly customerId: string; readonly staff: boolean } | 'link_holder';

/** A link to an order's first invoice, or to that of a parcel, that lives five minutes. */
export type OpenInvoice = (
  whose: { readonly orderId: string; readonly parcelId?: string | undefined },
  reader: Reader,
) => Promise<Result<string, OpenRefusal>>;

/** The link is made only after it is known that the reader may see the invoice. */
export const makeOpenInvoice =
  (deps: { readonly invoices: Pick<Invoices, 'find'>; readonly files: Pick<InvoiceFiles, 'linkTo'> }): OpenInvoice =>
  async ({ orderId, parcelId }, reader) => {
    const invoice = await deps.invoices.find(orderId, parcelId);
    if (!invoice || !mayRead(reader, invoice.customerId)) return refuse({ code: 'ORDER_NOT_FOUND' });
    if (invoice.status !== 'issued') return refuse({ code: 'INVOICE_NOT_READY' });
    return ok(await deps.files.linkTo(invoice.objectKey, `${invoice.number}.pdf`));
  };

const mayRead = (reader: Reader, owner: string): boolean =>
  reader === 'link_holder' || reader.staff || reader.customerId === owner;
