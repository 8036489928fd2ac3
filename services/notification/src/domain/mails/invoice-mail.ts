import type { DataOf } from '@orderwire/events-schema/envelope';
import type { InvoiceIssued } from '@orderwire/events-schema/invoice';
import { billed } from './bill.ts';
import type { About, InLanguages, MailContent } from './content.ts';

type Issued = DataOf<typeof InvoiceIssued>;

const INVOICE: InLanguages<{
  readonly subject: (number: string, order: string) => string;
  readonly heading: (number: string) => string;
  readonly paragraph: string;
  readonly total: string;
  readonly open: string;
  readonly after: (days: number) => string;
}> = {
  en: {
    subject: (number, order) => `Your invoice ${number} for order ${order}`,
    heading: (number) => `Your invoice ${number}`,
    paragraph: 'Your payment was received. The invoice for your order is ready.',
    total: 'Total paid',
    open: 'Open the invoice (PDF)',
    after: (days) => `The link works for ${days} days, for anyone who has it. Please do not pass it on.`,
  },
  de: {
    subject: (number, order) => `Ihre Rechnung ${number} zur Bestellung ${order}`,
    heading: (number) => `Ihre Rechnung ${number}`,
    paragraph: 'Ihre Zahlung ist eingegangen. Die Rechnung zu Ihrer Bestellung liegt bereit.',
    total: 'Bezahlter Gesamtbetrag',
    open: 'Rechnung öffnen (PDF)',
    after: (days) =>
      `Der Link gilt ${days} Tage und öffnet die Rechnung jedem, der ihn hat. Bitte geben Sie ihn nicht weiter.`,
  },
};

/** @param link opens the invoice to whoever has it; @param days how long */
export const invoice = (
  { number, lines, charges }: Pick<Issued, 'number' | 'lines' | 'charges'>,
  { order, language, exemption }: About,
  link: { readonly url: string; readonly days: number },
): MailContent => {
  const words = INVOICE[language];
  const bill = billed(lines, charges, { language, exemption });
  return {
    subject: words.subject(number, order),
    heading: words.heading(number),
    paragraphs: [words.paragraph],
    ...bill,
    total: [words.total, bill.total[1]],
    button: { label: words.open, url: link.url },
    after: [words.after(link.days)],
  };
};
