import * as z from 'zod/mini';
import { defineAttention } from './attention.ts';
import {
  billing,
  charges,
  identifier,
  language,
  line,
  orderNumber,
  recipient,
  shortLine,
  stockLine,
} from './common.ts';
import { defineEvent } from './envelope.ts';
import { defineAudit } from './audit.ts';

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

/** `picked` is less than `ordered`. */
const pickedShort = z.object({
  itemId: identifier,
  title: z.optional(z.string()),
  ordered: z.int().check(z.positive()),
  picked: z.int().check(z.nonnegative()),
});

/** The courier's name for the parcel; ours (`p1`, `p2`, …) where it gave none. */
const parcelId = identifier;

const delivered = {
  /** As the courier says; when we were told, where that is doubtful or missing. */
  deliveredAt: z.iso.datetime(),
  ...told,
};

const { reason: _why, ...toldBesideReason } = told;

/** What of it is in the partner's own words. */
const TOLD_WORDS = ['reason', 'note'];

/** A parcel that never reached its customer. */
const returned = z.object({
  orderNumber,
  parcelId,
  reason: z.enum(['refused', 'undeliverable', 'damaged', 'lost']),
  /** What was in it. */
  lines: z.array(line),
  /** The goods are in order and go back on the shelf. */
  restock: z.boolean(),
  /** All that this parcel was charged, shipping too: what is refunded. */
  charges,
  ...toldBesideReason,
});

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
    /** When it is to be there, as the shop has promised: an hour, or the last moment of a day at the shop's place. */
    deliverBy: z.optional(z.iso.datetime()),
  }),
});

export const OrderRejected = defineEvent({
  type: 'OrderRejected',
  version: 1,
  source,
  words: ['note'],
  data: z.object({
    reason: z.enum(['out_of_stock', 'payment_declined', 'timed_out', 'rejected_by_staff']),
    short: z.optional(z.array(shortLine)),
    /** What staff said. */
    note: z.optional(z.string()),
  }),
});

/** Stock and payment are there, and a rule of the shop has staff look at the order before it is confirmed. */
export const OrderHeldForReview = defineEvent({
  type: 'OrderHeldForReview',
  version: 1,
  source,
  data: z.object({
    orderNumber,
    customerId: identifier,
    reasons: z.array(z.enum(['total', 'first_order', 'country'])).check(z.minLength(1)),
  }),
});

export const OrderCancelled = defineEvent({
  type: 'OrderCancelled',
  version: 1,
  source,
  words: ['reason'],
  data: z.object({
    orderNumber,
    /** `system`: the warehouse found nothing of the order, and `reason` is `NOTHING_PICKED`. */
    by: z.enum(['customer', 'staff', 'system']),
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
  words: TOLD_WORDS,
  data: z.object({
    orderNumber,
    /** What was picked. */
    lines: z.array(line),
    /** What the warehouse could not find, where that is so: it is never charged. */
    short: z.optional(z.array(pickedShort)),
    /** What is left of the order's charges after that. */
    charges: z.optional(charges),
    recipient,
    ...told,
  }),
});

export const OrderShipped = defineEvent({
  type: 'OrderShipped',
  version: 1,
  source,
  words: TOLD_WORDS,
  data: z.object({
    orderNumber,
    /** Always there since 0.3.0. */
    customerId: z.optional(identifier),
    /** Of the order's mails and documents. Always there since 0.4.0. */
    language: z.optional(language),
    /** Always there since 0.3.0. */
    parcelId: z.optional(parcelId),
    /** Nothing of the order is left to ship. Always there since 0.3.0. */
    isLast: z.optional(z.boolean()),
    /** Which of the order's parcels it is, from 1. With `isLast` it says how many there are. Always there since 0.3.0. */
    position: z.optional(z.int().check(z.positive())),
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
  words: TOLD_WORDS,
  data: z.object({
    parcelId: z.optional(parcelId),
    carrier: z.optional(z.string()),
    trackingNumber: z.string(),
    /** The number that counted until then, where there was one. */
    previous: z.optional(z.string()),
    ...told,
  }),
});

/** The order has ended: no unit is open, and at least one parcel was delivered. `parcelId` is the one delivered last. */
export const OrderDelivered = defineEvent({
  type: 'OrderDelivered',
  version: 1,
  source,
  words: TOLD_WORDS,
  data: z.object({
    /** Both are always there since 0.3.0. */
    orderNumber: z.optional(orderNumber),
    parcelId: z.optional(parcelId),
    ...delivered,
  }),
});

/** A parcel was delivered, and the order goes on with others. */
export const ParcelDelivered = defineEvent({
  type: 'ParcelDelivered',
  version: 1,
  source,
  words: TOLD_WORDS,
  data: z.object({ orderNumber, parcelId, ...delivered }),
});

export const OrderDeliveryFailed = defineEvent({
  type: 'OrderDeliveryFailed',
  version: 1,
  source,
  words: TOLD_WORDS,
  data: z.object({
    orderNumber,
    parcelId,
    /** Which attempt has failed; from 1. */
    attempt: z.int().check(z.positive()),
    nextAttemptAt: z.optional(z.iso.datetime()),
    ...told,
  }),
});

/** The order has ended: no unit is open, and no parcel was delivered. It says of the last parcel what `ParcelReturned` says. */
export const OrderReturned = defineEvent({
  type: 'OrderReturned',
  version: 1,
  source,
  words: ['note'],
  data: returned,
});

/** A parcel came back or is lost, and the order goes on, or has ended as delivered by its other parcels. */
export const ParcelReturned = defineEvent({
  type: 'ParcelReturned',
  version: 1,
  source,
  words: ['note'],
  data: returned,
});

/** Goods of a return that was approved have come in. What becomes of them is decided by `ReturnReceived`. */
export const OrderReturnArrived = defineEvent({
  type: 'OrderReturnArrived',
  version: 1,
  source,
  words: TOLD_WORDS,
  data: z.object({
    orderNumber,
    returnId: identifier,
    lines: z.array(stockLine).check(z.minLength(1)),
    condition: z.enum(['good', 'damaged']),
    ...told,
  }),
});

/** The shop has promised more than it keeps: once for the packing and once for the delivery, at most. */
export const OrderStuck = defineEvent({
  type: 'OrderStuck',
  version: 1,
  source,
  data: z.object({
    orderNumber,
    status: z.enum(['confirmed', 'packed', 'shipped', 'delivery_failed']),
    what: z.enum(['pack_by', 'deliver_by']),
    /** What was promised. */
    dueAt: z.iso.datetime(),
  }),
});

/** Nobody waits any more for an order that was stuck: it was packed or delivered at last, or has ended otherwise. */
export const OrderMovedOn = defineEvent({
  type: 'OrderMovedOn',
  version: 1,
  source,
  data: z.object({
    orderNumber,
    status: z.enum(['packed', 'shipped', 'delivery_failed', 'delivered', 'returned', 'cancelled']),
    /** The promise that was broken. */
    what: z.enum(['pack_by', 'deliver_by']),
  }),
});

/** Says nothing of the address: it is personal data, and who needs it reads it in `OrderPacked`. */
export const OrderAddressChanged = defineEvent({
  type: 'OrderAddressChanged',
  version: 1,
  source,
  data: z.object({}),
});

/**
 * The order has ended and its customer was erased: orders has forgotten whom it was for, and what people wrote about it. Whoever
 * keeps something personal of the order forgets it, too.
 */
export const OrderErased = defineEvent({
  type: 'OrderErased',
  version: 1,
  source,
  data: z.object({ orderNumber }),
});

export const OrderNeedsAttention = defineAttention('OrderNeedsAttention', source);

export const OrdersChangedByStaff = defineAudit('OrdersChangedByStaff', source);
