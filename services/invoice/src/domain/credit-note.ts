import type { Charges, StockLine } from '@orderwire/events-schema/common';
import { type Invoice, type Issue, numberIn, seriesOf } from './invoice.ts';

/** Money that went back to the customer, and what for. */
export interface Refund {
  readonly orderId: string;
  readonly refundId: string;
  readonly parcelId: string;
  readonly lines: readonly StockLine[];
  /** Positive amounts. */
  readonly charges: Charges;
}

/** Takes an invoice back, or a part of it. It is never changed. */
export interface CreditNote extends Refund {
  readonly orderNumber: string;
  readonly customerId: string;
  readonly number: string;
  readonly forInvoice: string;
  /** ISO 8601. */
  readonly issuedAt: string;
  /** The shop's day: `2026-03-01`. */
  readonly issuedOn: string;
  readonly version: 1;
}

/** An invoice that has its number. */
export type Numbered = Extract<Invoice, { readonly number: string }>;

/** @param position in the year's series of credit notes */
export const credited = (
  invoice: Numbered,
  refund: Refund,
  position: number,
  { issuedAt, issuedOn }: Pick<Issue, 'issuedAt' | 'issuedOn'>,
): CreditNote => ({
  ...refund,
  orderNumber: invoice.orderNumber,
  customerId: invoice.customerId,
  number: numberIn(seriesOf({ issuedOn }, 'CN'), position),
  forInvoice: invoice.number,
  ...{ issuedAt, issuedOn },
  version: 1,
});
