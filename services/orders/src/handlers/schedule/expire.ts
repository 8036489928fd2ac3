import { type TimeLeft, watchTime } from '@orderwire/kernel/time-left';
import type { ScheduledEvent } from 'aws-lambda';

type ReviewOrders = (runId: string, hasTime: () => boolean) => Promise<void>;

/** Each minute. If a run is lost, the next one does its work. */
export const expire =
  (reviewOrders: ReviewOrders) =>
  (event: Pick<ScheduledEvent, 'id'>, time?: TimeLeft): Promise<void> =>
    reviewOrders(event.id, watchTime(time));
