import * as z from 'zod/mini';
import { defineAttention } from './attention.ts';
import { billing, charges, identifier, language, line, orderNumber, recipient, shortLine } from './common.ts';
import { defineEvent } from './envelope.ts';

const source = 'orderwire.orders';

/** What a partner told beside the bare fact, for people to read. */
const told = {
  /** When it happened, as the partner says. Nothing is ordered by it. */
  occurredAt: z.optional(z.iso.datetime()),
  /** That time is before the order was placed. */
  doubtful: z.optional(z.boolean()),
  reason: z.optional(z.string()),
  note: z.optional(z.string()),
};

/** The subject of every event here is the order's id. */
export const OrderPlaced = defineEvent({
  type: 'OrderPlaced',
  version: 1,
  source,
  personal: ['recipient', 'billing', 'payment.token'],
  data: z.object({
    orderNumber,
    customerId: identifier,
    /** Decided when the order was placed, for all its mails and documents. */
    language,
    lines: z.array(line).check(z.minLength(1), z.maxLength(40)),
    charges,
    payment: z.object({ method: z.string(), token: z.string() }),
    recipient,
    billing,
    /** What `charges.discount` is for: in capitals, without blanks. */
    discountCode: z.optional(z.string()),
  }),
});

export const OrderConfirmed = defineEvent({
  type: 'OrderConfirmed',
  version: 1,
  source,
  data: z.object({
    orderNumber,
    customerId: identifier,
    lines: z.array(line),
    charges,
    discountCode: z.optional(z.string()),
  }),
});

export const OrderRejected = defineEvent({
  type: 'OrderRejected',
  version: 1,
  source,
  data: z.object({
    reason: z.enum(['out_of_stock', 'payment_declined', 'timed_out']),
    short: z.optional(z.array(shortLine)),
  }),
});

export const OrderCancelled = defineEvent({
  type: 'OrderCancelled',
  version: 1,
  source,
  data: z.object({
    orderNumber,
    by: z.enum(['customer', 'staff']),
    reason: z.optional(z.string()),
    previousStatus: z.enum(['placed', 'confirmed', 'packed']),
    lines: z.array(line),
  }),
});

export const OrderPacked = defineEvent({
  type: 'OrderPacked',
  version: 1,
  source,
  personal: ['recipient'],
  data: z.object({ orderNumber, lines: z.array(line), recipient, ...told }),
});

export const OrderShipped = defineEvent({
  type: 'OrderShipped',
  version: 1,
  source,
  data: z.object({
    orderNumber,
    carrier: z.optional(z.string()),
    trackingNumber: z.optional(z.string()),
    attempt: z.int().check(z.positive()),
    /** The courier said "delivered" without ever saying "picked up". */
    inferred: z.boolean(),
    /** What is in the parcel. A further attempt with the same parcel says the same again. */
    lines: z.array(line),
    /** What these lines cost, and the shipping that is charged with them: all shipments add up to the order. */
    charges,
    ...told,
  }),
});

/** The courier gave the parcel another tracking number than it had told before. */
export const OrderShipmentCorrected = defineEvent({
  type: 'OrderShipmentCorrected',
  version: 1,
  source,
  data: z.object({
    carrier: z.optional(z.string()),
    trackingNumber: z.string(),
    /** The number that counted until then, where there was one. */
    previous: z.optional(z.string()),
    ...told,
  }),
});

export const OrderDelivered = defineEvent({
  type: 'OrderDelivered',
  version: 1,
  source,
  data: z.object({
    /** As the courier says; when we were told, where that is doubtful or missing. */
    deliveredAt: z.iso.datetime(),
    ...told,
  }),
});

/** Says nothing of the address: it is personal data, and who needs it reads it in `OrderPacked`. */
export const OrderAddressChanged = defineEvent({
  type: 'OrderAddressChanged',
  version: 1,
  source,
  data: z.object({}),
});

export const OrderNeedsAttention = defineAttention('OrderNeedsAttention', source);
