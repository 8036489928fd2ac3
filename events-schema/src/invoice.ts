import * as z from 'zod/mini';
import { amountMinor, currency, identifier } from './common.ts';
import { defineEvent } from './envelope.ts';

/** The subject is the invoice's number. */
export const InvoiceIssued = defineEvent({
  type: 'InvoiceIssued',
  version: 1,
  source: 'orderwire.invoice',
  data: z.object({
    orderId: identifier,
    number: identifier,
    total: amountMinor,
    tax: amountMinor,
    currency,
    /** Where the PDF lies in the invoice bucket. */
    objectKey: z.string(),
  }),
});
