import type { Cause } from '@orderwire/events-schema/cause';
import type { Caller } from '@orderwire/http/caller';

/** What a member of staff does to an item by a request. */
export const staffCause = (itemId: string, requestId: string, { customerId }: Caller): Cause => ({
  correlationId: itemId,
  causationId: `http/${requestId}`,
  actor: { type: 'staff', id: customerId },
});
