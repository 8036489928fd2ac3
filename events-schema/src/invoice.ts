import * as z from 'zod/mini';
import { defineAttention } from './attention.ts';
import { charges, identifier, line, orderNumber } from './common.ts';
import { defineEvent } from './envelope.ts';

const source = 'orderwire.invoice';

/** The subject is the invoice's number. */
export const InvoiceIssued = defineEvent({
  type: 'InvoiceIssued',
  version: 1,
  source,
  data: z.object({
    orderId: identifier,
    orderNumber,
    number: identifier,
    /** What is invoiced, and what it costs. */
    lines: z.array(line),
    charges,
    /** Where the PDF lies in the invoice bucket. */
    objectKey: z.string(),
  }),
});

/** The subject is `attention/invoice/<code>/<orderId>`: one of a code for an order. */
export const InvoiceNeedsAttention = defineAttention('InvoiceNeedsAttention', source);
