import { type TimeLeft, watchTime } from '@orderwire/kernel/time-left';
import type { ScheduledEvent } from 'aws-lambda';

/** Each minute. A run that is lost is made good by the next one. */
export const makeExpireHandler =
  (reviewOrders: (runId: string, hasTime: () => boolean) => Promise<void>) =>
  (event: Pick<ScheduledEvent, 'id'>, time?: TimeLeft): Promise<void> =>
    reviewOrders(event.id, watchTime(time));
