import { causedBy } from '@orderwire/events-schema/cause';
import { OrderPlaced } from '@orderwire/events-schema/orders';
import { PaymentCaptured } from '@orderwire/events-schema/payments';
import { on, type Subscription } from '@orderwire/messaging/queue-consumer';
import type { IssueInvoice } from '../../application/issue-invoice.ts';
import type { Invoices } from '../../application/ports.ts';

interface Deps {
  readonly invoices: Pick<Invoices, 'addDraft'>;
  readonly issueInvoice: IssueInvoice;
}

/** What the invoice service does about events. */
export const subscriptions = ({ invoices, issueInvoice }: Deps): readonly Subscription[] => [
  // Keeps what the invoice will be made of. When the event comes again, the draft or the invoice is there already.
  on(OrderPlaced, ({ meta, data: { orderNumber, language, customerId, lines, charges, billing } }) =>
    invoices.addDraft({
      status: 'draft',
      version: 1,
      orderId: meta.subject,
      orderNumber,
      language,
      customerId,
      placedAt: meta.occurredAt,
      lines,
      charges,
      billing,
    }),
  ),
  on(PaymentCaptured, ({ meta, data: { orderId, amount, currency } }) =>
    issueInvoice({ orderId, amount, currency }, causedBy(meta, 'invoice')),
  ),
];
