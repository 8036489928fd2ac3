import type { Caller } from './caller.ts';

/** What a member of staff does by a request, as the events that come of it say. */
export const staffCause = (correlationId: string, requestId: string, { customerId }: Pick<Caller, 'customerId'>) =>
  ({ correlationId, causationId: `http/${requestId}`, actor: { type: 'staff', id: customerId } }) as const;
