import type { Meta } from './envelope.ts';

/** Why a write happens: goes into the `meta` of every event that the write causes. */
export type Cause = Pick<Meta, 'correlationId' | 'causationId' | 'actor'>;

/** The cause of what a consumer does because of an event: the correlation goes on, the event is the reason. */
export const causedBy = (meta: Pick<Meta, 'id' | 'correlationId'>, service: string): Cause => ({
  correlationId: meta.correlationId,
  causationId: meta.id,
  actor: { type: 'system', id: service },
});
