import type { Meta } from './envelope.ts';

/** Why a write happens: goes into the `meta` of every event that the write causes, but for the reason. */
export interface Cause extends Pick<Meta, 'correlationId' | 'causationId' | 'actor'> {
  /** What staff say of why they do it. Kept in the audit list; no event of the business carries it. */
  readonly reason?: string;
}

/** The cause of what a consumer does because of an event: the correlation goes on, the event is the reason. */
export const causedBy = (meta: Pick<Meta, 'id' | 'correlationId'>, service: string): Cause => ({
  correlationId: meta.correlationId,
  causationId: meta.id,
  actor: { type: 'system', id: service },
});

/** Who calls, and what they say of why. */
interface Calling {
  readonly requestId: string;
  readonly caller: {
    /** The user pool's `sub`, of customers and of staff. */
    readonly customerId: string;
    /** Does it by a right, to what may be another's. */
    readonly staff: boolean;
    readonly reason?: string | undefined;
  };
}

/**
 * The cause of what somebody does by a request. `reason` is what the body says, of a route where only staff say why; without
 * one counts what staff said in the address. A customer's words are kept in no cause.
 */
export const causedByCall = (
  correlationId: string,
  { requestId, caller: { customerId, staff, reason: said } }: Calling,
  reason: string | undefined = said,
): Cause => ({
  correlationId,
  causationId: `http/${requestId}`,
  actor: { type: staff ? 'staff' : 'customer', id: customerId },
  ...(staff && reason !== undefined && { reason }),
});
