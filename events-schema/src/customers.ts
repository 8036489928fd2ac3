import * as z from 'zod/mini';
import { identifier } from './common.ts';
import { defineEvent } from './envelope.ts';
import { defineAudit } from './audit.ts';

/** The subject is the customer's id. */
export const CustomerRegistered = defineEvent({
  type: 'CustomerRegistered',
  version: 1,
  source: 'orderwire.customers',
  data: z.object({ customerId: identifier, changed: z.array(z.string()) }),
  noReader: 'For the shop’s own subscribers (newsletter, CRM); no service of ours needs to know.',
});

/** `changed` names fields of the profile, and never says what stands in them. */
export const CustomerUpdated = defineEvent({
  type: 'CustomerUpdated',
  version: 1,
  source: 'orderwire.customers',
  data: z.object({ customerId: identifier, changed: z.array(z.string()).check(z.minLength(1)) }),
  noReader: 'For the shop’s own subscribers (newsletter, CRM); orders reads the profile when it needs it.',
});

/**
 * The customer's profile and user are gone. Orders reads it, and tells of each order when it has forgotten whom it was for; the
 * shop's own subscribers (newsletter, CRM) read it, too. The subject is `erased/` and the id,
 * for it may overtake a `CustomerUpdated` of before.
 */
export const CustomerErased = defineEvent({
  type: 'CustomerErased',
  version: 1,
  source: 'orderwire.customers',
  data: z.object({ customerId: identifier }),
});

export const CustomersChangedByStaff = defineAudit('CustomersChangedByStaff', 'orderwire.customers');
