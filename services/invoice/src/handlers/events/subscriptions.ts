import { causedBy } from '@orderwire/events-schema/cause';
import { ONLY_PARCEL } from '@orderwire/events-schema/common';
import { OrderErased, OrderPlaced, OrderShipped } from '@orderwire/events-schema/orders';
import { PaymentCaptured, PaymentRefunded } from '@orderwire/events-schema/payments';
import { on, type Subscription } from '@orderwire/messaging/queue-consumer';
import type { CreditRefund } from '../../application/credit-refund.ts';
import type { IssueInvoice } from '../../application/issue-invoice.ts';
import type { Invoices } from '../../application/ports.ts';

interface Deps {
  readonly invoices: Pick<Invoices, 'addDraft' | 'addShipment' | 'forgetDraft'>;
  readonly issueInvoice: IssueInvoice;
  readonly creditRefund: CreditRefund;
}

/** What the invoice service does about events. */
export const subscriptions = ({ invoices, issueInvoice, creditRefund }: Deps): readonly Subscription[] => [
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
  // An invoice is kept as long as the law says. Of an order that was never shipped there is none.
  on(OrderErased, ({ meta }) => invoices.forgetDraft(meta.subject)),
  // A further attempt with the same parcel tells nothing new.
  on(OrderShipped, ({ meta, data: { parcelId = ONLY_PARCEL, lines, charges } }) =>
    invoices.addShipment(meta.subject, { parcelId, lines, charges }),
  ),
  on(PaymentCaptured, ({ meta, data: { orderId, parcelId = ONLY_PARCEL, amount, currency } }) =>
    issueInvoice({ orderId, parcelId, amount, currency }, causedBy(meta, 'invoice')),
  ),
  on(PaymentRefunded, ({ meta, data: { orderId, refundId, parcelId, lines, charges } }) =>
    creditRefund(
      { orderId, refundId, parcelId, lines: lines.map(({ itemId, count }) => ({ itemId, count })), charges },
      causedBy(meta, 'invoice'),
    ),
  ),
];
