import type { ScheduledEvent } from 'aws-lambda';

/** Each minute. A run that is lost is made good by the next one. */
export const makeExpireHandler =
  (reviewOrders: (runId: string) => Promise<void>) =>
  (event: Pick<ScheduledEvent, 'id'>): Promise<void> =>
    reviewOrders(event.id);
