import type { Line } from '@orderwire/events-schema/common';
import type { EventOf } from '@orderwire/events-schema/envelope';
import type { OrderCancelled, OrderConfirmed } from '@orderwire/events-schema/orders';
import { listed, PARCEL_LIST_BYTES } from '@orderwire/kernel/parcel-list';

/** What has to be packed: ids and options in full. Prices and the customer are none of the warehouse's business. */
const packingLine = ({ itemId, title, count, options }: Line) => ({
  itemId,
  title,
  count,
  ...(options && { options }),
});

/** Pack this, then call back. @param callbacks where, by what is reported */
export const orderConfirmed = (
  { meta, data }: EventOf<typeof OrderConfirmed>,
  callbacks: Readonly<Record<string, string>>,
) => ({
  orderId: meta.subject,
  kind: 'order.confirmed',
  occurredAt: meta.occurredAt,
  data: {
    orderNumber: data.orderNumber,
    lines: listed(data.lines.map(packingLine), PARCEL_LIST_BYTES),
    callbacks,
  },
});

/** Whether `OrderConfirmed` was ever published: only then can the warehouse have heard of the order. */
export const wasConfirmed = ({ data }: EventOf<typeof OrderCancelled>): boolean => data.previousStatus !== 'placed';
