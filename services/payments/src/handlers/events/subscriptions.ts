import { OrderCancelled, OrderPlaced, OrderRejected, OrderShipped } from '@orderwire/events-schema/orders';
import type { Meta } from '@orderwire/events-schema/envelope';
import { causedBy } from '@orderwire/events-schema/cause';
import { type Delivery, on, type Subscription } from '@orderwire/messaging/queue-consumer';
import type { Because, TakePayment } from '../../application/take-payment.ts';

const because = (meta: Meta, { attempt }: Delivery): Because => ({ cause: causedBy(meta, 'payments'), attempt });

/** What payments do about an order's events. The order is the event's subject. */
export const subscriptions = ({ placed, shipped, endedEarly }: TakePayment): readonly Subscription[] => [
  on(OrderPlaced, ({ meta, data: { charges, payment } }, delivery) =>
    placed(
      { orderId: meta.subject, amount: charges.total, currency: charges.currency, token: payment.token },
      because(meta, delivery),
    ),
  ),
  on(OrderShipped, ({ meta, data: { charges } }, delivery) =>
    shipped({ orderId: meta.subject, amount: charges.total, currency: charges.currency }, because(meta, delivery)),
  ),
  on(OrderRejected, ({ meta }, delivery) => endedEarly(meta.subject, because(meta, delivery))),
  on(OrderCancelled, ({ meta }, delivery) => endedEarly(meta.subject, because(meta, delivery))),
];
