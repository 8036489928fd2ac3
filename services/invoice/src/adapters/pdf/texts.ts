import type { Language } from '@orderwire/kernel/languages';

/** What an invoice says whatever it is about. */
interface Texts {
  readonly invoice: string;
  readonly taxId: string;
  readonly billTo: string;
  readonly vatId: string;
  readonly number: string;
  readonly date: string;
  readonly order: string;
  readonly orderId: string;
  readonly orderDate: string;
  readonly item: string;
  readonly count: string;
  readonly unitPrice: string;
  readonly tax: string;
  readonly net: string;
  /** Instead of `net` where prices include tax. */
  readonly amount: string;
  readonly itemsNet: string;
  readonly items: string;
  readonly shipping: string;
  /** Tax of one rate: `19 %`, `28.50`. */
  readonly taxOn: (rate: string, taxable: string) => string;
  readonly includedTaxOn: (rate: string, taxable: string) => string;
  /** Below a line from which it is off already. */
  readonly discount: (amount: string) => string;
  readonly rounding: string;
  readonly total: string;
  readonly totalWithTax: string;
  readonly paid: string;
  readonly page: (page: number, pages: number) => string;
}

export const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    invoice: 'Invoice',
    taxId: 'Tax ID',
    billTo: 'Bill to',
    vatId: 'VAT ID',
    number: 'Invoice number',
    date: 'Invoice date',
    order: 'Order',
    orderId: 'Order ID',
    orderDate: 'Order date',
    item: 'Item',
    count: 'Qty',
    unitPrice: 'Unit price',
    tax: 'Tax',
    net: 'Net',
    amount: 'Amount',
    itemsNet: 'Items, net',
    items: 'Items',
    discount: (amount) => `Discount ${amount}`,
    shipping: 'Shipping',
    taxOn: (rate, taxable) => `Tax ${rate} on ${taxable}`,
    includedTaxOn: (rate, taxable) => `Included tax ${rate} on ${taxable}`,
    rounding: 'Rounding',
    total: 'Total',
    totalWithTax: 'Total incl. VAT',
    paid: 'Paid in full. Thank you for your order.',
    page: (page, pages) => `Page ${page} of ${pages}`,
  },
  de: {
    invoice: 'Rechnung',
    taxId: 'Steuernr./USt-IdNr.',
    billTo: 'Rechnung an',
    vatId: 'USt-IdNr.',
    number: 'Rechnungsnummer',
    date: 'Rechnungsdatum',
    order: 'Bestellung',
    orderId: 'Bestell-ID',
    orderDate: 'Bestelldatum',
    item: 'Artikel',
    count: 'Menge',
    unitPrice: 'Einzelpreis',
    tax: 'MwSt.',
    net: 'Netto',
    amount: 'Betrag',
    itemsNet: 'Artikel, netto',
    items: 'Artikel',
    discount: (amount) => `Rabatt ${amount}`,
    shipping: 'Versand',
    taxOn: (rate, taxable) => `MwSt. ${rate} auf ${taxable}`,
    includedTaxOn: (rate, taxable) => `Enthaltene MwSt. ${rate} auf ${taxable}`,
    rounding: 'Rundung',
    total: 'Gesamtbetrag',
    totalWithTax: 'Gesamtbetrag inkl. MwSt.',
    paid: 'Vollständig bezahlt. Vielen Dank für Ihre Bestellung.',
    page: (page, pages) => `Seite ${page} von ${pages}`,
  },
};
