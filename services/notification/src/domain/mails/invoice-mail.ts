import type { DataOf } from '@orderwire/events-schema/envelope';
import type { InvoiceIssued } from '@orderwire/events-schema/invoice';
import { formatMoney } from '@orderwire/kernel/money';
import type { MailContent } from './content.ts';

/** @param link opens the invoice to whoever has it; @param days how long */
export const invoice = (
  { number, total, tax, currency }: DataOf<typeof InvoiceIssued>,
  link: { readonly url: string; readonly days: number },
): MailContent => ({
  subject: `Your invoice ${number}`,
  heading: `Your invoice ${number}`,
  paragraphs: ['Your payment was received. The invoice for your order is ready.'],
  rows: [['Tax included', formatMoney(tax, currency)]],
  total: ['Total paid', formatMoney(total, currency)],
  button: { label: 'Open the invoice (PDF)', url: link.url },
  after: [`The link works for ${link.days} days, for anyone who has it. Please do not pass it on.`],
});
