import { type Clock, isoTime } from '@orderwire/kernel/clock';
import { AGAIN, untilDecided } from '@orderwire/kernel/decide';
import type { ShopTime } from '@orderwire/kernel/shop-time';
import type { AmountMinor } from '@orderwire/money/money';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import type { Cause } from '@orderwire/events-schema/cause';
import type { RaiseAttention } from '@orderwire/store/attention';
import {
  type Draft,
  issued,
  type Invoice,
  numbered,
  type NumberedInvoice,
  type ShippedDraft,
  type Seller,
  seriesOf,
} from '../domain/invoice.ts';
import { addsUp } from '../domain/sums.ts';
import type { InvoiceFiles, Invoices, Render } from './ports.ts';

interface Deps {
  readonly invoices: Invoices;
  readonly files: InvoiceFiles;
  readonly render: Render;
  readonly seller: Seller;
  readonly clock: Clock;
  readonly shopTime: Pick<ShopTime, 'dayOf'>;
  readonly raise: RaiseAttention;
}

export interface Captured {
  readonly orderId: string;
  readonly parcelId: string;
  readonly amount: AmountMinor;
  readonly currency: string;
}

export type IssueInvoice = (captured: Captured, cause: Cause) => Promise<void>;

/** Others take numbers of the same series at the same time. After so many lost races the queue tries again later. */
export const MAX_ROUNDS = 10;

/**
 * Issues the invoice of a parcel that was shipped and paid: it gets a number, then a file, then it is marked as issued. Each step leaves the
 * invoice in another state, so that after a crash the next delivery goes on from there.
 * @throws Error when the order is not known yet; ContentionError when too many others took numbers; TerminalError when
 * the books differ
 */
export const makeIssueInvoice = ({ invoices, files, render, seller, clock, shopTime, raise }: Deps): IssueInvoice => {
  /** Undefined when somebody else took this number, or gave this invoice one. */
  const giveNumber = async (draft: ShippedDraft): Promise<NumberedInvoice | undefined> => {
    const now = clock();
    const days = { issuedOn: shopTime.dayOf(now), orderedOn: shopTime.dayOf(Date.parse(draft.placedAt)) };
    const series = seriesOf(days);
    const last = await invoices.lastPosition(series);
    const invoice = numbered(draft, last + 1, { ...days, issuedAt: isoTime(now), seller });
    return (await invoices.takeNumber(series, last, invoice)) ? invoice : undefined;
  };

  const finish = async (invoice: NumberedInvoice, cause: Cause): Promise<boolean> => {
    await files.keep(invoice.objectKey, render(invoice));
    return invoices.markIssued(issued(invoice), cause);
  };

  /** Answers whether the invoice is issued now; false when somebody else was faster. */
  const goOn = async (invoice: ShippedDraft | NumberedInvoice, cause: Cause): Promise<boolean> => {
    const ready = invoice.status === 'shipped' ? await giveNumber(invoice) : invoice;
    return ready !== undefined && (await finish(ready, cause));
  };

  /** Tells a person, and parks the event. It may be redriven once the books are right. */
  const giveUp = async ({ code, detail }: Fault, orderId: string, cause: Cause): Promise<never> => {
    await raise({ code, detail, orderId }, cause);
    throw new TerminalError(code, detail);
  };

  return (captured, cause) =>
    untilDecided(`The invoice of ${captured.orderId}`, MAX_ROUNDS, async () => {
      const invoice = await invoices.find(captured.orderId, captured.parcelId);
      if (!invoice || invoice.status === 'draft')
        throw new Error(`Order ${captured.orderId} is paid, but what was shipped of it has not arrived yet.`);
      const fault = faultOf(invoice, captured);
      if (fault) return giveUp(fault, captured.orderId, cause);
      return invoice.status === 'issued' || (await goOn(invoice, cause)) ? undefined : AGAIN;
    });
};

interface Fault {
  readonly code: 'CAPTURED_AMOUNT_DIFFERS' | 'INVOICE_DOES_NOT_ADD_UP';
  readonly detail: string;
}

/** An invoice must ask for exactly what was captured, and it must add up. */
const faultOf = (
  { orderId, lines, charges }: Exclude<Invoice, Draft>,
  { amount, currency }: Captured,
): Fault | undefined => {
  if (charges.total !== amount || charges.currency !== currency)
    return {
      code: 'CAPTURED_AMOUNT_DIFFERS',
      detail: `What was captured for ${orderId} is not what was shipped of it.`,
    };
  if (!addsUp(lines, charges))
    return { code: 'INVOICE_DOES_NOT_ADD_UP', detail: `The lines of ${orderId} do not add up to what is charged.` };
  return undefined;
};
