import * as z from 'zod/mini';
import { identifier } from './common.ts';
import { defineEvent } from './envelope.ts';

/** The subject is the customer's id. */
export const CustomerRegistered = defineEvent({
  type: 'CustomerRegistered',
  version: 1,
  source: 'orderwire.customers',
  data: z.object({ customerId: identifier, changed: z.array(z.string()) }),
  noReader: 'For the shop’s own subscribers (newsletter, CRM); no service of ours needs to know.',
});
