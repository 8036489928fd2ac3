import { OrderPlaced } from '@orderwire/events-schema/orders';
import { PaymentCaptured } from '@orderwire/events-schema/payments';
import { type Cause, causedBy } from '@orderwire/events-schema/cause';
import { on } from '@orderwire/messaging/queue-consumer';
import type { Captured } from '../application/issue-invoice.ts';
import type { Invoices } from '../application/ports.ts';

/** Keeps what the invoice will be made of. The same order again meets its own draft, or the invoice made of it. */
export const onOrderPlaced = (invoices: Pick<Invoices, 'addDraft'>) =>
  on(OrderPlaced, ({ meta, data: { customerId, lines, totals, billing } }) =>
    invoices.addDraft({
      status: 'draft',
      version: 1,
      orderId: meta.subject,
      customerId,
      placedAt: meta.occurredAt,
      lines,
      totals,
      billing,
    }),
  );

export const onPaymentCaptured = (issueInvoice: (captured: Captured, cause: Cause) => Promise<void>) =>
  on(PaymentCaptured, ({ meta, data: { orderId, amount, currency } }) =>
    issueInvoice({ orderId, amount, currency }, causedBy(meta, 'invoice')),
  );
