import { causedBy } from '@orderwire/events-schema/cause';
import { OrderPlaced, OrderShipped } from '@orderwire/events-schema/orders';
import { PaymentCaptured } from '@orderwire/events-schema/payments';
import { on, type Subscription } from '@orderwire/messaging/queue-consumer';
import type { IssueInvoice } from '../../application/issue-invoice.ts';
import type { Invoices } from '../../application/ports.ts';

interface Deps {
  readonly invoices: Pick<Invoices, 'addDraft' | 'addShipment'>;
  readonly issueInvoice: IssueInvoice;
}

/** What the invoice service does about events. */
export const subscriptions = ({ invoices, issueInvoice }: Deps): readonly Subscription[] => [
  // Keeps who will be billed. When the event comes again, the draft or the invoice is there already.
  on(OrderPlaced, ({ meta, data: { orderNumber, language, customerId, billing } }) =>
    invoices.addDraft({
      status: 'draft',
      version: 1,
      orderId: meta.subject,
      orderNumber,
      language,
      customerId,
      placedAt: meta.occurredAt,
      billing,
    }),
  ),
  // A further attempt with the same parcel tells nothing new.
  on(OrderShipped, ({ meta, data: { lines, charges } }) => invoices.addShipment(meta.subject, { lines, charges })),
  on(PaymentCaptured, ({ meta, data: { orderId, amount, currency } }) =>
    issueInvoice({ orderId, amount, currency }, causedBy(meta, 'invoice')),
  ),
];
