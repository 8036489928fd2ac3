import type { Line } from '@orderwire/events-schema/common';
import type { EventOf } from '@orderwire/events-schema/envelope';
import type { OrderCancelled, OrderConfirmed } from '@orderwire/events-schema/orders';

/** What the warehouse is told about an order. */
export interface WarehouseWebhook {
  readonly orderId: string;
  readonly kind: 'order.confirmed' | 'order.cancelled';
  readonly occurredAt: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Forty lines of this length stay below the 20 kB that a webhook may have: what is packed is found by its id. */
const MAX_TEXT = 80;

const shorten = (text: string): string => Array.from(text).slice(0, MAX_TEXT).join('');

/** What has to be packed. Prices and the customer are none of the warehouse's business. */
const packingLine = ({ itemId, title, count, color }: Line) => ({
  itemId,
  title: shorten(title),
  count,
  ...(color !== undefined && { color: shorten(color) }),
});

/** Pack this, then call back. @param apiUrl base of the API that partners call */
export const orderConfirmed = (event: EventOf<typeof OrderConfirmed>, apiUrl: string): WarehouseWebhook => {
  const orderId = event.meta.subject;
  return {
    orderId,
    kind: 'order.confirmed',
    occurredAt: event.meta.occurredAt,
    data: {
      lines: event.data.lines.map(packingLine),
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
