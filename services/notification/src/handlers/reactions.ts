import type { EventDefinition, EventOf } from '@orderwire/events-schema/envelope';
import { InvoiceIssued } from '@orderwire/events-schema/invoice';
import {
  OrderCancelled,
  OrderConfirmed,
  OrderDelivered,
  OrderPacked,
  OrderPlaced,
  OrderRejected,
  OrderShipped,
} from '@orderwire/events-schema/orders';
import { causedBy } from '@orderwire/messaging/outbox';
import { type Delivery, on, type Subscription } from '@orderwire/messaging/queue-consumer';
import type { Because, Notify } from '../application/notify.ts';
import type { Contacts, InvoiceLink } from '../application/ports.ts';
import type { MailContent } from '../domain/mails/content.ts';
import { invoice } from '../domain/mails/invoice-mail.ts';
import type { MailKind } from '../domain/mails/kinds.ts';
import { cancelled, confirmed, delivered, packed, placed, rejected, shipped } from '../domain/mails/order-mails.ts';

interface Deps {
  readonly contacts: Pick<Contacts, 'save'>;
  readonly notify: Notify;
  readonly invoiceLink: InvoiceLink;
}

const because = ({ meta }: EventOf<EventDefinition>, { attempt }: Delivery): Because => ({
  cause: causedBy(meta, 'notification'),
  attempt,
});

/** What is told when. A courier’s "picked up" that was only inferred is told by "delivered" alone. */
export const onEvents = ({ contacts, notify, invoiceLink }: Deps): readonly Subscription[] => {
  const mailing = <D extends EventDefinition>(
    definition: D,
    kind: MailKind,
    content: (data: EventOf<D>['data']) => MailContent,
  ): Subscription =>
    on(definition, (event, delivery) =>
      notify({ orderId: event.meta.subject, kind, content: () => content(event.data) }, because(event, delivery)),
    );

  return [
    on(OrderPlaced, async (event, delivery) => {
      const { name, email } = event.data.recipient;
      await contacts.save(event.meta.subject, { name, email });
      const mail = { orderId: event.meta.subject, kind: 'placed', content: () => placed(event.data) } as const;
      await notify(mail, because(event, delivery));
    }),
    mailing(OrderConfirmed, 'confirmed', confirmed),
    mailing(OrderRejected, 'rejected', rejected),
    mailing(OrderPacked, 'packed', packed),
    on(OrderShipped, async (event, delivery) => {
      if (event.data.inferred) return;
      const mail = { orderId: event.meta.subject, kind: 'shipped', content: () => shipped(event.data) } as const;
      await notify(mail, because(event, delivery));
    }),
    mailing(OrderDelivered, 'delivered', delivered),
    mailing(OrderCancelled, 'cancelled', cancelled),
    on(InvoiceIssued, (event, delivery) => {
      const { orderId } = event.data;
      const content = async () => invoice(event.data, await invoiceLink(orderId));
      return notify({ orderId, kind: 'invoice', content }, because(event, delivery));
    }),
  ];
};
