import * as z from 'zod/mini';
import { defineAttention } from './attention.ts';
import { charges, identifier, line, orderNumber, stockLine } from './common.ts';
import { defineEvent } from './envelope.ts';

const source = 'orderwire.invoice';

/** One of a parcel. The subject is the invoice's number. */
export const InvoiceIssued = defineEvent({
  type: 'InvoiceIssued',
  version: 1,
  source,
  data: z.object({
    orderId: identifier,
    orderNumber,
    number: identifier,
    /** Always there since 0.3.0. */
    parcelId: z.optional(identifier),
    /** What is invoiced, and what it costs. */
    lines: z.array(line),
    charges,
    /** Where the PDF lies in the invoice bucket. */
    objectKey: z.string(),
  }),
});

/** One of a refund. The subject is the credit note's number. */
export const CreditNoteIssued = defineEvent({
  type: 'CreditNoteIssued',
  version: 1,
  source,
  data: z.object({
    orderId: identifier,
    orderNumber,
    number: identifier,
    /** The number of the invoice that it takes back, or a part of it. */
    forInvoice: identifier,
    refundId: identifier,
    lines: z.array(stockLine),
    /** What is credited: positive amounts. */
    charges,
  }),
});

/** The subject is `attention/invoice/<code>/<orderId>`: one of a code for an order. */
export const InvoiceNeedsAttention = defineAttention('InvoiceNeedsAttention', source);
