import { amountMinor, identifier, orderNumber, stockLine } from '@orderwire/events-schema/common';
import { isoTime } from '@orderwire/kernel/clock';
import { orderNumberOf } from '@orderwire/money/order-number';
import * as z from 'zod/mini';
import { titlesOf } from '../../domain/ask.ts';
import { awaitedOf, countsOf, type Order, type Return } from '../../domain/order.ts';

const text = z.exactOptional(z.string());
const time = z.iso.datetime();

export const titledLine = z.strictObject({ ...stockLine.shape, title: z.string() });

/** A return as the order's owner and staff see it. */
export const returnView = z.strictObject({
  returnId: identifier,
  orderId: identifier,
  orderNumber,
  /** `received`: all of it has come in. */
  status: z.enum(['requested', 'approved', 'rejected', 'received']),
  /** `received` of a line: how many have come in. */
  lines: z.array(z.strictObject({ ...titledLine.shape, received: z.exactOptional(z.int().check(z.positive())) })),
  reason: text,
  requestedAt: time,
  decidedAt: z.exactOptional(time),
  /** Why it was rejected. */
  rejection: text,
  instructions: text,
  labelUrl: text,
  /** What was refunded, in minor units of the order's currency. */
  refunded: amountMinor,
});

export const titled = (order: Order, lines: readonly z.infer<typeof stockLine>[]) => {
  const titles = titlesOf(order);
  return lines.map((line) => ({ ...line, title: titles.get(line.itemId) ?? line.itemId }));
};

export const viewOf = (order: Order, one: Return): z.infer<typeof returnView> => {
  const { orderId } = order;
  const { returnId, reason, requestedAt, decidedAt, rejection, instructions, labelUrl, receipts } = one;
  const came = countsOf(receipts.flatMap(({ parts }) => parts.flatMap(({ lines }) => lines)));
  const isReceived = one.status === 'approved' && awaitedOf(one).length === 0;
  return {
    returnId,
    orderId,
    orderNumber: orderNumberOf(orderId),
    status: isReceived ? 'received' : one.status,
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

/** As it was when it was asked for: who asks again with the same key gets the same answer. */
export const firstViewOf = (order: Order, one: Return): z.infer<typeof returnView> => {
  const { decidedAt, rejection: _rejection, instructions, labelUrl, ...asked } = one;
  const decision = {
    ...(decidedAt !== undefined && { decidedAt }),
    ...(instructions !== undefined && { instructions }),
    ...(labelUrl !== undefined && { labelUrl }),
  };
  const first = one.isAutomatic ? ({ ...decision, status: 'approved' } as const) : ({ status: 'requested' } as const);
  return viewOf(order, { ...asked, ...first, receipts: [] });
};
