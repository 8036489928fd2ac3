import { amountMinor, identifier, orderNumber, stockLine } from '@orderwire/events-schema/common';
import * as z from 'zod/mini';

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
