import { isoTime } from '@orderwire/kernel/clock';
import type { Order, Report } from '../../domain/order.ts';

/** An order as its owner and staff see it. Nothing else of an order leaves this service over HTTP. */
export const orderView = (order: Order) => {
  const { orderId, customerId, status, lines, totals, recipient, billing, rejection, cancellation } = order;
  const { shipment, reported } = order;
  return {
    orderId,
    customerId,
    status,
    placedAt: isoTime(order.placedAt),
    changedAt: isoTime(order.changedAt),
    lines,
    totals,
    recipient,
    billing,
    ...(rejection && { rejection }),
    ...(cancellation && { cancellation }),
    ...(shipment && { shipment: { attempt: shipment.attempt, ...trackingOf(shipment) } }),
    ...(reported.packed && { packed: reportView(reported.packed) }),
    ...(reported.shipped && { shipped: reportView(reported.shipped) }),
    ...(reported.delivered && { delivered: reportView(reported.delivered) }),
  };
};

const trackingOf = ({ carrier, trackingNumber }: NonNullable<Order['shipment']>) => ({
  ...(carrier !== undefined && { carrier }),
  ...(trackingNumber !== undefined && { trackingNumber }),
});

const reportView = ({ at, ...told }: Report) => ({ at: isoTime(at), ...told });
