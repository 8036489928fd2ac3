import type { Cause } from '@orderwire/events-schema/cause';
import { type Clock, isoTime } from '@orderwire/kernel/clock';
import { AGAIN, untilDecided } from '@orderwire/kernel/decide';
import type { ShopTime } from '@orderwire/kernel/shop-time';
import { credited, type Refund } from '../domain/credit-note.ts';
import { seriesOf } from '../domain/invoice.ts';
import { MAX_ROUNDS } from './issue-invoice.ts';
import type { Invoices } from './ports.ts';

interface Deps {
  readonly invoices: Pick<Invoices, 'find' | 'lastPosition' | 'credit'>;
  readonly clock: Clock;
  readonly shopTime: Pick<ShopTime, 'dayOf'>;
}

export type CreditRefund = (refund: Refund, cause: Cause) => Promise<void>;

/**
 * Writes the credit note of a refund, once, under the next number of its series. It names the invoice that it takes back, so
 * it waits until that has its number.
 * @throws Error while the parcel has no invoice; ContentionError when too many others took numbers
 */
export const makeCreditRefund =
  ({ invoices, clock, shopTime }: Deps): CreditRefund =>
  (refund, cause) =>
    untilDecided(`The credit note of ${refund.orderId}`, MAX_ROUNDS, async () => {
      const invoice = await invoices.find(refund.orderId, refund.parcelId);
      if (invoice === undefined || !('number' in invoice))
        throw new Error(`${refund.refundId} of ${refund.orderId} is refunded, and its parcel has no invoice yet.`);
      const now = clock();
      const days = { issuedAt: isoTime(now), issuedOn: shopTime.dayOf(now) };
      const series = seriesOf(days, 'CN');
      const last = await invoices.lastPosition(series);
      const note = credited(invoice, refund, last + 1, days);
      return (await invoices.credit(series, last, note, cause)) === false ? AGAIN : undefined;
    });
