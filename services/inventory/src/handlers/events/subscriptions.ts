import { ItemCreated } from '@orderwire/events-schema/catalog';
import { OrderCancelled, OrderPlaced, OrderRejected, OrderShipped } from '@orderwire/events-schema/orders';
import { causedBy } from '@orderwire/events-schema/cause';
import { on, type Subscription } from '@orderwire/messaging/queue-consumer';
import type { Receive } from '../../application/receive.ts';
import type { Reservations } from '../../application/reservations.ts';

const SERVICE = 'inventory';

/** What the inventory does about events of others. A reservation's order is the event's subject. */
export const subscriptions = (deps: {
  readonly receive: Receive;
  readonly reservations: Reservations;
}): readonly Subscription[] => {
  const { placed, endedEarly, shipped } = deps.reservations;
  return [
    on(ItemCreated, ({ meta, data }) => deps.receive(data.itemId, data.initialStock ?? 0, causedBy(meta, SERVICE))),
    on(OrderPlaced, ({ meta, data }) => placed(meta.subject, data.lines, causedBy(meta, SERVICE))),
    on(OrderRejected, ({ meta }) => endedEarly(meta.subject, causedBy(meta, SERVICE))),
    on(OrderCancelled, ({ meta }) => endedEarly(meta.subject, causedBy(meta, SERVICE))),
    on(OrderShipped, ({ meta }) => shipped(meta.subject, causedBy(meta, SERVICE))),
  ];
};
