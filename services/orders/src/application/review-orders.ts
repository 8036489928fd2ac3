import type { Cause } from '@orderwire/events-schema/cause';
import type { Clock } from '@orderwire/kernel/clock';
import { nameOf } from '@orderwire/kernel/errors';
import type { CountMetric, Log } from '@orderwire/kernel/log';
import { ok, refuse } from '@orderwire/kernel/result';
import type { Order } from '../domain/order.ts';
import { asksForYounger, reviewOrder } from '../domain/review-order.ts';
import type { ChangeOrder } from './change-order.ts';
import type { OrderLists } from './ports.ts';

/** One run ends here, or when its time gets short; the next one, a minute later, goes on with what is left. */
export const MAX_PER_RUN = 500;

interface Ports {
  readonly lists: Pick<OrderLists, 'dueForReview' | 'placedAfter'>;
  readonly changeOrder: ChangeOrder;
  readonly clock: Clock;
  readonly log: Log;
  readonly count: CountMetric;
}

/** Does what the passing of time asks of orders. The list may be behind: each order is decided on its own truth. */
export const makeReviewOrders =
  ({ lists, changeOrder, clock, log, count }: Ports) =>
  async (runId: string, hasTime: () => boolean = () => true): Promise<void> => {
    let reviewed = 0;
    let failed = 0;

    /** Read once a run, when the first order asks: what is younger than that one is younger than most that ask behind it. */
    let younger: readonly Order[] | undefined;
    const review = async (orderId: string, cause: Cause): Promise<void> => {
      const reviewed = await changeOrder(orderId, cause, (order, at) =>
        younger === undefined && asksForYounger(order, at)
          ? refuse({ code: 'younger-unknown', order } as const)
          : ok(reviewOrder(order, younger ?? [], at)),
      );
      if (reviewed.ok || reviewed.error.code !== 'younger-unknown') return;
      younger = await lists.placedAfter(reviewed.error.order);
      await review(orderId, cause);
    };

    // Lambda tries a failed run again with the same event: that is another reason.
    const causationId = `review/${runId}/${clock()}`;
    for await (const page of lists.dueForReview(clock())) {
      for (const orderId of page.slice(0, MAX_PER_RUN - reviewed)) {
        if (!hasTime()) break;
        reviewed += 1;
        const cause = {
          correlationId: orderId,
          causationId,
          actor: { type: 'system', id: 'orders' },
        } as const;
        try {
          await review(orderId, cause);
        } catch (error) {
          // One order that cannot be reviewed must not delay the others; it is due again in a minute.
          failed += 1;
          log.error('An order could not be reviewed', { orderId, error: nameOf(error) });
        }
      }
      if (reviewed >= MAX_PER_RUN || !hasTime()) break;
    }
    if (failed > 0) count('ReviewFailed', failed);
    if (reviewed > 0) log.info('Orders were reviewed', { reviewed, failed });
  };
