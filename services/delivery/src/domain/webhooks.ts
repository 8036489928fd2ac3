import type { Line } from '@orderwire/events-schema/common';
import type { EventOf } from '@orderwire/events-schema/envelope';
import type { OrderCancelled, OrderPacked } from '@orderwire/events-schema/orders';
import { listed } from '@orderwire/kernel/parcel-list';

/** The longest address there is takes 4 kB beside the list. */
const LINES_BYTES = 14_000;

/** What is in the parcel, for papers and customs questions: no prices, no ids. */
const parcelLine = ({ title, count }: Line) => ({ title, count });

/**
 * Fetch this and bring it there, then call back. The courier gets of the recipient what a parcel needs: not the e-mail
 * address. @param callbacks where to call, by what is reported
 */
export const orderPacked = (
  { meta, data }: EventOf<typeof OrderPacked>,
  callbacks: Readonly<Record<string, string>>,
) => {
  const { name, phone, address } = data.recipient;
  return {
    orderId: meta.subject,
    kind: 'order.packed',
    occurredAt: meta.occurredAt,
    data: {
      orderNumber: data.orderNumber,
      recipient: { name, ...(phone !== undefined && { phone }), address },
      lines: listed(data.lines.map(parcelLine), LINES_BYTES),
      callbacks,
    },
  };
};

/** Whether `OrderPacked` was ever published: only then can the courier have heard of the order. */
export const wasPacked = ({ data }: EventOf<typeof OrderCancelled>): boolean => data.previousStatus === 'packed';
