import type { DataOf } from '@orderwire/events-schema/envelope';
import type { InvoiceIssued } from '@orderwire/events-schema/invoice';
import { formatMoney } from '@orderwire/money/money';
import { billed } from './bill.ts';
import type { About, MailContent, Row } from './content.ts';

type Issued = DataOf<typeof InvoiceIssued>;

/** @param link opens the invoice to whoever has it; @param days how long */
export const invoice = (
  issued: Issued,
  { order }: About,
  link: { readonly url: string; readonly days: number },
): MailContent => ({
  subject: `Your invoice ${issued.number} for order ${order}`,
  heading: `Your invoice ${issued.number}`,
  paragraphs: ['Your payment was received. The invoice for your order is ready.'],
  rows: rowsOf(issued),
  total: ['Total paid', formatMoney(issued.total, issued.currency)],
  button: { label: 'Open the invoice (PDF)', url: link.url },
  after: [`The link works for ${link.days} days, for anyone who has it. Please do not pass it on.`],
});

/** Older events do not list what is invoiced. Then everything but VAT is one amount. */
const rowsOf = ({ lines, shipping, total, tax, currency }: Issued): readonly Row[] =>
  lines && shipping !== undefined
    ? billed(lines, { shipping, tax, total, currency }).rows
    : [
        ['Items and shipping', formatMoney(total - tax, currency)],
        ['VAT', formatMoney(tax, currency)],
      ];
