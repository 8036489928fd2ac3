import type { Line } from '@orderwire/events-schema/common';
import type { EventOf } from '@orderwire/events-schema/envelope';
import type { OrderCancelled, OrderConfirmed } from '@orderwire/events-schema/orders';
import type { ReturnApproved } from '@orderwire/events-schema/returns';
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

/** These goods come back: look at them, then call back with the `returnId`. */
export const returnApproved = (
  { meta, data: { orderId, orderNumber, returnId, lines } }: EventOf<typeof ReturnApproved>,
  callbacks: Readonly<Record<string, string>>,
) => ({
  orderId,
  kind: 'return.approved',
  of: returnId,
  occurredAt: meta.occurredAt,
  data: {
    orderNumber,
    returnId,
    lines: listed(
      lines.map(({ itemId, title = '', count }) => ({ itemId, title, count })),
      PARCEL_LIST_BYTES,
    ),
    callbacks,
  },
});

/** Whether `OrderConfirmed` was ever published: only then can the warehouse have heard of the order. */
export const wasConfirmed = ({ data }: EventOf<typeof OrderCancelled>): boolean => data.previousStatus !== 'placed';
