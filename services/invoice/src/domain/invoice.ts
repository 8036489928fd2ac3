import type { Billing, Charges, Line } from '@orderwire/events-schema/common';
import type { Language } from '@orderwire/kernel/languages';

/** Who buys, as it was when the order was placed. */
export interface Draft {
  readonly status: 'draft';
  readonly version: 1;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly language: Language;
  readonly customerId: string;
  /** ISO 8601. */
  readonly placedAt: string;
  /** Who buys. No invoice says where the goods go. */
  readonly billing: Billing;
}

/** A parcel that left the house, and what it costs. */
export interface Shipment {
  readonly parcelId: string;
  readonly lines: readonly Line[];
  readonly charges: Charges;
}

/** All that an invoice is made of. It waits for its payment. */
export interface ShippedDraft extends Omit<Draft, 'status' | 'version'>, Shipment {
  readonly status: 'shipped';
  readonly version: 2;
  /** Another parcel of the order was told before this one. */
  readonly isFurther?: true;
}

/** Who sends the invoice, as it was when the number was given. */
export interface Seller {
  readonly name: string;
  /** One line each. */
  readonly address: readonly string[];
  readonly taxId?: string;
  /** Why it charges no VAT at all, if that is so. */
  readonly exemption?: string;
}

/** From here on nothing of it changes: the PDF is made from this and can be made again. */
export interface Frozen extends Omit<ShippedDraft, 'status' | 'version'> {
  readonly number: string;
  readonly objectKey: string;
  /** ISO 8601. */
  readonly issuedAt: string;
  /** The shop's days: `2026-03-01`. */
  readonly issuedOn: string;
  readonly orderedOn: string;
  readonly seller: Seller;
}

export type NumberedInvoice = Frozen & { readonly status: 'numbered'; readonly version: 3 };
export type IssuedInvoice = Frozen & { readonly status: 'issued'; readonly version: 4 };
export type Invoice = Draft | ShippedDraft | NumberedInvoice | IssuedInvoice;

/** What is decided when an invoice gets its number. */
export type Issue = Pick<Frozen, 'issuedAt' | 'issuedOn' | 'orderedOn' | 'seller'>;

/**
 * The series of numbers of a calendar year of the shop's, for example `INV-2026`. Each counts from 1 without gaps; credit notes
 * (`CN`) have one of their own.
 */
export const seriesOf = ({ issuedOn }: Pick<Issue, 'issuedOn'>, kind: 'INV' | 'CN' = 'INV'): string =>
  `${kind}-${issuedOn.slice(0, 4)}`;

const DIGITS = 6;

/** `INV-2026-000001` is the first of the series INV-2026. */
export const numberIn = (series: string, position: number): string =>
  `${series}-${String(position).padStart(DIGITS, '0')}`;

/** What is billed is known now: it was shipped. */
export const shipped = (draft: Draft, { parcelId, lines, charges }: Shipment): ShippedDraft => ({
  ...draft,
  ...{ parcelId, lines, charges },
  status: 'shipped',
  version: 2,
});

/** The same order's bill for another parcel. */
export const draftLike = (other: Invoice): Draft => {
  const { orderId, orderNumber, language, customerId, placedAt, billing } = other;
  return { status: 'draft', version: 1, orderId, orderNumber, language, customerId, placedAt, billing };
};

/** Gives the draft the number `position` of its series. The file's key is made from the number. */
export const numbered = (
  { status: _status, version: _version, ...draft }: ShippedDraft,
  position: number,
  issue: Issue,
): NumberedInvoice => {
  const number = numberIn(seriesOf(issue), position);
  return {
    ...draft,
    number,
    objectKey: `invoices/${number}.pdf`,
    ...issue,
    status: 'numbered',
    version: 3,
  };
};

export const issued = (invoice: NumberedInvoice): IssuedInvoice => ({ ...invoice, status: 'issued', version: 4 });
