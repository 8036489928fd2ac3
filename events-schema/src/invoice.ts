import * as z from 'zod/mini';
import { defineAttention } from './attention.ts';
import { amountMinor, currency, identifier, line } from './common.ts';
import { defineEvent } from './envelope.ts';

const source = 'orderwire.invoice';

/** The subject is the invoice's number. */
export const InvoiceIssued = defineEvent({
  type: 'InvoiceIssued',
  version: 1,
  source,
  data: z.object({
    orderId: identifier,
    number: identifier,
    total: amountMinor,
    tax: amountMinor,
    currency,
    /** What is invoiced: these, `shipping` and `tax` add up to `total`. Optional, as is what follows: older events lack both. */
    lines: z.optional(z.array(line)),
    shipping: z.optional(amountMinor),
    /** Where the PDF lies in the invoice bucket. */
    objectKey: z.string(),
  }),
});

/** The subject is `attention/invoice/<code>/<orderId>`: one of a code for an order. */
export const InvoiceNeedsAttention = defineAttention('InvoiceNeedsAttention', source);
