import {
  address,
  amountMinor,
  billing,
  charges,
  currency,
  language,
  type Line,
  line,
  orderNumber,
  recipient,
  shortLine,
  stockLine,
} from '@orderwire/events-schema/common';
import { isoTime } from '@orderwire/kernel/clock';
import { orderNumberOf } from '@orderwire/money/order-number';
import { totalsOf } from '@orderwire/money/totals';
import * as z from 'zod/mini';
import { ACTIONS, callbacksOf, RESULTS } from '../../application/callbacks-of.ts';
import type { Deadlines } from '../../domain/deadlines.ts';
import type { Order, Parcel, ParcelState, Report } from '../../domain/order.ts';

export const orderStatus = z.enum([
  ...['placed', 'confirmed', 'packed', 'shipped', 'delivery_failed', 'delivered', 'returned', 'rejected', 'cancelled'],
] as const);

export const chargesView = z.strictObject(charges.shape);
/** The sums of `charges`: `items` and `shipping` are with or without tax, as `prices` says. */
export const totalsView = z.strictObject({
  items: amountMinor,
  shipping: amountMinor,
  tax: amountMinor,
  total: amountMinor,
  currency,
});

const addressView = z.strictObject(address.shape);
export const recipientView = z.strictObject({ ...recipient.shape, address: addressView });

const { cost: _cost, ...shown } = line.shape;
/** What a piece cost the shop is not the customer's business. */
export const lineView = z.strictObject(shown);

export const shownLine = ({ cost: _, ...one }: Line): z.infer<typeof lineView> => one;

const text = z.exactOptional(z.string());
const time = z.iso.datetime();

const reportView = z.exactOptional(
  z.strictObject({ at: time, doubtful: z.exactOptional(z.literal(true)), reason: text, note: text }),
);

const tracking = { carrier: text, trackingNumber: text };

/** What one courier took at once. */
const parcelView = z.strictObject({
  parcelId: z.string(),
  state: z.enum(['shipped', 'failed', 'delivered', 'returned'] satisfies readonly ParcelState[]),
  /** Since when it is so. */
  at: time,
  attempt: z.int().check(z.positive()),
  ...tracking,
  nextAttemptAt: z.exactOptional(time),
  lines: z.array(z.strictObject(stockLine.shape)),
});

const callbackAction = z.enum(ACTIONS);

const heldView = z.strictObject({
  action: callbackAction,
  since: time,
  parcelId: text,
  attempt: z.exactOptional(z.int().check(z.positive())),
  returnId: text,
  trackingNumber: text,
});

const answeredView = z.strictObject({
  action: callbackAction,
  callbackId: text,
  result: z.enum(RESULTS),
  /** Of the order, by then. */
  status: orderStatus,
});
export const promiseView = z.strictObject({ packBy: time, deliverBy: time });

/** An order as its owner and staff see it. Nothing else of an order leaves this service over HTTP. */
export const orderView = z.strictObject({
  orderId: z.string(),
  orderNumber,
  customerId: z.string(),
  status: orderStatus,
  placedAt: time,
  changedAt: time,
  language,
  lines: z.array(lineView),
  charges: chargesView,
  totals: totalsView,
  /** What `charges.discount` is for. */
  discountCode: text,
  /** Where the goods go. */
  recipient: recipientView,
  /** Who buys. */
  billing: z.strictObject({ ...billing.shape, address: addressView }),
  /** What the shop has promised. */
  promise: z.exactOptional(promiseView),
  /** A rule of the shop has staff look at the order before it is confirmed. Why, and what they noted, is for staff. */
  review: z.exactOptional(
    z.strictObject({
      state: z.enum(['open', 'approved']),
      reasons: z.exactOptional(z.array(z.enum(['total', 'first_order', 'country']))),
      note: text,
    }),
  ),
  rejection: z.exactOptional(
    z.strictObject({
      reason: z.enum(['out_of_stock', 'payment_declined', 'timed_out', 'rejected_by_staff']),
      short: z.exactOptional(z.array(z.strictObject(shortLine.shape))),
      note: text,
    }),
  ),
  cancellation: z.exactOptional(z.strictObject({ by: z.enum(['customer', 'staff', 'system']), reason: text })),
  /** What was found when the order was packed, where that is less than `lines`: the rest is not sent and not charged. */
  picked: z.exactOptional(z.array(z.strictObject(stockLine.shape))),
  /** For staff: what partners reported that waits, and what was answered to the last reports that had an id or were conflicts. */
  heldCallbacks: z.exactOptional(z.array(heldView)),
  answeredCallbacks: z.exactOptional(z.array(answeredView)),
  parcels: z.array(parcelView),
  /** The first parcel: all there is to most orders. */
  shipment: z.exactOptional(z.strictObject({ attempt: z.int().check(z.positive()), ...tracking })),
  /** What was last reported of each kind. */
  packed: reportView,
  shipped: reportView,
  deliveryFailed: reportView,
  delivered: reportView,
  returned: reportView,
});

export const viewOf = (order: Order, { staff }: { readonly staff: boolean }): z.infer<typeof orderView> => {
  const { orderId, customerId, status, lines, charges: charged, recipient: whom, billing: buyer } = order;
  const { rejection, cancellation, picked, parcels, reported, deadlines, review } = order;
  const [first] = parcels;
  return {
    orderId,
    orderNumber: orderNumberOf(orderId),
    customerId,
    status,
    placedAt: isoTime(order.placedAt),
    changedAt: isoTime(order.changedAt),
    language: order.language,
    lines: lines.map(shownLine),
    charges: charged,
    totals: totalsOf(charged),
    ...(order.discountCode !== undefined && { discountCode: order.discountCode }),
    recipient: whom,
    billing: buyer,
    ...(deadlines && { promise: promiseOf(deadlines) }),
    ...(review && { review: reviewOf(review, staff) }),
    ...(rejection && { rejection: rejectionOf(rejection) }),
    ...(cancellation && { cancellation }),
    ...(picked && { picked: [...picked] }),
    ...(staff && callbacksOf(order)),
    parcels: parcels.map((parcel) => parcelOf(parcel, order)),
    ...(first && { shipment: { attempt: first.attempt, ...trackingOf(first) } }),
    ...(reported.packed && { packed: reportOf(reported.packed) }),
    ...(reported.shipped && { shipped: reportOf(reported.shipped) }),
    ...(reported.delivery_failed && { deliveryFailed: reportOf(reported.delivery_failed) }),
    ...(reported.delivered && { delivered: reportOf(reported.delivered) }),
    ...(reported.returned && { returned: reportOf(reported.returned) }),
  };
};

export const promiseOf = ({ packBy, deliverBy }: Pick<Deadlines, 'packBy' | 'deliverBy'>) => ({
  packBy: isoTime(packBy),
  deliverBy: isoTime(deliverBy),
});

const reviewOf = ({ reasons, isApproved, note }: NonNullable<Order['review']>, isStaff: boolean) => ({
  state: isApproved === true ? ('approved' as const) : ('open' as const),
  ...(isStaff && { reasons: [...reasons], ...(note !== undefined && { note }) }),
});

const rejectionOf = ({ reason, short, note }: NonNullable<Order['rejection']>) => ({
  reason,
  ...(short && { short: [...short] }),
  ...(note !== undefined && { note }),
});

const parcelOf = (parcel: Parcel, order: Order): z.infer<typeof parcelView> => ({
  parcelId: parcel.parcelId,
  state: parcel.state,
  at: isoTime(parcel.at),
  attempt: parcel.attempt,
  ...trackingOf(parcel),
  ...(parcel.nextAttemptAt !== undefined && { nextAttemptAt: isoTime(parcel.nextAttemptAt) }),
  lines: (parcel.lines ?? order.picked ?? order.lines).map(({ itemId, count }) => ({ itemId, count })),
});

const trackingOf = ({ carrier, trackingNumber }: Parcel) => ({
  ...(carrier !== undefined && { carrier }),
  ...(trackingNumber !== undefined && { trackingNumber }),
});

const reportOf = ({ at, ...told }: Report) => ({ at: isoTime(at), ...told });
