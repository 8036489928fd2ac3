import * as z from 'zod/mini';
import { amountMinor, charges, currency, identifier, orderNumber, stockLine, titledLine } from './common.ts';
import { defineEvent } from './envelope.ts';
import { defineAudit } from './audit.ts';

const source = 'orderwire.returns';

const about = { orderId: identifier, orderNumber, returnId: identifier };

/** The subject of the events of a return is the return's id. */
export const ReturnRequested = defineEvent({
  type: 'ReturnRequested',
  version: 1,
  source,
  words: ['reason'],
  data: z.object({
    ...about,
    customerId: identifier,
    lines: z.array(z.object({ ...stockLine.shape, title: z.string() })).check(z.minLength(1)),
    reason: z.optional(z.string()),
    /** A rule of the shop approves it at once: `ReturnApproved` stands behind it. */
    isApproved: z.optional(z.literal(true)),
  }),
});

export const ReturnApproved = defineEvent({
  type: 'ReturnApproved',
  version: 1,
  source,
  data: z.object({
    ...about,
    lines: z.array(titledLine).check(z.minLength(1)),
    /** How the goods come back, in the shop's own words. */
    instructions: z.optional(z.string()),
    labelUrl: z.optional(z.string()),
  }),
});

export const ReturnRejected = defineEvent({
  type: 'ReturnRejected',
  version: 1,
  source,
  words: ['reason'],
  data: z.object({ ...about, reason: z.optional(z.string()) }),
});

/**
 * `OrderErased`, and nothing of the order comes back any more: nobody has to be written to about it. The subject is the return
 * that was awaited last, or `returns/` and the order where there is none.
 */
export const ReturnsErased = defineEvent({
  type: 'ReturnsErased',
  version: 1,
  source,
  data: z.object({ orderId: identifier, orderNumber }),
});

/** Goods have come in, all of a return or some: what goes back to the customer for them, parcel by parcel. */
export const ReturnReceived = defineEvent({
  type: 'ReturnReceived',
  version: 1,
  source,
  data: z.object({
    ...about,
    /** A return may come in pieces; from 1. */
    receipt: z.int().check(z.positive()),
    /** Empty where only shipping goes back: a parcel came back later, and with it everything of the order is back. */
    lines: z.array(stockLine),
    condition: z.enum(['good', 'damaged']),
    /** The goods go back on the shelf. */
    restock: z.boolean(),
    /** Nothing of the return is awaited any more. */
    isComplete: z.boolean(),
    refunds: z.array(z.object({ parcelId: identifier, lines: z.array(titledLine), charges })).check(z.minLength(1)),
    /** Of all refunds. */
    total: amountMinor,
    currency,
  }),
});

export const ReturnsChangedByStaff = defineAudit('ReturnsChangedByStaff', source);
