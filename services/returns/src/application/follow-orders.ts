import type { Cause } from '@orderwire/events-schema/cause';
import type { Clock } from '@orderwire/kernel/clock';
import { AGAIN, untilDecided } from '@orderwire/kernel/decide';
import type { Change } from '../domain/ask.ts';
import { erase, forgetEnded } from '../domain/erase.ts';
import { type Arrival, type Fact, follow, receive, type ShippingRule, type Told } from '../domain/follow.ts';
import { newOrder, type Order } from '../domain/order.ts';
import type { Orders } from './ports.ts';

/** All parcels of an order may be told of at once. */
const MAX_DECISIONS = 5;

interface Deps {
  readonly orders: Orders;
  readonly clock: Clock;
  readonly shipping: ShippingRule;
}

/** What is taken in of an order’s events. `cause.causationId` is the event's id. */
export const makeFollowOrders = ({ orders, clock, shipping }: Deps) => {
  const change = (orderId: string, cause: Cause, decide: (order: Order, told: Told) => Change): Promise<void> =>
    untilDecided(`The returns of ${orderId}`, MAX_DECISIONS, async () => {
      const order = (await orders.find(orderId)) ?? newOrder(orderId);
      const decided = decide(order, { by: cause.causationId, at: clock(), shipping });
      if (decided.order.version === order.version) return undefined;
      return (await orders.save(forgetEnded(decided), cause)) ? undefined : AGAIN;
    });

  return {
    follow: (orderId: string, fact: Fact, cause: Cause): Promise<void> =>
      change(orderId, cause, (order, told) => follow(order, fact, told)),

    erase: (orderId: string, cause: Cause): Promise<void> => change(orderId, cause, erase),

    /** @throws Error while the parcel is not known here as delivered: the event comes again */
    receive: (orderId: string, arrival: Arrival, cause: Cause): Promise<void> =>
      change(orderId, cause, (order, told) => {
        const received = receive(order, arrival, told);
        if (!received.ok)
          throw new Error(
            `What came back of ${orderId} is not known here as delivered yet: its OrderShipped or OrderDelivered comes first.`,
          );
        return received.value;
      }),
  };
};

export type FollowOrders = ReturnType<typeof makeFollowOrders>;
