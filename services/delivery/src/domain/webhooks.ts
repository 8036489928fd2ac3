import type { Line } from '@orderwire/events-schema/common';
import type { EventOf } from '@orderwire/events-schema/envelope';
import type { OrderCancelled, OrderPacked } from '@orderwire/events-schema/orders';
import { listed } from '@orderwire/kernel/parcel-list';

/** What the courier is told about an order. */
export interface CourierWebhook {
  readonly orderId: string;
  readonly kind: 'order.packed' | 'order.cancelled';
  readonly occurredAt: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The longest address there is takes 4 kB beside the list. */
const LINES_BYTES = 14_000;

/** What is in the parcel, for papers and customs questions: no prices, no ids. */
const parcelLine = ({ title, count }: Line) => ({ title, count });

/**
 * Fetch this and bring it there, then call back. The courier gets of the recipient what a parcel needs: not the e-mail
 * address. @param apiUrl base of the API that partners call
 */
export const orderPacked = ({ meta, data }: EventOf<typeof OrderPacked>, apiUrl: string): CourierWebhook => {
  const orderId = meta.subject;
  const { name, phone, address } = data.recipient;
  const callback = (path: string): string => `${apiUrl}/${path}/${encodeURIComponent(orderId)}`;
  return {
    orderId,
    kind: 'order.packed',
    occurredAt: meta.occurredAt,
    data: {
      recipient: { name, ...(phone !== undefined && { phone }), address },
      lines: listed(data.lines.map(parcelLine), LINES_BYTES),
      callbacks: { shipped: callback('ordershipped'), delivered: callback('orderdelivered') },
    },
  };
};

/** Do not ship this, whatever you heard of it before. */
export const orderCancelled = ({ meta }: EventOf<typeof OrderCancelled>): CourierWebhook => ({
  orderId: meta.subject,
  kind: 'order.cancelled',
  occurredAt: meta.occurredAt,
  data: { instruction: 'do_not_ship' },
});

/** Whether `OrderPacked` was ever published: only then can the courier have heard of the order. */
export const wasPacked = ({ data }: EventOf<typeof OrderCancelled>): boolean => data.previousStatus === 'packed';
