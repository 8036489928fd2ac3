import { OrderCancelled, OrderPlaced, OrderRejected, OrderShipped } from '@orderwire/events-schema/orders';
import { causedBy } from '@orderwire/messaging/outbox';
import { on, type Subscription } from '@orderwire/messaging/queue-consumer';
import type { TakePayment } from '../application/take-payment.ts';

const SERVICE = 'payments';

/** What this service does about an order's events. The order is the event's subject. */
export const subscriptionsOf = ({ placed, shipped, endedEarly }: TakePayment): readonly Subscription[] => [
  on(OrderPlaced, ({ meta, data: { totals, payment } }) =>
    placed(
      { orderId: meta.subject, amount: totals.total, currency: totals.currency, token: payment.token },
      causedBy(meta, SERVICE),
    ),
  ),
  on(OrderShipped, ({ meta }) => shipped(meta.subject, causedBy(meta, SERVICE))),
  on(OrderRejected, ({ meta }) => endedEarly(meta.subject, causedBy(meta, SERVICE))),
  on(OrderCancelled, ({ meta }) => endedEarly(meta.subject, causedBy(meta, SERVICE))),
];
