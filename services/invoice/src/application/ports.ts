import type { Cause } from '@orderwire/events-schema/cause';
import type { CreditNote } from '../domain/credit-note.ts';
import type { Draft, Frozen, Invoice, IssuedInvoice, NumberedInvoice, Shipment } from '../domain/invoice.ts';

/** The invoices, one for each parcel, their credit notes, and how far each series of numbers has come. */
export interface Invoices {
  /**
   * The invoice of a parcel. Without one the order's first: its draft while nothing is known to be shipped. Which parcel is
   * the first is decided by which was heard of first.
   */
  readonly find: (orderId: string, parcelId?: string) => Promise<Invoice | undefined>;
  /** Keeps the draft unless the order has an invoice already. */
  readonly addDraft: (draft: Draft) => Promise<void>;
  /**
   * The order has ended, and its customer was erased. What was shipped may still have to be invoiced, after an outage; the draft of
   * one that was not is deleted a few days later. One of half a year ago has gone by itself.
   * @throws Error while no `OrderPlaced` has arrived
   */
  readonly forgetDraft: (orderId: string) => Promise<void>;
  /**
   * Notes a parcel that left the house, the first time that it is told.
   * @throws Error while no `OrderPlaced` has arrived
   */
  readonly addShipment: (orderId: string, shipment: Shipment) => Promise<void>;
  /** The last number given in this series; 0 when there is none. */
  readonly lastPosition: (series: string) => Promise<number>;
  /**
   * Takes the position after `last` for this invoice: series and invoice in one transaction.
   * False when somebody has changed either of them meanwhile: nothing is written then.
   */
  readonly takeNumber: (series: string, last: number, invoice: NumberedInvoice) => Promise<boolean>;
  /** Writes the invoice as issued, with `InvoiceIssued`. False when somebody has changed it meanwhile. */
  readonly markIssued: (invoice: IssuedInvoice, cause: Cause) => Promise<boolean>;
  /**
   * Takes the position after `last` for this credit note, with `CreditNoteIssued`: series and note in one transaction.
   * `known` when the refund has one already, false when somebody else has taken the position.
   */
  readonly credit: (series: string, last: number, note: CreditNote, cause: Cause) => Promise<boolean | 'known'>;
}

/** Where the PDFs are kept. */
export interface InvoiceFiles {
  /** Keeps the file; one that is there already stays as it is. */
  readonly keep: (objectKey: string, pdf: Uint8Array) => Promise<void>;
  /** A URL that opens the file for five minutes to whoever has it. */
  readonly linkTo: (objectKey: string, fileName: string) => Promise<string>;
}

/** The same invoice gives the same bytes. */
export type Render = (invoice: Frozen) => Uint8Array;
