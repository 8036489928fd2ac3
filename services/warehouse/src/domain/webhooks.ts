import type { Line } from '@orderwire/events-schema/common';
import type { EventOf } from '@orderwire/events-schema/envelope';
import type { OrderCancelled, OrderConfirmed } from '@orderwire/events-schema/orders';
import { listed, PARCEL_LIST_BYTES } from '@orderwire/kernel/parcel-list';

/** What the warehouse is told about an order. */
export interface WarehouseWebhook {
  readonly orderId: string;
  readonly kind: 'order.confirmed' | 'order.cancelled';
  readonly occurredAt: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What has to be packed: ids and colours in full. Prices and the customer are none of the warehouse's business. */
const packingLine = ({ itemId, title, count, color }: Line) => ({
  itemId,
  title,
  count,
  ...(color !== undefined && { color }),
});

/** Pack this, then call back. @param apiUrl base of the API that partners call */
export const orderConfirmed = (event: EventOf<typeof OrderConfirmed>, apiUrl: string): WarehouseWebhook => {
  const orderId = event.meta.subject;
  return {
    orderId,
    kind: 'order.confirmed',
    occurredAt: event.meta.occurredAt,
    data: {
      lines: listed(event.data.lines.map(packingLine), PARCEL_LIST_BYTES),
      callbacks: { packed: `${apiUrl}/orderpacked/${encodeURIComponent(orderId)}` },
    },
  };
};

/** Do not ship this, whatever you heard of it before. */
export const orderCancelled = (event: EventOf<typeof OrderCancelled>): WarehouseWebhook => ({
  orderId: event.meta.subject,
  kind: 'order.cancelled',
  occurredAt: event.meta.occurredAt,
  data: { instruction: 'do_not_ship' },
});

/** Whether `OrderConfirmed` was ever published: only then can the warehouse have heard of the order. */
export const wasConfirmed = ({ data }: EventOf<typeof OrderCancelled>): boolean => data.previousStatus !== 'placed';
