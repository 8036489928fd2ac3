import { isoTime } from '@orderwire/kernel/clock';
import { orderNumberOf } from '@orderwire/money/order-number';
import { titled } from '../domain/ask.ts';
import { awaitedOf, countsOf, type Order, type Return } from '../domain/order.ts';

/** A return as the order's owner and staff see it. */
export const show = (order: Order, one: Return) => {
  const { orderId } = order;
  const { returnId, reason, requestedAt, decidedAt, rejection, instructions, labelUrl, receipts } = one;
  const came = countsOf(receipts.flatMap(({ parts }) => parts.flatMap(({ lines }) => lines)));
  const isReceived = one.status === 'approved' && awaitedOf(one).length === 0;
  return {
    returnId,
    orderId,
    orderNumber: orderNumberOf(orderId),
    status: isReceived ? ('received' as const) : one.status,
    lines: titled(order, one.lines).map((line) => {
      const received = came.get(line.itemId) ?? 0;
      return { ...line, ...(received > 0 && { received }) };
    }),
    ...(reason !== undefined && { reason }),
    requestedAt: isoTime(requestedAt),
    ...(decidedAt !== undefined && { decidedAt: isoTime(decidedAt) }),
    ...(rejection !== undefined && { rejection }),
    ...(instructions !== undefined && { instructions }),
    ...(labelUrl !== undefined && { labelUrl }),
    refunded: receipts.reduce((sum, { total }) => sum + total, 0),
  };
};

export type Shown = ReturnType<typeof show>;

/** As it was when it was asked for: who asks again with the same key gets the same answer. */
export const showFirst = (order: Order, one: Return): Shown => {
  if (one.isAutomatic) return show(order, { ...one, receipts: [] });
  const { decidedAt: _at, rejection: _why, instructions: _how, labelUrl: _label, ...asked } = one;
  return show(order, { ...asked, status: 'requested', receipts: [] });
};
